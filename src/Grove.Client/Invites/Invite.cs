using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>An invitation to an organization, as who is invited sees it.</summary>
public record Invite : ApiObject
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The id of the organization.</summary>
    public string OrganizationId { get; init => field = value ?? ""; } = "";

    /// <summary>The name of the organization.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>The id of the user who is invited.</summary>
    public string? InvitedMemberId { get; init; }

    /// <summary>The e-mail address that is invited.</summary>
    public string? InvitedMemberEmail { get; init; }

    /// <summary>The e-mail address of who invited; null when they are gone.</summary>
    public string? InvitedBy { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? InvitedOn { get; init; }

    /// <summary>When it can no longer be accepted.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>The names of the roles that it gives.</summary>
    public IReadOnlyList<string> Roles { get; init => field = value ?? []; } = [];

    /// <summary>Whether it is answered, and how.</summary>
    public InviteStatus? Status { get; init; }

    /// <summary>Accepting it asks for a second factor.</summary>
    public bool? OrganizationIsEnforcingTwofactor { get; init; }
}

/// <summary>Whether an invitation is answered, and how.</summary>
[JsonConverter(typeof(WireValueConverter<InviteStatus>))]
public readonly record struct InviteStatus : IWireValue<InviteStatus>
{
    private readonly string? text;

    private InviteStatus(string value) => text = value;

    /// <summary>It waits for an answer: "pending".</summary>
    public static InviteStatus Pending { get; } = new("pending");

    /// <summary>It is accepted: "accepted".</summary>
    public static InviteStatus Accepted { get; } = new("accepted");

    /// <summary>It is rejected: "rejected".</summary>
    public static InviteStatus Rejected { get; } = new("rejected");

    /// <summary>It is too late, or it was withdrawn: "expired".</summary>
    public static InviteStatus Expired { get; } = new("expired");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "pending" or "accepted" or "rejected" or "expired";

    /// <inheritdoc/>
    public static InviteStatus FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
