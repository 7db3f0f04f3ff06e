using System.Text.Json;

namespace Grove.Client;

/// <summary>Resources of an account that a policy is about. Cloudflare only.</summary>
public sealed record ResourceGroup : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name; not needed in a request.</summary>
    public string? Name { get; init; }

    /// <summary>What else there is to it; not needed in a request.</summary>
    public ResourceGroupMeta? Meta { get; init; }

    /// <summary>What it holds, as an object or an array of objects with <c>key</c> and <c>objects</c>; not needed in a request.</summary>
    public JsonElement? Scope { get; init; }
}

/// <summary>What else there is to a resource group.</summary>
public sealed record ResourceGroupMeta : ApiObject
{
    /// <summary>What it says something of.</summary>
    public string? Key { get; init; }

    /// <summary>What it says.</summary>
    public string? Value { get; init; }
}
