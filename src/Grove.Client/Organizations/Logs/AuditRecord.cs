using System.Text.Json;
using System.Text.Json.Serialization;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Who did what to which resource.</summary>
public record AuditRecord : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>What was done.</summary>
    public AuditAction Action { get; init => field = value ?? new(); } = new();

    /// <summary>Who did it.</summary>
    public AuditActor Actor { get; init => field = value ?? new(); } = new();

    /// <summary>The organization in whose log it is; null for what concerns none.</summary>
    public AuditOrganization? Organization { get; init; }

    /// <summary>The request by which it was done; without members when it was none.</summary>
    public AuditRequest Raw { get; init => field = value ?? new(); } = new();

    /// <summary>What it was done to.</summary>
    public AuditResource Resource { get; init => field = value ?? new(); } = new();
}

/// <summary>What was done.</summary>
public sealed record AuditAction : ApiObject
{
    /// <summary>In words.</summary>
    public string? Description { get; init; }

    /// <summary>How it ended.</summary>
    public AuditActionResult? Result { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What kind of action it was.</summary>
    public AuditActionType? Type { get; init; }
}

/// <summary>Who did something. Whose right came only from above what the reader sees is of the type <see cref="AuditActorType.System"/> and has no other member.</summary>
public sealed record AuditActor : ApiObject
{
    /// <summary>The id of the user.</summary>
    public string? Id { get; init; }

    /// <summary>By what kind of credential.</summary>
    public AuditActorContext? Context { get; init; }

    /// <summary>The e-mail address of the user.</summary>
    public string? Email { get; init; }

    /// <summary>From what address the request came.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The id of the API token.</summary>
    public string? TokenId { get; init; }

    /// <summary>The name of the API token.</summary>
    public string? TokenName { get; init; }

    /// <summary>What kind of actor it is.</summary>
    public AuditActorType? Type { get; init; }

    /// <summary>The operator who acted as the actor; only in records of Grove's own API.</summary>
    public AuditOperator? Operator { get; init; }
}

/// <summary>An operator of Grove.</summary>
public sealed record AuditOperator : ApiObject
{
    /// <summary>The id of the user.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The e-mail address.</summary>
    public string Email { get; init => field = value ?? ""; } = "";
}

/// <summary>The organization in whose log a record is.</summary>
public sealed record AuditOrganization : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";
}

/// <summary>The request by which something was done.</summary>
public sealed record AuditRequest : ApiObject
{
    /// <summary>The server's name for the request; the same as <see cref="ApiResponse.RequestId"/> of its answer.</summary>
    public string? CfRayId { get; init; }

    /// <summary>The HTTP method.</summary>
    public string? Method { get; init; }

    /// <summary>The status of the answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The path.</summary>
    public string? Uri { get; init; }

    /// <summary>The client.</summary>
    public string? UserAgent { get; init; }
}

/// <summary>What something was done to.</summary>
public sealed record AuditResource : ApiObject
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The product that it belongs to, such as "organizations" or "members".</summary>
    public string? Product { get; init; }

    /// <summary>Those members of the state that changed; Cloudflare leaves open what it is.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>The state after, if there is any; Cloudflare leaves open what it is.</summary>
    public JsonElement? Response { get; init; }

    /// <summary>"organizations", or "user" for what concerns no organization. Cloudflare leaves open what it is: what is not text is here as JSON.</summary>
    [JsonConverter(typeof(AnyTextConverter))]
    public string? Scope { get; init; }

    /// <summary>Its type, such as "organization" or "member".</summary>
    public string? Type { get; init; }
}
