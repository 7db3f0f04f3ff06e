using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>What operators ask of the lists of all organizations and of all accounts.</summary>
internal sealed record ManagedListFilter(string? ExternalId, int PageSize, string? PageToken)
{
    /// <summary>The most rows that a page reads, the one that tells of another page among them.</summary>
    public const int MostRead = 1001;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("external_id", "string", "Exactly this external id, case-sensitive."),
        new("page_size", "integer", "Rows on a page.") { Minimum = 0, Maximum = MostRead - 1, Default = 10 },
        new("page_token", "string", "The next_page_token of the page before; the filter must be sent again."),
    ];

    public static ManagedListFilter Parse(QueryReader query)
    {
        var size = query.Integer("page_size", 0, MostRead - 1) ?? 0;
        return new(query.Text("external_id", ExternalIds.MaxLength), size == 0 ? 10 : size, query.Text("page_token", 2000));
    }

    /// <summary>What a page token is bound to; <paramref name="list"/> tells lists apart.</summary>
    public byte[] Binding(Caller caller, string list) => PageBinding.Of(list, caller, ExternalId);
}

/// <summary>A list that operators walk by page tokens, in the order of creation, without totals.</summary>
internal static class ManagedList
{
    /// <summary>
    /// Answers a page of the list; <paramref name="read"/> gets the filter, the key to go on after and how many rows to read, which is one more than shown.
    /// </summary>
    public static async ValueTask<Answer> AnswerAsync<T>(
        ApiRequest request, PageTokenCodec tokens, string list, Func<ManagedListFilter, long, int, ValueTask<List<T>>> read, Func<T, long> keyOf, WriteJson<T> write)
    {
        var filter = ManagedListFilter.Parse(request.Query);
        var binding = filter.Binding(request.Caller, list);
        var state = default(PageTokenState);
        if (filter.PageToken is not null && request.Errors.Count == 0 && tokens.TryRead(filter.PageToken, binding, out state) is { } fault)
            request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault)));
        if (request.Invalid is { } invalid) return invalid;
        var rows = await read(filter, state.LastKey, filter.PageSize + 1);
        var more = rows.Count > filter.PageSize;
        if (more) rows.RemoveAt(rows.Count - 1);
        return Answer.List(rows, write, json =>
        {
            if (more) json.WriteString("next_page_token"u8, tokens.Write(new(keyOf(rows[^1]), null), binding));
        });
    }
}
