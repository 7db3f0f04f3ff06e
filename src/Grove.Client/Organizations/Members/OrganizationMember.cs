using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>A membership of an organization, or an invitation to one.</summary>
public sealed record OrganizationMember : ApiObject
{
    /// <summary>Its id, which is not the user's.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Where it stands.</summary>
    public OrganizationMemberStatus Status { get; init; }

    /// <summary>Whose it is. Until it is active: only the address as typed, and the id that their user has or will get.</summary>
    public OrganizationMemberUser User { get; init => field = value ?? new(); } = new();

    /// <summary>What else there is to it.</summary>
    public OrganizationMemberMeta Meta { get; init => field = value ?? new(); } = new();

    /// <summary>When they were invited or added.</summary>
    public DateTimeOffset CreateTime { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdateTime { get; init; }
}

/// <summary>Who is a member of an organization.</summary>
public sealed record OrganizationMemberUser : ApiObject
{
    /// <summary>The id of the user.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The e-mail address.</summary>
    public string Email { get; init => field = value ?? ""; } = "";

    /// <summary>First and last name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>True when the user has two-factor authentication.</summary>
    public bool TwoFactorAuthenticationEnabled { get; init; }
}

/// <summary>What else there is to a membership of an organization. Cloudflare leaves all of it out.</summary>
public sealed record OrganizationMemberMeta : ApiObject
{
    /// <summary>The roles.</summary>
    public IReadOnlyList<RoleReference> Roles { get; init => field = value ?? []; } = [];

    /// <summary>When a pending invitation can no longer be accepted.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>With which the invitee answers the invitation. A secret, shown once, to who invites, and only where Grove sends no mails.</summary>
    public string? InviteSecret { get; init; }

    /// <summary>The record without its secret.</summary>
    public override string ToString() => $"OrganizationMemberMeta {{ Roles = [{string.Join(", ", Roles)}], ExpiresOn = {ExpiresOn:O} }}";
}

/// <summary>Where a membership of an organization stands.</summary>
[JsonConverter(typeof(WireValueConverter<OrganizationMemberStatus>))]
public readonly record struct OrganizationMemberStatus : IWireValue<OrganizationMemberStatus>
{
    private readonly string? text;

    private OrganizationMemberStatus(string value) => text = value;

    /// <summary>Invited: "pending".</summary>
    public static OrganizationMemberStatus Pending { get; } = new("pending");

    /// <summary>A member: "active".</summary>
    public static OrganizationMemberStatus Active { get; } = new("active");

    /// <summary>The invitation was rejected: "rejected".</summary>
    public static OrganizationMemberStatus Rejected { get; } = new("rejected");

    /// <summary>Removed, left, or the invitation was withdrawn: "canceled".</summary>
    public static OrganizationMemberStatus Canceled { get; } = new("canceled");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "pending" or "active" or "rejected" or "canceled";

    /// <inheritdoc/>
    public static OrganizationMemberStatus FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
