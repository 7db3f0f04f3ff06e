using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Auth;

/// <summary>The <c>condition</c> of an API token: <c>{"request_ip": {"in": [...], "not_in": [...]}}</c>; anything else is refused.</summary>
internal static class TokenCondition
{
    public static AddressRanges? Load(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        return Parse(new(document.RootElement, []));
    }

    /// <summary>Reads a condition, adding what is wrong with it to the body's errors.</summary>
    public static AddressRanges? Parse(JsonMembers condition)
    {
        condition.RefuseOthers("request_ip");
        var addresses = condition.Object("request_ip");
        if (!addresses.HasValue) return null;
        addresses.Value.RefuseOthers("in", "not_in");
        var (within, outside) = (Ranges(addresses.Value, "in"), Ranges(addresses.Value, "not_in"));
        return AddressRanges.TryParse(within, outside, out var ranges) ? ranges : null;
    }

    private static IReadOnlyList<string> Ranges(JsonMembers addresses, string name)
    {
        var ranges = addresses.Texts(name).Or([])!;
        if (ranges.Select(AddressRanges.Fault).FirstOrDefault(fault => fault is not null) is { } wrong) addresses.Fail(name, wrong);
        return ranges;
    }
}
