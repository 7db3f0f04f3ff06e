using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>An organization in which the user has a membership of their own, or an invitation.</summary>
public sealed record UserOrganization : ApiObject
{
    /// <summary>The id of the organization.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What the user may do there, such as <c>#organization:read</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init => field = value ?? []; } = [];

    /// <summary>The names of the roles that the user has there.</summary>
    public IReadOnlyList<string> Roles { get; init => field = value ?? []; } = [];

    /// <summary>Whether the user is a member, or invited.</summary>
    public UserOrganizationStatus? Status { get; init; }
}

/// <summary>Whether a user is a member of an organization.</summary>
[JsonConverter(typeof(WireValueConverter<UserOrganizationStatus>))]
public readonly record struct UserOrganizationStatus : IWireValue<UserOrganizationStatus>
{
    private readonly string? text;

    private UserOrganizationStatus(string value) => text = value;

    /// <summary>A member: "member".</summary>
    public static UserOrganizationStatus Member { get; } = new("member");

    /// <summary>An invitation that waits for an answer: "invited".</summary>
    public static UserOrganizationStatus Invited { get; } = new("invited");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "member" or "invited";

    /// <inheritdoc/>
    public static UserOrganizationStatus FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
