using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Auth;

/// <summary>The <c>condition</c> of an API token: <c>{"request_ip": {"in": [...], "not_in": [...]}}</c>; anything else is refused.</summary>
internal static class TokenCondition
{
    public static AddressRanges? Load(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        return Parse(document.RootElement, []);
    }

    /// <summary>Reads a condition; every fault is added to <paramref name="errors"/> with its pointer.</summary>
    public static AddressRanges? Parse(JsonElement condition, List<ErrorItem> errors)
    {
        if (condition.ValueKind != JsonValueKind.Object)
        {
            errors.Add(ErrorItem.Invalid("condition must be an object.", "/condition"));
            return null;
        }
        List<string>? allowed = null;
        List<string>? denied = null;
        foreach (var member in condition.EnumerateObject())
        {
            if (member.Name != "request_ip" || member.Value.ValueKind != JsonValueKind.Object)
            {
                errors.Add(ErrorItem.Invalid("condition may hold only the object request_ip.", $"/condition/{member.Name}"));
                continue;
            }
            foreach (var list in member.Value.EnumerateObject())
            {
                var pointer = $"/condition/request_ip/{list.Name}";
                if (list.Name is not ("in" or "not_in") || list.Value.ValueKind != JsonValueKind.Array
                    || list.Value.EnumerateArray().Any(range => range.ValueKind != JsonValueKind.String))
                {
                    errors.Add(ErrorItem.Invalid("request_ip may hold only in and not_in, arrays of addresses or CIDR ranges.", pointer));
                    continue;
                }
                var ranges = list.Value.EnumerateArray().Select(range => range.GetString()!).ToList();
                if (list.Name == "in") allowed = ranges;
                else denied = ranges;
            }
        }
        if (AddressRanges.TryParse(allowed ?? [], denied ?? [], out var parsed)) return parsed;
        errors.Add(ErrorItem.Invalid("An entry is no address or CIDR range.", "/condition/request_ip"));
        return null;
    }
}
