using Grove.Cli.Verbs;
using static Grove.Cli.Nouns.CommonParameters;

namespace Grove.Cli.Nouns;

/// <summary><c>grove audit</c>: all audit records; and the filters that lists of them have.</summary>
internal static class AuditVerbs
{
    private static readonly (string Wire, string[] Choices)[] Columns =
    [
        ("id", []), ("action_result", ["success", "failure"]), ("action_type", ["create", "delete", "view", "update"]),
        ("actor_context", ["api", "api_key", "api_token", "dash", "oauth", "origin_ca_key"]), ("actor_email", []), ("actor_id", []), ("actor_ip_address", []),
        ("actor_token_id", []), ("actor_token_name", []), ("actor_type", ["cloudflare_admin", "system", "user"]), ("raw_cf_ray_id", []), ("raw_method", []),
        ("raw_status_code", []), ("raw_uri", []), ("resource_id", []), ("resource_product", []), ("resource_scope", ["organizations"]), ("resource_type", []),
    ];

    /// <summary>The time, and each column with what it is to be and what not.</summary>
    public static Parameter[] Filters { get; } =
    [
        new("--since", "since", "From this date or time on"),
        new("--before", "before", "Up to this date or time"),
        Direction,
        .. Columns.SelectMany(column => new Parameter[]
        {
            new($"--{column.Wire.Replace('_', '-')}", column.Wire, $"Only with this {column.Wire.Replace('_', ' ')}") { Kind = Kind.Texts, Choices = column.Choices },
            new($"--{column.Wire.Replace('_', '-')}-not", column.Wire + ".not", $"Only with another {column.Wire.Replace('_', ' ')}") { Kind = Kind.Texts, Choices = column.Choices },
        }),
    ];

    public static IEnumerable<Verb> All() =>
    [
        new("list", "List all audit records; for operators", HttpMethod.Get, "/grove/v1/audit") { Query = Filters, Paging = Paging.Cursor, Columns = AuditColumns },
    ];
}
