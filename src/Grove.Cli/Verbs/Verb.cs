using System.Text.Json.Nodes;
using Grove.Cli.Output;

namespace Grove.Cli.Verbs;

/// <summary>How a list is paged.</summary>
internal enum Paging
{
    /// <summary>No list, or one that is answered whole.</summary>
    None,

    /// <summary><c>page_size</c> and <c>page_token</c>.</summary>
    Token,

    /// <summary><c>per_page</c> and <c>page</c>.</summary>
    Number,

    /// <summary><c>limit</c> and <c>cursor</c>.</summary>
    Cursor,
}

/// <summary>One operation of the API as a command: what is sent, and how the answer is shown.</summary>
/// <param name="Name">The words after the noun.</param>
/// <param name="Summary">What it does, for the help.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its parameters in braces: below the base URL, or from <c>/grove/v1/</c>.</param>
internal sealed record Verb(string Name, string Summary, HttpMethod Method, string Path)
{
    /// <summary>The parameters of the path, in order.</summary>
    public Parameter[] In { get; init; } = [];

    public Parameter[] Query { get; init; } = [];

    /// <summary>The members of the body; null when there is none.</summary>
    public Parameter[]? Body { get; init; }

    /// <summary>Members of the body around others, which null can take the place of.</summary>
    public string[] Unsettable { get; init; } = [];

    /// <summary>Members of the body that the verb itself says.</summary>
    public JsonObject? Says { get; init; }

    /// <summary>What a person must confirm, with parameters of the path in braces; null when the verb destroys nothing.</summary>
    public string? Question { get; init; }

    public Paging Paging { get; init; }

    /// <summary>The columns of a list.</summary>
    public Column[] Columns { get; init; } = [];

    /// <summary>The member of an answer that shows a secret this once; <c>--quiet</c> shows it too.</summary>
    public string? Secret { get; init; }

    /// <summary>True when the path is below the root of the server.</summary>
    public bool AtRoot { get; init; }

    /// <summary>The members of the body that <c>--unset</c> takes, by what they are called there.</summary>
    public IEnumerable<string> Nullable => Unsettable.Concat((Body ?? []).Where(parameter => parameter.Nullable).Select(parameter => parameter.Wire)).Select(wire => wire.Replace('_', '-'));

    public bool Changes => Method != HttpMethod.Get;

    /// <summary>All parameters of the query, those of paging at the end.</summary>
    public IEnumerable<Parameter> WholeQuery => Query.Concat(PageParameters.Of(Paging));
}

/// <summary>The parameters with which pages of a list are asked for.</summary>
internal static class PageParameters
{
    private static readonly Parameter[] Token =
        [new("--page-size", "page_size", "Rows on a page, up to 1000"), new("--page-token", "page_token", "The page after another")];

    private static readonly Parameter[] Number = [new("--per-page", "per_page", "Rows on a page, 5 to 50"), new("--page", "page", "The number of the page, from 1")];
    private static readonly Parameter[] Cursor = [new("--limit", "limit", "Rows on a page, up to 1000"), new("--cursor", "cursor", "The page after another")];

    public static Parameter[] Of(Paging paging) => paging switch
    {
        Paging.Token => Token,
        Paging.Number => Number,
        Paging.Cursor => Cursor,
        _ => [],
    };
}
