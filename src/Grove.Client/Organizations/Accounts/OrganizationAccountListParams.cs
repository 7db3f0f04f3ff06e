using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>Filters, order and paging of <c>GET /organizations/{organization_id}/accounts</c>. What is left out does not filter.</summary>
public sealed record OrganizationAccountListParams
{
    /// <summary>Only accounts with such a name.</summary>
    public TextFilter? Name { get; init; }

    /// <summary>The earlier spelling of <see cref="Name"/>; when both are given, both must hold.</summary>
    [Obsolete("Use Name.")]
    public TextFilter? AccountPubname { get; init; }

    /// <summary>What to order by. Default: when accounts were created.</summary>
    public OrganizationAccountOrder? OrderBy { get; init; }

    /// <summary>The direction of the order. Default: ascending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>Rows on a page, 1 to 1,000. Default: 10.</summary>
    public int? PageSize { get; init; }

    /// <summary>From <see cref="ResultInfo.NextPageToken"/>; together with the same filters and order.</summary>
    public string? PageToken { get; init; }
}

/// <summary>What accounts of an organization can be ordered by.</summary>
[JsonConverter(typeof(WireValueConverter<OrganizationAccountOrder>))]
public readonly record struct OrganizationAccountOrder : IWireValue<OrganizationAccountOrder>
{
    private readonly string? text;

    private OrganizationAccountOrder(string value) => text = value;

    /// <summary>By name: "account_name".</summary>
    public static OrganizationAccountOrder AccountName { get; } = new("account_name");

    /// <inheritdoc/>
    public string Value => text ?? "";

    /// <inheritdoc/>
    public bool IsKnown => Value is "account_name";

    /// <inheritdoc/>
    public static OrganizationAccountOrder FromWire(string value) => new(value);

    /// <summary>The text on the wire.</summary>
    public override string ToString() => Value;
}
