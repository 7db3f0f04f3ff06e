using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>The body that makes or replaces an API token. Whatever it says is enforced; what cannot be is refused.</summary>
/// <param name="Condition">As sent.</param>
internal sealed record TokenBody(
    string Name, bool Enabled, IReadOnlyList<TokenPolicy> Policies, string? Condition, long? NotBefore, long? ExpiresOn)
{
    private const int MaxName = 120;

    private static readonly string[] CreateMembers = ["name", "policies", "condition", "not_before", "expires_on"];

    // The last four are what an answer shows besides, and clients send back.
    private static readonly string[] UpdateMembers = [.. CreateMembers, "status", "id", "issued_on", "modified_on", "last_used_on"];

    public static TokenBody Parse(JsonMembers body, string ownerId, bool creating, IdSource ids, TimeProvider clock)
    {
        var name = body.RequiredText("name");
        if (name is { Length: 0 or > MaxName }) body.Fail("name", $"name must have 1 to {MaxName} characters.");
        var policies = body.RequiredObjects("policies");
        var condition = body.Object("condition");
        if (condition.HasValue) TokenCondition.Parse(condition.Value);
        var notBefore = Time(body, "not_before");
        var expiresOn = Time(body, "expires_on");
        if (expiresOn <= Timestamps.Now(clock)) body.Fail("expires_on", "expires_on is in the past.");
        if (expiresOn <= notBefore) body.Fail("expires_on", "expires_on must be after not_before.");
        var status = creating ? null : body.OptionalOneOf("status", "active", "disabled");
        body.RefuseOthers(creating ? CreateMembers : UpdateMembers);
        return new(name ?? "", status != "disabled", [.. policies.Select(policy => TokenPolicy.Parse(policy, ownerId, ids))], body.Raw("condition"),
            notBefore, expiresOn);
    }

    private static long? Time(JsonMembers body, string name)
    {
        if (body.OptionalText(name) is not { } text) return null;
        if (Timestamps.TryParse(text, out var micros)) return micros;
        body.Fail(name, $"{name} must be a time like 2026-01-31T12:00:00Z.");
        return null;
    }
}
