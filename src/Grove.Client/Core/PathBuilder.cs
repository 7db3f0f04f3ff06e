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

    public override string ToString() => path.ToString();
}
