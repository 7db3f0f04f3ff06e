using System.Text.Json;

namespace Grove.Server.Http;

/// <summary>The page of a list by page number that is asked for; numbers out of range are taken for the nearest.</summary>
internal readonly record struct PageNumber(int Page, int PerPage)
{
    private const int DefaultPerPage = 20;
    private const int Least = 5;
    private const int Most = 50;

    /// <summary>What an endpoint declares for it.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("page", "number", "The number of the page.") { Minimum = 1, Default = 1 },
        new("per_page", "number", "Rows on a page.") { Minimum = Least, Maximum = Most, Default = DefaultPerPage },
    ];

    /// <summary>How many rows come before the page.</summary>
    public long Skip => (Page - 1L) * PerPage;

    public static PageNumber Parse(QueryReader query) =>
        new(query.ClampedPage("page", 1, 1, int.MaxValue), query.ClampedPage("per_page", DefaultPerPage, Least, Most));

    /// <summary>Writes <c>result_info</c>; the totals are left out when <paramref name="total"/> is not known.</summary>
    public void Write(Utf8JsonWriter json, int count, long? total)
    {
        json.WriteNumber("page"u8, Page);
        json.WriteNumber("per_page"u8, PerPage);
        json.WriteNumber("count"u8, count);
        if (total is not { } rows) return;
        json.WriteNumber("total_count"u8, rows);
        json.WriteNumber("total_pages"u8, (rows + PerPage - 1) / PerPage);
    }

    /// <summary>The page of a list that is all there.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> all) => Skip >= all.Count ? [] : [.. all.Skip((int)Skip).Take(PerPage)];
}
