namespace Grove.Conformance.Access;

/// <summary>What a question may name. All are ids but the names, by which lists are searched.</summary>
/// <param name="Account">In <see cref="Place.Target"/>.</param>
/// <param name="Free">The caller's own account, in no organization.</param>
/// <param name="Member">Of <see cref="Place.Target"/>: somebody who was invited and has no user.</param>
/// <param name="Invite">The caller's own invitation, or that of somebody else for who has none.</param>
/// <param name="Secret">With which that invitation is answered.</param>
/// <param name="AccountMember">Of <see cref="Account"/>: somebody who was invited and has no user.</param>
/// <param name="Membership">The caller's own membership of <see cref="Account"/>, or that of somebody else for who has none.</param>
/// <param name="Token">An API token of the caller's.</param>
/// <param name="User">Somebody who is a member of <see cref="Place.Target"/>.</param>
/// <param name="Self">The caller.</param>
/// <param name="Record">The first audit record of <see cref="Place.Target"/>.</param>
internal sealed record Named(
    string Top, string Target, string Below, string Sibling, string Other, string Account, string Free, string Member, string Invite,
    string Secret, string AccountMember, string Membership, string Token, string User, string Self, string Record, string TargetName, string AccountName)
{
    /// <summary>The same question about what does not exist, wherever these eyes do not see it.</summary>
    public Named Unseen(Eyes eyes)
    {
        string Of(string id, bool seen) => seen ? id : Requests.UnknownId();
        return this with
        {
            Top = Of(Top, eyes.Sees(Place.Top)),
            Target = Of(Target, eyes.Sees(Place.Target)),
            Below = Of(Below, eyes.Sees(Place.Below)),
            Sibling = Of(Sibling, eyes.Sees(Place.Sibling)),
            Other = Of(Other, eyes.Sees(Place.Other)),
            Account = Of(Account, eyes.SeesAccount),
            Free = Of(Free, eyes.Whole),
            Member = Of(Member, eyes.Sees(Place.Target)),
            Invite = Of(Invite, eyes.Invited),
            Secret = Of(Secret, eyes.Invited),
            Record = Of(Record, eyes.Sees(Place.Target)),
            AccountMember = Of(AccountMember, eyes.SeesAccount),
            Membership = Of(Membership, eyes.HoldsMembership),
        };
    }
}

/// <summary>One question that the matrix puts to everybody: an operation of <c>/openapi.json</c>, about what, and who may.</summary>
/// <param name="Operation">Its <c>operationId</c>.</param>
/// <param name="Area">The permission groups that it accepts, without <c>Read</c> and <c>Write</c>; null when a valid credential is enough, or none is needed.</param>
/// <param name="May">The answer by the design.</param>
internal sealed record Row(string Operation, string? Area, Rule May)
{
    /// <summary>What is asked for, when the operation has more than one row.</summary>
    public string? Of { get; init; }

    /// <summary>What stands for a parameter of the path, where <see cref="Parameters"/> is not it.</summary>
    public Dictionary<string, Func<Named, string>> Ids { get; init; } = [];

    public Func<Named, string> Query { get; init; } = _ => "";

    public Func<Named, object?> Body { get; init; } = _ => null;

    /// <summary>For a list: the id that the answer holds, unless it is left out.</summary>
    public Func<Named, string>? Holds { get; init; }

    /// <summary>True when who may changes what others are asked about, so that each gets a world of their own.</summary>
    public bool Changes { get; init; }

    /// <summary>The refusal that who may gets here: one that comes after the right.</summary>
    public (int Status, int Code)? Ends { get; init; }

    /// <summary>What is answered without any credentials, where some are asked for.</summary>
    public Verdict Nobody { get; init; } = Verdict.Unauthenticated;

    /// <summary>The parameters of paths, as far as they mean the same everywhere.</summary>
    public static IReadOnlyDictionary<string, Func<Named, string>> Parameters { get; } = new Dictionary<string, Func<Named, string>>
    {
        ["organization_id"] = at => at.Target,
        ["account_id"] = at => at.Account,
        ["member_id"] = at => at.Member,
        ["invite_id"] = at => at.Invite,
        ["membership_id"] = at => at.Membership,
        ["token_id"] = at => at.Token,
        ["user_id"] = at => at.User,
        ["audit_id"] = at => at.Record,
    };

    /// <summary>The path of the operation with the ids in it, and the query.</summary>
    public string At(string path, Named at) => string.Join('/', path.Split('/').Select(segment => Fill(segment, at))) + Query(at);

    public override string ToString() => Of is null ? Operation : $"{Operation} ({Of})";

    private string Fill(string segment, Named at)
    {
        // A segment may go on after its parameter, as in {organization_id}:verb.
        if (!segment.StartsWith('{')) return segment;
        var end = segment.IndexOf('}', StringComparison.Ordinal);
        var name = segment[1..end];
        if (!Ids.TryGetValue(name, out var id) && !Parameters.TryGetValue(name, out id))
            throw new InvalidOperationException($"The row of {this} must say in Ids what stands for the parameter {name} of {segment}.");
        return id(at) + segment[(end + 1)..];
    }
}
