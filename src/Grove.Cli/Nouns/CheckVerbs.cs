using Grove.Cli.Names;
using Grove.Cli.Verbs;

namespace Grove.Cli.Nouns;

/// <summary><c>grove check</c>: whether a user may do something; for operators.</summary>
internal static class CheckVerbs
{
    public static Verb One { get; } = new("check", "Whether a user may do something to an organization or to an account, and by which membership; for operators", HttpMethod.Get, "/grove/v1/check")
    {
        Query =
        [
            CommonParameters.User with { Required = true },
            new("PERMISSION", "permission", "Such as organization:write; `grove role list` shows them") { Required = true },
            new("--organization", "organization_id", "The organization") { Named = Resource.Organization },
            new("--account", "account_id", "The account") { Named = Resource.Account },
        ],
    };

    public static Verb Many { get; } = new("check-many", "The answers to up to 100 checks, in their order; for operators", HttpMethod.Post, "/grove/v1/check")
    {
        Body = [new("--check", "checks", "A check, as {\"user_id\": …, \"organization_id\": …, \"permission\": …}") { Kind = Kind.Objects, Required = true }],
        Columns = [new("allowed", "allowed"), new("role", "role"), new("organization", "via.organization_id"), new("account", "via.account_id"), new("member", "via.member_id")],
    };

    public static IEnumerable<Verb> All() => [One, Many];
}
