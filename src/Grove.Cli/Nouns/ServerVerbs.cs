using Grove.Cli.Output;
using Grove.Cli.Verbs;

namespace Grove.Cli.Nouns;

/// <summary><c>grove server</c>: what a Grove says of itself. And <c>grove role</c>.</summary>
internal static class ServerVerbs
{
    public static IEnumerable<Verb> All() =>
    [
        new("health", "Whether the process answers", HttpMethod.Get, "healthz") { AtRoot = true },
        new("ready", "Whether the database answers too", HttpMethod.Get, "readyz") { AtRoot = true },
        new("metrics", "Metrics in Prometheus' text format", HttpMethod.Get, "metrics") { AtRoot = true },
        new("openapi", "The OpenAPI document", HttpMethod.Get, "openapi.json") { AtRoot = true },
    ];

    public static IEnumerable<Verb> Roles() =>
    [
        new("list", "List the roles that members of organizations and of accounts can have", HttpMethod.Get, "/grove/v1/roles")
        {
            Columns = [Column.Id, Column.Name, new("scope", "scope"), new("permissions", "permissions")],
        },
    ];
}
