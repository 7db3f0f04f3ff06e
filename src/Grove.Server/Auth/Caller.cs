namespace Grove.Server.Auth;

/// <summary>The user behind a request, and the token that speaks for them, if one does.</summary>
internal sealed record Caller(long UserKey, string UserId, string Email, bool Operator, CallerToken? Token)
{
    /// <summary>The operator who acts as this user; null when they act themselves.</summary>
    public Caller? By { get; init; }

    /// <summary>See <see cref="Access.HasFewMemberships"/>.</summary>
    public bool HasFewMemberships { get; init; }

    /// <summary>True for an operator, by a credential that speaks for them as one.</summary>
    public bool ActsAsOperator => Operator && AccessFor(Permission.Operator) is { Narrowed: false };

    /// <summary>
    /// What this caller may reach on an endpoint that asks for <paramref name="permission"/>; null when the token does not permit it at
    /// all. The owner's own rights are asked of the database.
    /// </summary>
    public Access? AccessFor(Permission permission)
    {
        if (Token is null || permission.Area == PermissionArea.None) return new(UserKey, null, []) { HasFewMemberships = HasFewMemberships };
        var policies = Token.Policies.Where(policy => policy.Covers(permission)).ToList();
        var (allow, deny) = (policies.Where(policy => policy.Allow).ToList(), policies.Where(policy => !policy.Allow).ToList());
        if (allow.Count == 0 || deny.Any(policy => policy.Everything)) return null;
        var everything = allow.Any(policy => policy.Everything);
        // A policy about single accounts still permits the endpoint; it just reaches no organization.
        return new(UserKey, everything ? null : [.. allow.SelectMany(policy => policy.Organizations)], [.. deny.SelectMany(policy => policy.Organizations)])
        {
            HasFewMemberships = HasFewMemberships,
            AllowedAccounts = everything ? [] : [.. allow.SelectMany(policy => policy.Accounts)],
            DeniedAccounts = [.. deny.SelectMany(policy => policy.Accounts)],
        };
    }
}

/// <summary>The parts of an API token that decide about a request.</summary>
internal sealed record CallerToken(
    long Key, string Id, string Name, bool Enabled, IReadOnlyList<TokenPolicy> Policies, string? Condition, AddressRanges? Addresses,
    long? NotBefore, long? ExpiresOn)
{
    public bool IsUsable(long now) => Enabled && (NotBefore is null || NotBefore <= now) && (ExpiresOn is null || now < ExpiresOn);
}
