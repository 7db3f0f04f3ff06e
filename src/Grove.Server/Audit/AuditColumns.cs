using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Audit;

/// <summary>Something that an audit log can be filtered by, and by its opposite with <c>.not</c> behind the name.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Column">The SQL of the value in the record <c>r</c>; null where the row shows none.</param>
/// <param name="Description">For the OpenAPI document.</param>
/// <param name="Read">The value as it is stored.</param>
internal sealed record AuditColumn(string Name, string Column, string Description, Func<string, string> Read)
{
    private const int MostValues = 100;

    public IReadOnlyList<string>? Words { get; init; }

    public bool Number { get; init; }

    public string Opposite => Name + ".not";

    /// <summary>Its name in SQL.</summary>
    public string Argument(bool opposite) => opposite ? Name + "_not" : Name;

    public IReadOnlyList<string> Parse(QueryReader query, List<ErrorItem> errors, bool opposite)
    {
        var name = opposite ? Opposite : Name;
        var values = query.Texts(name, commaSeparated: false, MostValues);
        if (Words is not null && values.Any(value => !Words.Contains(value))) errors.Add(ErrorItem.Invalid($"{name} must be one of {string.Join(", ", Words)}."));
        else if (Number && values.Any(value => value.Length > 9 || !value.All(char.IsAsciiDigit))) errors.Add(ErrorItem.Invalid($"{name} must be a whole number."));
        return [.. values.Select(Read)];
    }

    public IEnumerable<QueryParameter> Parameters()
    {
        var type = Number ? "integer" : "string";
        yield return new(Name, type, Description) { Values = Words, Repeated = true, Maximum = MostValues };
        yield return new(Opposite, type, "All but: " + Description) { Values = Words, Repeated = true, Maximum = MostValues };
    }
}

/// <summary>All filters of Cloudflare's audit log.</summary>
internal static class AuditColumns
{
    public const string ResourceId = "resource_id";
    public const string ResourceType = "resource_type";
    public const string ActorType = "actor_type";

    /// <summary>What belongs to the actor, and so is as good as absent when the reader does not see them.</summary>
    public static IReadOnlyList<AuditColumn> OfActor { get; } =
    [
        // What has no credential has no context, on the wire.
        new("actor_context", "nullif(r.actor_context, 'system')", "By what credential.", Same) { Words = ["api", "api_key", "api_token", "dash", "oauth", "origin_ca_key"] },
        new("actor_email", "lower(r.actor_email)", "Whose address, whatever the case.", EmailRules.Fold),
        new("actor_id", "r.actor_id", "Whose user id.", Lower),
        new("actor_ip_address", "r.actor_address", "From what address.", Lower),
        new("actor_token_id", "r.actor_token_id", "By what API token.", Lower),
        new("actor_token_name", "r.actor_token_name", "By an API token of what name.", Same),
        new(ActorType, "r.actor_type", "By whom: an operator is cloudflare_admin.", Same) { Words = ["cloudflare_admin", "system", "user"] },
    ];

    public static IReadOnlyList<AuditColumn> Others { get; } =
    [
        new("id", "r.id", "Which records.", Lower),
        new("action_result", "r.action_result", "How it ended.", Same) { Words = ["success", "failure"] },
        new("action_type", "r.action_type", "What kind of action.", Same) { Words = ["create", "delete", "view", "update"] },
        new("raw_cf_ray_id", "r.request_id", "By which request: its X-Request-Id.", Lower),
        new("raw_method", "r.method", "By what HTTP method.", value => value.ToUpperInvariant()),
        new("raw_status_code", "r.status_code", "Answered with what status.", Same) { Number = true },
        new("raw_uri", "r.path", "By a request for what path.", Same),
        new(ResourceId, "r.resource_id", "On which resource.", Lower),
        new("resource_product", "r.resource_product", "On resources of what product.", Same),
        new("resource_scope", "case when r.organization_id is null then 'user' else 'organizations' end", "Of an organization, or of a user.", Same) { Words = ["organizations", "user"] },
        new(ResourceType, "r.resource_type", "On what type of resource.", Same),
    ];

    public static IEnumerable<AuditColumn> All => OfActor.Concat(Others);

    private static string Same(string value) => value;

    // Ids are the same in any case.
    private static string Lower(string value) => value.ToLowerInvariant();
}
