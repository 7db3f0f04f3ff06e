using System.Runtime.CompilerServices;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class Page<T>
{
    private readonly PagedList<T> list;

    internal Page(PagedList<T> list, QueryBuilder query, T[] result, ApiResponse response)
    {
        this.list = list;
        Result = result;
        Response = response;
        Info = response.Envelope.Info ?? new();
        Next = list.Next(this, query);
    }

    /// <summary>The rows of this page.</summary>
    public IReadOnlyList<T> Result { get; }

    /// <summary>What the server says of this page and of the rest; without members when it says nothing.</summary>
    public ResultInfo Info { get; }

    /// <summary>The answer as it came.</summary>
    public ApiResponse Response { get; }

    /// <summary>True when there may be more: of a list with page numbers the last full page cannot be told from others, so an empty one may follow.</summary>
    public bool HasNextPage => Next is not null;

    internal QueryBuilder? Next { get; }

    /// <summary>Asks for the page after this one, with the same parameters.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">This is the last page.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<T>> GetNextPageAsync(CancellationToken cancellationToken = default) =>
        list.GetNextAsync(Next ?? throw new InvalidOperationException("This is the last page."), cancellationToken);

    /// <summary>This page and all after it, each asked for when it is reached.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<Page<T>> PagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var page = this; ; page = await page.GetNextPageAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return page;
            if (!page.HasNextPage) yield break;
        }
    }
}
