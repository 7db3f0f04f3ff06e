using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove token</c>: <c>/user/tokens</c>.</summary>
internal static class TokenVerbs
{
    private const string One = "user/tokens/{token_id}";

    private static readonly Parameter Token = new("TOKEN", "token_id", "Its id or name") { Named = Resource.Token };

    /// <summary>The members of a new token.</summary>
    public static Parameter[] New { get; } =
    [
        new("--name", "name", "The name") { Required = true },
        new("--policy", "policies", "A policy, as {\"effect\": \"allow\", \"permission_groups\": [{\"id\": …}], \"resources\": {…: \"*\"}}") { Kind = Kind.Objects, Required = true },
        new("--from", "condition.request_ip.in", "An address, or a range, that it works from") { Kind = Kind.Texts },
        new("--not-from", "condition.request_ip.not_in", "An address, or a range, that it does not work from") { Kind = Kind.Texts },
        new("--not-before", "not_before", "The time from which it works") { Nullable = true },
        new("--expires-on", "expires_on", "The time at which it ends") { Nullable = true },
    ];

    public static IEnumerable<Verb> All() =>
    [
        new("list", "List your API tokens", HttpMethod.Get, "user/tokens")
        {
            Query = [Direction, new("--include-expired", "include_expired", "Whether expired ones are listed") { Choices = ["true", "false"] }],
            Paging = Paging.Number,
            Columns = [Column.Id, Column.Name, new("status", "status"), new("expires", "expires_on"), new("last used", "last_used_on")],
        },
        new("create", "Create an API token; the answer shows its value once", HttpMethod.Post, "user/tokens") { Body = New, Unsettable = ["condition"], Secret = "value" },
        new("get", "Show an API token", HttpMethod.Get, One) { In = [Token] },
        new("update", "Replace an API token, but not its value", HttpMethod.Put, One)
        {
            In = [Token], Unsettable = ["condition"],
            Body = [.. New, new("--status", "status", "Whether it works; it does when left out") { Choices = ["active", "disabled"], Nullable = true }],
        },
        new("roll", "Give an API token a new value, shown once; the old one ends", HttpMethod.Put, One + "/value")
        {
            In = [Token], Question = "Give the token {token_id} a new value, which ends the present one?",
        },
        new("delete", "Delete an API token", HttpMethod.Delete, One) { In = [Token], Question = "Delete the token {token_id}?" },
        new("verify", "Tell whether the token that asks is valid", HttpMethod.Get, "user/tokens/verify"),
        new("groups", "List the permission groups that policies of tokens can name", HttpMethod.Get, "user/tokens/permission_groups")
        {
            Query = [new("--name", "name", "Only with this name"), new("--scope", "scope", "Only with this scope")],
            Columns = [Column.Id, Column.Name, new("scopes", "scopes")],
        },
    ];
}
