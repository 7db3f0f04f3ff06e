using System.Runtime.CompilerServices;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>All rows of a list, page by page as they are reached. Enumerating again asks again.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class AutoPages<T> : IAsyncEnumerable<T>
{
    private readonly PagedList<T> list;
    private readonly QueryBuilder query;
    private readonly CancellationToken cancellation;

    internal AutoPages(PagedList<T> list, QueryBuilder query, CancellationToken cancellation) => (this.list, this.query, this.cancellation) = (list, query, cancellation);

    /// <summary>The pages instead of the rows.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<Page<T>> AsPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, cancellationToken);
        var first = await list.GetAsync(query, both.Token).ConfigureAwait(false);
        await foreach (var page in first.PagesAsync(both.Token).ConfigureAwait(false)) yield return page;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in page.Result) yield return row;
        }
    }
}
