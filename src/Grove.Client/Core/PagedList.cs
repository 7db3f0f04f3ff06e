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
    /// <summary>The page that the parameters of the call and of its options ask for.</summary>
    public Task<Page<T>> GetAsync(QueryBuilder query, CancellationToken cancellation) => GetNextAsync(Whole(query), cancellation);

    /// <summary>The page of a query that <see cref="Next"/> made.</summary>
    public async Task<Page<T>> GetNextAsync(QueryBuilder query, CancellationToken cancellation)
    {
        var call = new ApiCall(HttpMethod.Get, Path) { Query = query, Options = Options is { Query: not null } ? Options with { Query = null } : Options };
        var answer = await Transport.SendAsync(call, Type, cancellation).ConfigureAwait(false);
        if (Array.Exists(answer.Value, row => row is null)) throw Transport.Invalid(answer, "A row is null.");
        return new Page<T>(this, query, answer.Value, answer);
    }

    public AutoPages<T> All(QueryBuilder query, CancellationToken cancellation) => new(this, Whole(query), cancellation);

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

    // A page below the first is the first to a server, and so is one that is no number.
    private static long Number(QueryBuilder query) => long.TryParse(query.First("page"), CultureInfo.InvariantCulture, out var number) ? Math.Max(number, 1) : 1;

    // Once, at the beginning: put into each request it would ask for one page again and again when it says which.
    private QueryBuilder Whole(QueryBuilder query) => new QueryBuilder(query).Replace(Options?.Query);
}
