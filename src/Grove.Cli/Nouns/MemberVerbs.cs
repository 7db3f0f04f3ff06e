using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove member</c>: <c>/organizations/{organization_id}/members</c>.</summary>
internal static class MemberVerbs
{
    private const string Many = "organizations/{organization_id}/members";
    private const string One = Many + "/{member_id}";
    private const string OfUser = "/grove/v1/organizations/{organization_id}/users/{user_id}";

    private static readonly Parameter Member = new("MEMBER", "member_id", "Their id or e-mail address") { Named = Resource.OrganizationMember };
    private static readonly Column[] Columns = [Column.Id, new("email", "user.email"), new("name", "user.name"), new("status", "status"), new("roles", "meta.roles.name")];

    public static IEnumerable<Verb> All() =>
    [
        List("list"),
        new("invite", "Invite somebody to an organization, or add them at once where that is allowed", HttpMethod.Post, Many)
        {
            In = [Organization],
            Body =
            [
                new("EMAIL", "member.user.email", "Their e-mail address") { Required = true },
                new("--status", "member.status", "pending invites, active adds") { Choices = ["pending", "active"], Nullable = true },
                Roles("member.roles", required: false),
            ],
            Secret = "meta.invite_secret",
        },
        new("invite-many", "Invite or add up to ten members, all or none", HttpMethod.Post, Many + ":batchCreate")
        {
            In = [Organization],
            Body = [new("--member", "members", "A member, as {\"user\": {\"email\": …}, \"status\"?: …, \"roles\"?: […]}") { Kind = Kind.Objects, Required = true }],
            Columns = [.. Columns, new("invite secret", "meta.invite_secret")],
            Secret = "meta.invite_secret",
        },
        new("get", "Show a member of an organization", HttpMethod.Get, One) { In = [Organization, Member] },
        new("roles", "Replace the roles of a member, or of an invitation", HttpMethod.Patch, "/grove/v1/" + One)
        {
            In = [Organization, Member], Body = [Roles("roles", required: true)],
        },
        new("resend", "Let an invitation begin anew, expired or not", HttpMethod.Post, "/grove/v1/" + One + "/resend")
        {
            In = [Organization, Member], Secret = "meta.invite_secret",
        },
        new("remove", "Remove a member, or withdraw an invitation", HttpMethod.Delete, One)
        {
            In = [Organization, Member], Question = "Remove {member_id} from the organization {organization_id}?",
        },
        new("put", "Make a user an active member, or change their roles; for operators", HttpMethod.Put, OfUser)
        {
            In = [Organization, User], Body = [Roles("roles", required: false)],
        },
        new("end", "End a user's membership; for operators", HttpMethod.Delete, OfUser)
        {
            In = [Organization, User], Question = "End the membership of {user_id} in the organization {organization_id}?",
        },
    ];

    /// <summary>The list, under a name.</summary>
    public static Verb List(string name) => new(name, "List the members of an organization", HttpMethod.Get, Many)
    {
        In = [Organization],
        Query =
        [
            new("--status", "status", "Only with this status; active and pending when left out") { Kind = Kind.Texts, Choices = ["active", "pending", "rejected", "canceled"] },
            new("--email", "user.email", "Only with this address"),
            new("--email-starts-with", "user.email.startsWith", "Only with an address that begins so"),
            new("--email-ends-with", "user.email.endsWith", "Only with an address that ends so"),
            new("--email-contains", "user.email.contains", "Only with an address that contains this"),
        ],
        Paging = Paging.Token,
        Columns = Columns,
    };

    private static Parameter Roles(string wire, bool required) =>
        new("--role", wire, "A role, by its id or name") { Kind = Kind.Texts, Named = Resource.OrganizationRole, Required = required };
}
