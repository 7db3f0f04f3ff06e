using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>Filters, order and paging of <c>GET /user/organizations</c>. What is left out does not filter.</summary>
public sealed record UserOrganizationListParams
{
    /// <summary>Exactly this name, up to 100 characters; of Grove case-sensitive.</summary>
    public string? Name { get; init; }

    /// <summary>Only memberships, or only invitations.</summary>
    public UserOrganizationStatus? Status { get; init; }

    /// <summary>What to order by. Default: the creation of the organization.</summary>
    public UserOrganizationOrder? Order { get; init; }

    /// <summary>The direction of the order. Default: ascending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>Whether all filters must hold, or any. Default: all.</summary>
    public FilterMatch? Match { get; init; }

    /// <summary>The number of the page, from 1. Default: 1.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}

/// <summary>What memberships of organizations are ordered by.</summary>
[JsonConverter(typeof(WireValueConverter<UserOrganizationOrder>))]
public readonly record struct UserOrganizationOrder : IWireValue<UserOrganizationOrder>
{
    private readonly string? text;

    private UserOrganizationOrder(string value) => text = value;

    /// <summary>By the id of the organization: "id".</summary>
    public static UserOrganizationOrder Id { get; } = new("id");

    /// <summary>By the name of the organization: "name".</summary>
    public static UserOrganizationOrder Name { get; } = new("name");

    /// <summary>By the status of the membership: "status".</summary>
    public static UserOrganizationOrder Status { get; } = new("status");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "id" or "name" or "status";

    /// <inheritdoc/>
    public static UserOrganizationOrder FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}

/// <summary>How several filters go together.</summary>
[JsonConverter(typeof(WireValueConverter<FilterMatch>))]
public readonly record struct FilterMatch : IWireValue<FilterMatch>
{
    private readonly string? text;

    private FilterMatch(string value) => text = value;

    /// <summary>All must hold: "all".</summary>
    public static FilterMatch All { get; } = new("all");

    /// <summary>At least one must hold: "any".</summary>
    public static FilterMatch Any { get; } = new("any");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "all" or "any";

    /// <inheritdoc/>
    public static FilterMatch FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
