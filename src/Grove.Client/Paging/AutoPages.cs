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
    /// <exception cref="GroveException">A call failed.</exception>
    public async IAsyncEnumerable<Page<T>> AsPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = query; next is not null;)
        {
            var page = await GetAsync(next, cancellationToken).ConfigureAwait(false);
            yield return page;
            next = page.Next;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in page.Result)
            {
                cancellation.ThrowIfCancellationRequested();
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }
        }
    }

    // Either token gives up, and the exception names that one.
    private async Task<Page<T>> GetAsync(QueryBuilder next, CancellationToken second)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, second);
        try
        {
            return await list.GetNextAsync(next, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            second.ThrowIfCancellationRequested();
            throw;
        }
    }
}
