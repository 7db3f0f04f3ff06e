namespace Grove.Server.Auth;

/// <summary>
/// Whose eyes a query looks through: the user's memberships, narrowed by the token's policies. It goes into the SQL of every question
/// about organizations and accounts (see Visibility and AccountVisibility), so nothing is filtered afterwards.
/// </summary>
/// <param name="UserKey">The user whose active memberships give access.</param>
/// <param name="Allowed">The organizations whose subtrees the token allows; null when it allows everything of the user's.</param>
/// <param name="Denied">The organizations whose subtrees the token denies.</param>
internal sealed record Access(long UserKey, string[]? Allowed, string[] Denied)
{
    public static Access Full(long userKey) => new(userKey, null, []);

    /// <summary>Of a request without credentials; no user has this key.</summary>
    public static Access Nobody { get; } = Full(0);

    /// <summary>
    /// True when the user had few active memberships when their credential was read, up to 4 s ago. It decides how a question is asked, never what is answered.
    /// </summary>
    public bool HasFewMemberships { get; init; }

    /// <summary>The single accounts that the token allows besides; without meaning when it allows everything of the user's.</summary>
    public string[] AllowedAccounts { get; init; } = [];

    /// <summary>The single accounts that the token denies.</summary>
    public string[] DeniedAccounts { get; init; } = [];

    /// <summary>False for a token that reaches single organizations or accounts only: its owner, and what is theirs alone, is in none of them.</summary>
    public bool CoversOwner => Allowed is null;

    /// <summary>True when a token narrows what the user may do.</summary>
    public bool Narrowed => Allowed is not null || Denied.Length > 0 || DeniedAccounts.Length > 0;
}
