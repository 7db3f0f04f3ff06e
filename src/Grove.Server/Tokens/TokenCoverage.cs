using Grove.Server.Auth;

namespace Grove.Server.Tokens;

/// <summary>A token makes, changes and rolls only tokens that may do no more than it may itself.</summary>
internal static class TokenCoverage
{
    public static bool Covers(CallerToken present, IReadOnlyList<TokenPolicy> policies, string? condition, long? expiresOn) =>
        policies.Where(policy => policy.Allow).All(policy => CoversPolicy(present, policy, policies))
        // Which ranges are looser is not worked out: a restricted token hands on its own condition, word for word.
        && (present.Condition is null || present.Condition == condition)
        && (present.ExpiresOn is null || expiresOn <= present.ExpiresOn);

    private static bool CoversPolicy(CallerToken present, TokenPolicy policy, IReadOnlyList<TokenPolicy> made) => policy.Groups.All(group =>
    {
        var needed = new Permission(group.Area, group.Write);
        // What is denied to the present token must not be regained: a made token has to repeat each denial.
        var repeated = present.Policies.Where(held => !held.Allow && held.Covers(Permission.Read(group.Area)))
            .All(held => made.Any(denial => !denial.Allow && held.Resources.All(denial.Resources.Contains) && held.Groups.All(denial.Groups.Contains)));
        var holders = present.Policies.Where(held => held.Allow && held.Covers(needed)).ToList();
        return repeated && (holders.Any(held => held.Everything) || policy.Resources.All(resource => holders.Any(held => held.Resources.Contains(resource))));
    });
}
