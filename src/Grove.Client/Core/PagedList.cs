using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Grove.Client.Core;

/// <summary>How a list says where its next page is.</summary>
internal enum Paging
{
    /// <summary>By <c>next_page_token</c>, which goes into <c>page_token</c>.</summary>
    Token,

    /// <summary>By counting: the page after a page with rows. Totals may be left out or stale, so they don't matter; the official clients do the same.</summary>
    Number,

    /// <summary>By <c>cursors.after</c> or <c>cursor</c>, which goes into <c>cursor</c>.</summary>
    Cursor,

    /// <summary>There is one page.</summary>
    Single,
}

/// <summary>A list of the API: how to ask for one of its pages.</summary>
internal sealed record PagedList<T>(Transport Transport, ApiPath Path, Paging Paging, JsonTypeInfo<T[]> Type, RequestOptions? Options)
{
    public async Task<Page<T>> GetAsync(QueryBuilder query, CancellationToken cancellation)
    {
        var answer = await Transport.SendAsync(new ApiCall(HttpMethod.Get, Path) { Query = query, Options = Options }, Type, cancellation).ConfigureAwait(false);
        return new Page<T>(this, query, answer.Value, answer);
    }

    public AutoPages<T> All(QueryBuilder query, CancellationToken cancellation) => new(this, query, cancellation);

    /// <summary>The query of the page after this one; null when it is the last.</summary>
    public QueryBuilder? Next(Page<T> page, QueryBuilder query) => Paging switch
    {
        Paging.Token => After(page.Info.NextPageToken, "page_token", query),
        Paging.Cursor => After(page.Info.Cursors?.After is { Length: > 0 } after ? after : page.Info.Cursor, "cursor", query),
        Paging.Number when page.Result.Count > 0 => new QueryBuilder(query).Replace("page", (Number(query) + 1).ToString(CultureInfo.InvariantCulture)),
        _ => null,
    };

    // A server that answers a page with the token of that very page would be asked for it forever.
    private static QueryBuilder? After(string? token, string parameter, QueryBuilder query) =>
        string.IsNullOrEmpty(token) || token == query.First(parameter) ? null : new QueryBuilder(query).Replace(parameter, token);

    private static int Number(QueryBuilder query) => int.TryParse(query.First("page"), CultureInfo.InvariantCulture, out var number) ? number : 1;
}
