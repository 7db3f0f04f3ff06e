namespace Grove.Conformance.Access;

/// <summary>
/// The organizations of the world that the matrix asks about: <see cref="Top"/> is a root and holds <see cref="Target"/> and
/// <see cref="Sibling"/>, <see cref="Target"/> holds <see cref="Below"/> and the account; <see cref="Other"/> is another root.
/// </summary>
internal enum Place
{
    Top,
    Target,
    Below,
    Sibling,
    Other,
}

/// <summary>Roles, each with all that those before it may.</summary>
internal enum Held
{
    Nothing,
    ReadOnly,
    Administrator,
    SuperAdministrator,
}

internal enum Standing
{
    None,
    Active,
    Pending,
    Canceled,
}

/// <summary>Somebody who asks: at most one membership of an organization, or one of the account itself.</summary>
/// <param name="Relation">How they stand to what is asked about: a column of the table in the documentation.</param>
internal sealed record Caller(string Relation, Place? Place = null, Held Role = Held.Nothing, Standing Standing = Standing.None)
{
    private static readonly Held[] Roles = [Held.SuperAdministrator, Held.Administrator, Held.ReadOnly];

    public Held OnAccount { get; private init; }

    public bool Operator { get; private init; }

    /// <summary>Everybody, those of one relation beside each other with the highest role first.</summary>
    public static IReadOnlyList<Caller> All { get; } =
    [
        .. Active("own", Access.Place.Target), .. Active("parent", Access.Place.Top), .. Active("child", Access.Place.Below),
        .. Active("sibling", Access.Place.Sibling), .. Active("foreign", Access.Place.Other),
        new("pending", Access.Place.Target, Held.SuperAdministrator, Standing.Pending),
        new("canceled", Access.Place.Target, Held.SuperAdministrator, Standing.Canceled),
        new("none"),
        new("operator") { Operator = true },
        .. Roles.Select(role => new Caller("account") { OnAccount = role }),
    ];

    public override string ToString()
    {
        var role = OnAccount > Role ? OnAccount : Role;
        return role == Held.Nothing ? Relation : $"{Relation} {role}";
    }

    private static IEnumerable<Caller> Active(string relation, Place place) => Roles.Select(role => new Caller(relation, place, role, Standing.Active));
}

internal enum Credential
{
    /// <summary>E-mail and global key.</summary>
    Key,

    /// <summary>The key of an operator who acts as the caller, by <c>Grove-As-User</c>.</summary>
    Acting,

    /// <summary>A token for everything of its owner's, with the least of the permission groups that the operation accepts.</summary>
    Token,

    /// <summary>A token for everything of its owner's, with every permission group that the operation does not accept.</summary>
    TokenWithoutGroup,

    /// <summary>As <see cref="Token"/>, for <see cref="Place.Target"/> with all below it.</summary>
    TokenOfTarget,

    /// <summary>As <see cref="Token"/>, for the account alone.</summary>
    TokenOfAccount,

    /// <summary>As <see cref="Token"/>, for <see cref="Place.Sibling"/>.</summary>
    TokenOfSibling,
}

/// <summary>
/// What a caller holds and sees with a credential. Access, by the design: an active member of an organization holds its role on it, on every
/// organization below it and on every account in that subtree; besides there are explicit memberships of accounts; nothing else gives access.
/// A token sees of this what it covers.
/// </summary>
/// <param name="AsOperator">True when the credential speaks for an operator as one.</param>
internal sealed record Eyes(Caller Caller, Credential Credential, bool AsOperator)
{
    private static readonly Dictionary<Place, Place> Parent = new()
    {
        [Place.Target] = Place.Top,
        [Place.Sibling] = Place.Top,
        [Place.Below] = Place.Target,
    };

    /// <summary>True when the credential covers all that is its owner's, and the owner themself.</summary>
    public bool Whole => Credential is not (Credential.TokenOfTarget or Credential.TokenOfAccount or Credential.TokenOfSibling);

    /// <summary>The role of the caller on the account, explicit or through its organization.</summary>
    public Held OnAccount => (Held)Math.Max((int)Caller.OnAccount, (int)On(Place.Target));

    public bool SeesAccount => OnAccount > Held.Nothing && (Covers(Place.Target) || Credential == Credential.TokenOfAccount);

    /// <summary>True for who has a membership of the account itself, as far as the credential covers it.</summary>
    public bool HoldsMembership => Caller.OnAccount > Held.Nothing && SeesAccount;

    /// <summary>True for who was invited to <see cref="Place.Target"/>, as far as the credential covers it.</summary>
    public bool Invited => Caller.Standing == Standing.Pending && Covers(Place.Target);

    /// <summary>True for who has a membership of <see cref="Place.Target"/> itself, or an invitation, as far as the credential covers it.</summary>
    public bool Belongs => Caller.Place == Place.Target && Caller.Standing is Standing.Active or Standing.Pending && Covers(Place.Target);

    /// <summary>The role of the caller on an organization, held there or above.</summary>
    public Held On(Place place) => Caller.Standing == Standing.Active && Upwards(place).Any(above => above == Caller.Place) ? Caller.Role : Held.Nothing;

    public bool Sees(Place place) => On(place) > Held.Nothing && Covers(place);

    private bool Covers(Place place) => Credential switch
    {
        Credential.TokenOfTarget => Upwards(place).Contains(Place.Target),
        Credential.TokenOfSibling => Upwards(place).Contains(Place.Sibling),
        _ => Whole,
    };

    private static IEnumerable<Place> Upwards(Place place)
    {
        yield return place;
        while (Parent.TryGetValue(place, out place)) yield return place;
    }
}
