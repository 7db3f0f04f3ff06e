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
        foreach (var (member, value) in condition.LastMembers())
        {
            if (member != "request_ip" || value.ValueKind != JsonValueKind.Object)
            {
                errors.Add(ErrorItem.Invalid("condition may hold only the object request_ip.", JsonPointer.Member("/condition", member)));
                continue;
            }
            foreach (var (name, list) in value.LastMembers())
            {
                if (name is not ("in" or "not_in") || list.ValueKind != JsonValueKind.Array
                    || list.EnumerateArray().Any(range => range.ValueKind != JsonValueKind.String))
                {
                    errors.Add(ErrorItem.Invalid(
                        "request_ip may hold only in and not_in, arrays of addresses or CIDR ranges.", JsonPointer.Member("/condition/request_ip", name)));
                    continue;
                }
                var ranges = list.EnumerateArray().Select(range => range.GetString()!).ToList();
                if (name == "in") allowed = ranges;
                else denied = ranges;
            }
        }
        if (AddressRanges.TryParse(allowed ?? [], denied ?? [], out var parsed)) return parsed;
        errors.Add(ErrorItem.Invalid("An entry is no address or CIDR range.", "/condition/request_ip"));
        return null;
    }
}
