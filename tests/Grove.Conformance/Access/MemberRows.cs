using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class MemberRows
{
    private static readonly string[] ReadOnly = [Role.ReadOnly];

    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-organization-members", Rows.Members, Seeing(Place.Target)) { Query = _ => "?status=pending&page_size=1000", Holds = at => at.Member },
        new("create-organization-member", Rows.Members, Managing(Place.Target)) { Of = "invite", Body = _ => Invitations.Body(Invitations.NewAddress()) },
        new("create-organization-member", Rows.Members, AddingWithoutConsent(Place.Target))
        {
            Of = "add at once",
            Body = _ => Invitations.Body(Invitations.NewAddress(), status: "active"),
        },
        new("batch-create-organization-members", Rows.Members, Managing(Place.Target))
        {
            Body = _ => new { members = new[] { Invitations.Entry(Invitations.NewAddress()) } },
        },
        new("get-organization-member", Rows.Members, Seeing(Place.Target)),
        new("update-organization-member", Rows.Members, ManagingOrOperators(Place.Target)) { Body = _ => new { roles = ReadOnly }, Changes = true },
        new("delete-organization-member", Rows.Members, Managing(Place.Target)) { Changes = true },
        new("resend-organization-invite", Rows.Members, Managing(Place.Target)) { Changes = true },
        new("list-roles", Rows.Members, Anybody),
        new("list-invites", Rows.Members, FindingInvite) { Holds = at => at.Invite },
        new("get-invite", Rows.Members, Invited),
        new("answer-invite", Rows.Members, Invited) { Of = "accept", Body = _ => new { status = "accepted" }, Changes = true },
        new("answer-invite", Rows.Members, Invited) { Of = "reject", Body = _ => new { status = "rejected" }, Changes = true },
        new("accept-invite", Rows.Members, Invited) { Body = at => new { secret = at.Secret }, Changes = true, Nobody = Verdict.Hidden },
        new("reject-invite", Rows.Members, Invited) { Body = at => new { secret = at.Secret }, Changes = true, Nobody = Verdict.Hidden },
        // It is pending, so it is to be answered first.
        new("dismiss-invite", Rows.Members, Invited) { Ends = (400, 1001) },
    ];
}
