using System.Runtime.CompilerServices;
using System.Text;

namespace Grove.Client.Core;

/// <summary>A path from literals and ids; ids are percent-encoded, and those that would change the path are refused before anything is sent.</summary>
[InterpolatedStringHandler]
internal readonly ref struct PathBuilder(int literalLength, int formattedCount)
{
    private readonly StringBuilder path = new(literalLength + (40 * formattedCount));

    public void AppendLiteral(string text) => path.Append(text);

    public void AppendFormatted(string id, [CallerArgumentExpression(nameof(id))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id, name);
        if (id is "." or "..") throw new ArgumentException("An id cannot be a dot segment.", name);
        path.Append(Uri.EscapeDataString(id));
    }

    /// <summary>Refuses a path that would not reach the server as it is written.</summary>
    public static void CheckWhole(string path)
    {
        var end = path.IndexOf('?', StringComparison.Ordinal);
        var segments = (end < 0 ? path : path[..end]).Split('/');
        if (path.Contains('#', StringComparison.Ordinal) || segments.Any(segment => Uri.UnescapeDataString(segment) is "." or ".."))
            throw new ArgumentException("A path cannot have a fragment or a dot segment.", nameof(path));
    }

    public override string ToString() => path.ToString();
}
