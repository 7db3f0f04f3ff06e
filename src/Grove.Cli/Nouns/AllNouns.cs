using System.CommandLine;
using Grove.Cli.Commands;
using Grove.Cli.Verbs;

namespace Grove.Cli.Nouns;

/// <summary>The nouns, in the order of the help.</summary>
internal static class AllNouns
{
    public static IEnumerable<Noun> Of(Surroundings around, CommonOptions common)
    {
        Noun Noun(string name, string summary, Func<IEnumerable<Verb>> verbs, Func<IEnumerable<Command>>? others = null) =>
            new(name, summary, verbs, others ?? (static () => []), common, around);
        return
        [
            Noun("org", "Organizations", OrganizationVerbs.All, () => [TreeCommand.Of(around, common), MoveCommand.Of(around, common)]),
            Noun("account", "Accounts, and their members", AccountVerbs.All),
            Noun("member", "Members of organizations", MemberVerbs.All),
            Noun("invite", "Invitations to you", InviteVerbs.All),
            Noun("membership", "Your own memberships of accounts", MembershipVerbs.All),
            Noun("user", "Yourself; and for operators all users", UserVerbs.All),
            Noun("token", "Your API tokens", TokenVerbs.All),
            Noun("role", "Roles", ServerVerbs.Roles),
            Noun("audit", "All audit records; for operators", AuditVerbs.All),
            Noun("server", "What a Grove says of itself", ServerVerbs.All),
            Noun("profile", "Servers and credentials under names", static () => [], () => ProfileCommands.All(around, common)),
        ];
    }

    /// <summary>Verbs without a noun.</summary>
    public static IEnumerable<Verb> Alone() =>
        [.. CheckVerbs.All(), new("whoami", "The user that the credentials are of", HttpMethod.Get, "user")];
}
