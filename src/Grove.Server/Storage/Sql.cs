namespace Grove.Server.Storage;

/// <summary>
/// A statement with <c>@name</c> parameters, made once and kept: engines cache its prepared form by reference. An empty text is
/// a statement that the engine does not need; it is skipped and answers no rows.
/// </summary>
internal sealed class Sql
{
    public Sql(string text)
    {
        Text = text;
        Parameters = FindParameters(text);
    }

    /// <summary>The text as SQLite reads it.</summary>
    public string Text { get; }

    /// <summary>
    /// True when it reads a bounded number of rows, whatever the data, in less than a millisecond: nobody minds waiting for it, so on PostgreSQL it
    /// may share a round trip with others of its kind.
    /// </summary>
    public bool IsBrief { get; init; }

    /// <summary>The names of the parameters, each once, in order of first use, without the <c>@</c>.</summary>
    public IReadOnlyList<string> Parameters { get; }

    private static List<string> FindParameters(string text)
    {
        var names = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            // A parameter starts with a letter, so PostgreSQL's @> operator is none.
            if (text[i] != '@' || i + 1 >= text.Length || !char.IsAsciiLetter(text[i + 1])) continue;
            var end = i + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
            var name = text[(i + 1)..end];
            if (!names.Contains(name)) names.Add(name);
            i = end - 1;
        }
        return names;
    }
}

/// <summary>The type of a parameter; null keeps its type, as PostgreSQL wants to know it.</summary>
internal enum SqlType
{
    Integer,
    Text,
    Blob,
    TextArray,
    IntegerArray,
    Int32Array,
}

/// <summary>A named argument. Times are integers (UTC microseconds), truth values 0 and 1. Arrays travel as JSON text on SQLite.</summary>
internal readonly struct SqlArg
{
    private SqlArg(string name, SqlType type, long integer, object? reference, bool isNull) =>
        (Name, Type, Integer, Reference, IsNull) = (name, type, integer, reference, isNull);

    public string Name { get; }
    public SqlType Type { get; }
    public long Integer { get; }

    /// <summary>The string, byte[], string[], long[] or int[].</summary>
    public object? Reference { get; }
    public bool IsNull { get; }

    public static implicit operator SqlArg((string Name, long Value) a) => new(a.Name, SqlType.Integer, a.Value, null, false);
    public static implicit operator SqlArg((string Name, int Value) a) => new(a.Name, SqlType.Integer, a.Value, null, false);
    public static implicit operator SqlArg((string Name, bool Value) a) => new(a.Name, SqlType.Integer, a.Value ? 1 : 0, null, false);
    public static implicit operator SqlArg((string Name, long? Value) a) => new(a.Name, SqlType.Integer, a.Value ?? 0, null, a.Value is null);
    public static implicit operator SqlArg((string Name, string? Value) a) => new(a.Name, SqlType.Text, 0, a.Value, a.Value is null);
    public static implicit operator SqlArg((string Name, byte[]? Value) a) => new(a.Name, SqlType.Blob, 0, a.Value, a.Value is null);
    public static implicit operator SqlArg((string Name, string[] Value) a) => new(a.Name, SqlType.TextArray, 0, a.Value, false);
    public static implicit operator SqlArg((string Name, long[] Value) a) => new(a.Name, SqlType.IntegerArray, 0, a.Value, false);
    public static implicit operator SqlArg((string Name, int[] Value) a) => new(a.Name, SqlType.Int32Array, 0, a.Value, false);
}
