using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>Filter, order and paging of <c>GET /accounts</c>. What is left out does not filter.</summary>
public sealed record AccountListParams
{
    /// <summary>Only accounts with exactly this name.</summary>
    public string? Name { get; init; }

    /// <summary>The direction of the order. Default: ascending.</summary>
    public SortDirection? Direction { get; init; }

    /// <summary>The number of the page, from 1, the default.</summary>
    public int? Page { get; init; }

    /// <summary>Rows on a page, 5 to 50. Default: 20.</summary>
    public int? PerPage { get; init; }
}

/// <summary>A new account.</summary>
public sealed record AccountCreateParams
{
    /// <summary>1 to 100 characters, without white space at either end.</summary>
    public required string Name { get; init; }

    /// <summary>Its type. Default: standard.</summary>
    public AccountType? Type { get; init; }

    /// <summary>The organization to create it in. Left out, the account is free and the caller's.</summary>
    public OrganizationReference? Unit { get; init; }

    /// <summary>True for a free account where that must be said; not together with <see cref="Unit"/>, and never false.</summary>
    public bool? Standalone { get; init; }

    /// <summary>Its settings. Grove only: Cloudflare takes them with a change.</summary>
    public AccountSettingsParams? Settings { get; init; }
}

/// <summary>A change of an account.</summary>
public sealed record AccountUpdateParams
{
    /// <summary>The name, also when it stays; 1 to 100 characters, without white space at either end.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the account again, which Cloudflare's reference asks for and Grove ignores.</summary>
    public string? Id { get; init; }

    /// <summary>The present type, which Cloudflare's reference asks for; another one is refused.</summary>
    public AccountType? Type { get; init; }

    /// <summary>Other settings. Left out, they stay.</summary>
    public AccountSettingsParams? Settings { get; init; }
}

/// <summary>Settings of an account in a request. What is left out stays; null is the default.</summary>
public sealed record AccountSettingsParams
{
    /// <summary>Where abuse of the account is reported to; null for nowhere in particular.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<string>))]
    public Optional<string?> AbuseContactEmail { get; init; }

    /// <summary>Whether members must have two-factor authentication; null for the default, that they need not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault), JsonConverter(typeof(OptionalConverter<bool?>))]
    public Optional<bool?> EnforceTwofactor { get; init; }
}
