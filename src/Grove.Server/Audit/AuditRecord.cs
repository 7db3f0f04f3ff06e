using System.Data.Common;
using System.Text.Json;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Audit;

/// <summary>One record as one reader sees it.</summary>
internal sealed record AuditRecord(long Key, string Id, long Time)
{
    /// <summary>The columns that <see cref="Reader"/> expects first, from <c>r</c>, followed by the first visible level of each lineage.</summary>
    public const string Columns =
        """
        r.key, r.id, r.time, r.action_type, r.action, r.action_result, r.attempts,
          r.actor_type, r.actor_context, r.actor_id, r.actor_email, r.actor_address, r.actor_token_id, r.actor_token_name,
          r.organization_id, r.lineage, r.actor_level, r.other_organization_id, r.other_lineage, r.other_actor_level,
          r.request_id, r.method, r.path, r.status_code, r.user_agent, r.resource_type, r.resource_product, r.resource_id, r.before, r.after,
          r.operator_id, r.operator_email
        """;

    private const int ColumnCount = 32;

    public required string ActionType { get; init; }
    public required string Action { get; init; }
    public required string Result { get; init; }
    public required long Attempts { get; init; }
    public required AuditActor Actor { get; init; }
    public required AuditFiling Filed { get; init; }
    public required AuditFiling Other { get; init; }
    public required AuditRequest Request { get; init; }
    public required string ResourceType { get; init; }
    public required string Product { get; init; }
    public required string ResourceId { get; init; }
    public required string? Before { get; init; }
    public required string? After { get; init; }

    /// <summary>True for a reader from whom nothing is hidden.</summary>
    public bool SeesEverything { get; init; }

    /// <summary>
    /// True when all that the actor could do came from above what the reader sees; then it was the system that did it. Operators who act as
    /// such are shown, and so is who needed no membership.
    /// </summary>
    public bool ActorHidden => !SeesEverything && Actor.Type == "user" && (Filed.ActorLevel is not null || Other.ActorLevel is not null)
        && !Filed.ShowsActor && !Other.ShowsActor;

    /// <summary>The organization under which the reader finds it; null for acts that concern none.</summary>
    public string? OrganizationId => SeesEverything || Filed.First is not null ? Filed.OrganizationId : Other.OrganizationId;

    /// <summary>Such as "Create organization member".</summary>
    public string Description
    {
        get
        {
            var words = Result == "success" ? Action.Split('.') : Action.Split('-');
            var (verb, thing) = Result == "success" ? (words[^1], string.Join(' ', words[..^1])) : (words[0], string.Join(' ', words[1..]));
            var text = $"{char.ToUpperInvariant(verb[0])}{verb[1..]} {thing}".Replace('_', ' ');
            return Result == "success" ? text : Attempts == 1 ? text + " (refused)" : $"{text} (refused {Attempts} times)";
        }
    }

    /// <summary>False for an organization that the reader may not know of.</summary>
    public bool Shows(string organizationId) => SeesEverything || Filed.Shows(organizationId) || Other.Shows(organizationId);

    public static Func<DbDataReader, AuditRecord> Reader(bool seesEverything) => row => new(row.GetInt64(0), row.GetString(1), row.GetInt64(2))
    {
        ActionType = row.GetString(3),
        Action = row.GetString(4),
        Result = row.GetString(5),
        Attempts = row.GetInt64(6),
        Actor = new(
            row.GetString(7), row.GetString(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.TextOrNull(13))
        {
            OperatorId = row.TextOrNull(30),
            OperatorEmail = row.TextOrNull(31),
        },
        Filed = new(row.TextOrNull(14), row.TextOrNull(15), row.IntegerOrNull(16), row.IntegerOrNull(ColumnCount)),
        Other = new(row.TextOrNull(17), row.TextOrNull(18), row.IntegerOrNull(19), row.IntegerOrNull(ColumnCount + 1)),
        Request = new(row.TextOrNull(20), row.TextOrNull(21), row.TextOrNull(22), row.IntegerOrNull(23), row.TextOrNull(24)),
        ResourceType = row.GetString(25),
        Product = row.GetString(26),
        ResourceId = row.GetString(27),
        Before = row.TextOrNull(28),
        After = row.TextOrNull(29),
        SeesEverything = seesEverything,
    };
}

/// <summary>Who did it.</summary>
internal sealed record AuditActor(string Type, string Context, string? Id, string? Email, string? Address, string? TokenId, string? TokenName)
{
    /// <summary>The operator who acted as the actor; null when they acted themselves.</summary>
    public string? OperatorId { get; init; }

    public string? OperatorEmail { get; init; }

    /// <summary>
    /// The one place that shows an actor; <paramref name="hidden"/> shows the system instead, <paramref name="whole"/> also who acted as them.
    /// </summary>
    public void Write(Utf8JsonWriter json, bool hidden, bool whole)
    {
        json.WriteStartObject("actor"u8);
        if (!hidden)
        {
            json.WriteOptional("id"u8, Id);
            // Wire: the system has no context among Cloudflare's.
            json.WriteOptional("context"u8, Context == "system" ? null : Context);
            json.WriteOptional("email"u8, Email);
            json.WriteOptional("ip_address"u8, Address);
            json.WriteOptional("token_id"u8, TokenId);
            json.WriteOptional("token_name"u8, TokenName);
            if (whole && OperatorId is not null)
            {
                json.WriteStartObject("operator"u8);
                json.WriteString("id"u8, OperatorId);
                json.WriteString("email"u8, OperatorEmail);
                json.WriteEndObject();
            }
        }
        json.WriteString("type"u8, hidden ? "system" : Type);
        json.WriteEndObject();
    }
}

/// <summary>By what request.</summary>
internal sealed record AuditRequest(string? Id, string? Method, string? Path, long? Status, string? UserAgent)
{
    public void Write(Utf8JsonWriter json, bool hidden)
    {
        json.WriteStartObject("raw"u8);
        json.WriteOptional("cf_ray_id"u8, Id);
        json.WriteOptional("method"u8, Method);
        if (Status is { } status) json.WriteNumber("status_code"u8, status);
        json.WriteOptional("uri"u8, Path);
        // It may tell who somebody is.
        json.WriteOptional("user_agent"u8, hidden ? null : UserAgent);
        json.WriteEndObject();
    }
}

/// <summary>An organization that reads a record, as it lay when the record was written.</summary>
/// <param name="OrganizationId">Its id; null for none.</param>
/// <param name="Lineage">The ids from its root to it.</param>
/// <param name="ActorLevel">The level in it of the actor's lowest membership.</param>
/// <param name="First">The topmost level in it that the reader sees; null when none.</param>
internal sealed record AuditFiling(string? OrganizationId, string? Lineage, long? ActorLevel, long? First)
{
    public bool ShowsActor => ActorLevel >= First;

    public bool Shows(string organizationId)
    {
        if (Lineage is null || First is not { } first) return false;
        for (var at = (int)first * ResourceId.Length; at < Lineage.Length; at += ResourceId.Length)
            if (Lineage.AsSpan(at, ResourceId.Length).SequenceEqual(organizationId)) return true;
        return false;
    }
}
