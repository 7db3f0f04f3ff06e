using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>The body that makes an API token. Whatever it says is enforced; what cannot be is refused.</summary>
/// <param name="Condition">As sent.</param>
internal sealed record TokenBody(string Name, IReadOnlyList<TokenPolicy> Policies, string? Condition, long? NotBefore, long? ExpiresOn)
{
    private const int MaxName = 120;
    private static readonly string[] Known = ["name", "policies", "condition", "not_before", "expires_on"];

    public static TokenBody Parse(ApiRequest request, string ownerId, IdSource ids, TimeProvider clock)
    {
        var body = request.Body;
        var errors = request.Errors;
        var name = body.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (name.Length is 0 or > MaxName) errors.Add(ErrorItem.Invalid($"name is required: a string of 1 to {MaxName} characters.", "/name"));
        var policies = TokenPolicy.Parse(body.TryGetProperty("policies", out var list) ? list : default, ownerId, ids, errors);
        var hasCondition = body.TryGetProperty("condition", out var condition) && condition.ValueKind != JsonValueKind.Null;
        if (hasCondition) TokenCondition.Parse(condition, errors);
        var notBefore = Time(body, "not_before", errors);
        var expiresOn = Time(body, "expires_on", errors);
        if (expiresOn <= Timestamps.Now(clock)) errors.Add(ErrorItem.Invalid("expires_on is in the past.", "/expires_on"));
        if (expiresOn <= notBefore) errors.Add(ErrorItem.Invalid("expires_on must be after not_before.", "/expires_on"));
        foreach (var member in body.LastMembers().Keys.Except(Known))
            errors.Add(ErrorItem.Invalid("A token has no such member.", JsonPointer.Member(JsonPointer.Root, member)));
        return new(name, policies, hasCondition ? condition.GetRawText() : null, notBefore, expiresOn);
    }

    private static long? Time(JsonElement body, string name, List<ErrorItem> errors)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && Timestamps.TryParse(value.GetString()!, out var micros)) return micros;
        errors.Add(ErrorItem.Invalid($"{name} must be a time like 2026-01-31T12:00:00Z.", "/" + name));
        return null;
    }
}
