namespace Grove.Cli.Trees;

/// <summary>What a file is made of, in either format.</summary>
internal enum TokenKind
{
    MapStart,
    MapEnd,
    ListStart,
    ListEnd,
    Text,
    Null,

    /// <summary>A number or a truth value of JSON. In YAML these are text: only the reader knows whether <c>2026-01-01</c> is meant as a name.</summary>
    Literal,

    End,
}

/// <summary>One of them. The name of a member is a <see cref="TokenKind.Text"/> before its value.</summary>
internal readonly record struct TreeToken(TokenKind Kind, string Text, Place Place)
{
    /// <summary>The deepest nesting of lists and members that is read on; far more than the deepest forest needs.</summary>
    public const int MaxDepth = 400;
}

/// <summary>The file cannot be read beyond this place.</summary>
internal sealed class TreeSyntaxException(Place place, string message) : Exception(message)
{
    public Place Place { get; } = place;
}
