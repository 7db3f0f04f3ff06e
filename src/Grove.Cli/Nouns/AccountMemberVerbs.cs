using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove account members</c> and <c>grove account member</c>: <c>/accounts/{account_id}/members</c>.</summary>
internal static class AccountMemberVerbs
{
    private const string Many = "accounts/{account_id}/members";
    private const string One = Many + "/{member_id}";

    private static readonly Parameter Member = new("MEMBER", "member_id", "Their id or e-mail address") { Named = Resource.AccountMember };
    private static readonly Parameter Roles = new("--role", "roles", "A role, by its id or name") { Kind = Kind.Texts, Named = Resource.AccountRole, Required = true };
    private static readonly Parameter Policies = new("--policy", "policies", "A policy") { Kind = Kind.Objects, Nullable = true };

    public static IEnumerable<Verb> All() =>
    [
        List("members"),
        List("member list"),
        new("member invite", "Invite somebody to an account, or add them at once where that is allowed", HttpMethod.Post, Many)
        {
            In = [Account],
            Body =
            [
                new("EMAIL", "email", "Their e-mail address") { Required = true },
                Roles,
                new("--status", "status", "pending invites, accepted adds") { Choices = ["pending", "accepted"], Nullable = true },
                Policies,
            ],
        },
        new("member get", "Show a member of an account", HttpMethod.Get, One) { In = [Account, Member] },
        new("member roles", "Replace the roles of a member, or of an invitation", HttpMethod.Put, One) { In = [Account, Member], Body = [Roles, Policies] },
        new("member remove", "Remove a member, or withdraw an invitation", HttpMethod.Delete, One)
        {
            In = [Account, Member], Question = "Remove {member_id} from the account {account_id}?",
        },
    ];

    private static Verb List(string name) => new(name, "List the members of an account", HttpMethod.Get, Many)
    {
        In = [Account],
        Query =
        [
            new("--status", "status", "Only with this status") { Choices = ["accepted", "pending", "rejected"] },
            new("--order", "order", "The order; that of adding when left out") { Choices = ["user.first_name", "user.last_name", "user.email", "status"] },
            Direction,
        ],
        Paging = Paging.Number,
        Columns = [Column.Id, new("email", "email"), new("status", "status"), new("roles", "roles.name")],
    };
}
