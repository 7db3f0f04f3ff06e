using Grove.Cli.Names;

namespace Grove.Cli.Verbs;

/// <summary>How the text of a parameter becomes a value of the request.</summary>
internal enum Kind
{
    Text,

    /// <summary>true or false.</summary>
    Truth,

    /// <summary>Given several times: an array, or a query parameter that repeats.</summary>
    Texts,

    /// <summary>Given several times, each a JSON object: an array.</summary>
    Objects,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>Never on the command line, where <c>ps</c> shows it: a line of standard input, or asked for.</summary>
    Secret,
}

/// <summary>One thing that a request says, and how it is written on the command line. The API judges the value.</summary>
/// <param name="Name">An option with its dashes, or the name of an argument, in capitals.</param>
/// <param name="Wire">Its name in the query or in braces in the path; in a body, the names from the outermost in, with dots.</param>
/// <param name="Help">What it is.</param>
internal sealed record Parameter(string Name, string Wire, string Help)
{
    public Kind Kind { get; init; }

    /// <summary>What the text may be the name of, instead of the id that the API asks for.</summary>
    public Resource? Named { get; init; }

    /// <summary>Values that are known; offered by completion, judged by the API.</summary>
    public string[] Choices { get; init; } = [];

    public bool Required { get; init; }

    /// <summary>Null means something: <c>--unset</c> takes it.</summary>
    public bool Nullable { get; init; }

    /// <summary>A text that is no name, but sent as it is.</summary>
    public string? Literal { get; init; }

    public bool IsOption => Name.StartsWith('-');
}
