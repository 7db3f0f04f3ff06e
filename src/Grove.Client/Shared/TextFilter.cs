using Grove.Client.Core;

namespace Grove.Client;

/// <summary>What a text must be like, whatever the case; several must all hold. Each up to 200 characters.</summary>
public sealed record TextFilter
{
    /// <summary>What it is.</summary>
    public string? Is { get; init; }

    /// <summary>What it begins with.</summary>
    public string? StartsWith { get; init; }

    /// <summary>What it ends with.</summary>
    public string? EndsWith { get; init; }

    /// <summary>What it contains.</summary>
    public string? Contains { get; init; }
}

internal static class TextFilterQuery
{
    public static QueryBuilder Add(this QueryBuilder query, string name, TextFilter? filter) => query
        .Add(name, filter?.Is)
        .Add(name + ".startsWith", filter?.StartsWith)
        .Add(name + ".endsWith", filter?.EndsWith)
        .Add(name + ".contains", filter?.Contains);
}
