using System.Text.Json.Nodes;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove membership</c>: <c>/memberships</c>.</summary>
internal static class MembershipVerbs
{
    private const string One = "memberships/{membership_id}";

    private static readonly Parameter Membership = new("MEMBERSHIP", "membership_id", "Its id, or the name of the account") { Named = Resource.Membership };

    public static IEnumerable<Verb> All() =>
    [
        new("list", "List your own memberships of accounts", HttpMethod.Get, "memberships")
        {
            Query =
            [
                new("--account-name", "account.name", "Only of accounts with exactly this name"),
                new("--name", "name", "The same as --account-name"),
                new("--status", "status", "Only with this status") { Choices = ["accepted", "pending", "rejected"] },
                new("--order", "order", "The order") { Choices = ["id", "account.name", "status"] },
                Direction,
            ],
            Paging = Paging.Number,
            Columns = [Column.Id, new("account", "account.name"), new("account id", "account.id"), new("status", "status"), new("roles", "roles")],
        },
        new("get", "Show one of your own memberships", HttpMethod.Get, One) { In = [Membership] },
        new("accept", "Accept the invitation to an account", HttpMethod.Put, One) { In = [Membership], Body = [], Says = new JsonObject { ["status"] = "accepted" } },
        new("reject", "Reject the invitation to an account", HttpMethod.Put, One) { In = [Membership], Body = [], Says = new JsonObject { ["status"] = "rejected" } },
        new("answer", "Answer the invitation to an account with a status", HttpMethod.Put, One)
        {
            In = [Membership], Body = [new("STATUS", "status", "The answer") { Choices = ["accepted", "rejected"], Required = true }],
        },
        new("leave", "Leave an account, or put away an invitation to one", HttpMethod.Delete, One) { In = [Membership], Question = "Leave {membership_id}?" },
    ];
}
