namespace Grove.Conformance.Access;

/// <summary>How a question is answered.</summary>
internal enum Verdict
{
    /// <summary>Done, or refused for a reason that comes after the right.</summary>
    Served,

    /// <summary>A list that does not hold what was looked for.</summary>
    LeftOut,

    /// <summary>401.</summary>
    Unauthenticated,

    /// <summary>403: visible, but not to be done; or not by this token.</summary>
    Forbidden,

    /// <summary>404, as for what does not exist.</summary>
    Hidden,
}

/// <summary>What somebody is answered, as far as it depends on who they are.</summary>
internal delegate Verdict Rule(Eyes eyes);

/// <summary>
/// Who sees and who may: the rules of access in one place, written from the design and not from the server, so that the two can be compared.
/// What names something that the caller does not see is answered as if it did not exist, whatever else is wrong; only then is the right asked.
/// </summary>
internal static class Rules
{
    /// <summary>Any valid credential.</summary>
    public static Verdict Anybody(Eyes eyes) => Verdict.Served;

    /// <summary>About the caller's own person, or outside of every organization: a token for single organizations does not cover that.</summary>
    public static Verdict Themself(Eyes eyes) => eyes.Whole ? Verdict.Served : Verdict.Forbidden;

    /// <summary>A token tells about itself; a key has nothing to verify.</summary>
    public static Verdict ByToken(Eyes eyes) => eyes.Credential == Credential.Key ? Verdict.Unauthenticated : Verdict.Served;

    /// <summary>Operators, by a credential that speaks for them as such.</summary>
    public static Verdict Operators(Eyes eyes) => eyes.AsOperator ? Verdict.Served : Verdict.Forbidden;

    public static Rule Seeing(Place place) => eyes => Answer(seen: eyes.Sees(place), may: true);

    public static Rule Finding(Place place) => eyes => eyes.Sees(place) ? Verdict.Served : Verdict.LeftOut;

    /// <summary>Administrators of an organization or of one above it: rename, profile, what is created in it.</summary>
    public static Rule Administering(Place place) => eyes => Answer(eyes.Sees(place), eyes.On(place) >= Held.Administrator);

    /// <summary>Super Administrators of an organization or of one above it: its members.</summary>
    public static Rule Managing(Place place) => eyes => Answer(eyes.Sees(place), eyes.On(place) == Held.SuperAdministrator);

    /// <summary>Its Super Administrators, own or inherited, and Administrators from above.</summary>
    public static Verdict DeletingTarget(Eyes eyes) =>
        Answer(eyes.Sees(Place.Target), eyes.On(Place.Target) == Held.SuperAdministrator || eyes.On(Place.Top) >= Held.Administrator);

    /// <summary>Administrators of the organization that it leaves and of the one that it enters.</summary>
    public static Verdict MovingTargetToSibling(Eyes eyes) => Answer(
        eyes.Sees(Place.Target) && eyes.Sees(Place.Sibling),
        eyes.Sees(Place.Top) && eyes.On(Place.Top) >= Held.Administrator && eyes.On(Place.Sibling) >= Held.Administrator
            && eyes.On(Place.Sibling) <= eyes.On(Place.Target));

    /// <summary>Super Administrators of the present parent; the new root lies outside of what a token for organizations covers.</summary>
    public static Verdict MakingTargetARoot(Eyes eyes) =>
        Answer(eyes.Sees(Place.Target), eyes.Whole && eyes.Sees(Place.Top) && eyes.On(Place.Top) == Held.SuperAdministrator);

    /// <summary>
    /// Nobody here: the address is of somebody whom no organization above manages, so that only an operator who manages the members could.
    /// </summary>
    public static Rule AddingWithoutConsent(Place place) => eyes => Answer(eyes.Sees(place), may: false);

    /// <summary>As <see cref="Managing"/>; and operators, who need not see it.</summary>
    public static Rule ManagingOrOperators(Place place) => eyes => eyes.AsOperator ? Verdict.Served : Managing(place)(eyes);

    /// <summary>The caller's own memberships: what is only inherited is none.</summary>
    public static Verdict Belonging(Eyes eyes) => Answer(eyes.Belongs, may: true);

    public static Verdict FindingOwn(Eyes eyes) => eyes.Belongs ? Verdict.Served : Verdict.LeftOut;

    /// <summary>Who was invited; to everybody else the invitation does not exist.</summary>
    public static Verdict Invited(Eyes eyes) => Answer(eyes.Invited, may: true);

    public static Verdict FindingInvite(Eyes eyes) => eyes.Invited ? Verdict.Served : Verdict.LeftOut;

    public static Verdict SeeingAccount(Eyes eyes) => Answer(eyes.SeesAccount, may: true);

    public static Verdict FindingAccount(Eyes eyes) => eyes.SeesAccount ? Verdict.Served : Verdict.LeftOut;

    public static Verdict AdministeringAccount(Eyes eyes) => Answer(eyes.SeesAccount, eyes.OnAccount >= Held.Administrator);

    /// <summary>Super Administrators of the account, own or through its organization: its members.</summary>
    public static Verdict ManagingAccount(Eyes eyes) => Answer(eyes.SeesAccount, eyes.OnAccount == Held.SuperAdministrator);

    /// <summary>Nobody here: neither operators nor who manages the user are among those who ask.</summary>
    public static Verdict AddingToAccountWithoutConsent(Eyes eyes) => Answer(eyes.SeesAccount, may: false);

    /// <summary>The caller's own membership of the account: what is only inherited is none.</summary>
    public static Verdict HoldingMembership(Eyes eyes) => Answer(eyes.HoldsMembership, may: true);

    public static Verdict FindingMembership(Eyes eyes) => eyes.HoldsMembership ? Verdict.Served : Verdict.LeftOut;

    /// <summary>Its Super Administrators, and Administrators of the organization that holds it.</summary>
    public static Verdict DeletingAccount(Eyes eyes) =>
        Answer(eyes.SeesAccount, eyes.OnAccount == Held.SuperAdministrator || eyes.On(Place.Target) >= Held.Administrator);

    /// <summary>Administrators of both organizations; who is only a member of the account holds nothing of the place that it leaves.</summary>
    public static Verdict MovingAccountToSibling(Eyes eyes) => Answer(
        eyes.SeesAccount && eyes.Sees(Place.Sibling),
        eyes.Sees(Place.Target) && eyes.On(Place.Target) >= Held.Administrator && eyes.On(Place.Sibling) >= Held.Administrator
            && eyes.On(Place.Sibling) <= eyes.OnAccount);

    /// <summary>The caller's own free account, which no token for organizations covers, into an organization that they administer.</summary>
    public static Verdict BringingAccountIntoTarget(Eyes eyes) =>
        Answer(eyes.Whole && eyes.Sees(Place.Target), eyes.On(Place.Target) >= Held.Administrator);

    private static Verdict Answer(bool seen, bool may) => !seen ? Verdict.Hidden : may ? Verdict.Served : Verdict.Forbidden;
}
