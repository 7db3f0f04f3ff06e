using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Grove.Cli.Trees;

/// <summary>Where a tree is written to: a map of members, some of which are maps and lists again.</summary>
internal abstract class TreeOutput : IDisposable
{
    /// <summary>Begins the file, or an item of a list that has members.</summary>
    public abstract void Begin();

    public abstract void End();

    public abstract void BeginMap(string name);

    public abstract void EndMap();

    public abstract void EmptyMap(string name);

    public abstract void BeginList(string name);

    public abstract void EndList();

    public abstract void Text(string name, string text);

    public abstract void Truth(string name, bool value);

    /// <summary>An item of a list that is text.</summary>
    public abstract void Item(string text);

    /// <summary>Sends what is held back on its way.</summary>
    public abstract void Dispose();
}

/// <summary>Writes JSON, indented, with letters as they are.</summary>
internal sealed class JsonOutput(Stream stream) : TreeOutput
{
    private readonly Utf8JsonWriter json = new(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = TreeToken.MaxDepth });

    public override void Begin()
    {
        if (json.BytesPending > 1 << 16) json.Flush();
        json.WriteStartObject();
    }

    public override void End() => json.WriteEndObject();

    public override void BeginMap(string name) => json.WriteStartObject(name);

    public override void EndMap() => json.WriteEndObject();

    public override void EmptyMap(string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }

    public override void BeginList(string name) => json.WriteStartArray(name);

    public override void EndList() => json.WriteEndArray();

    public override void Text(string name, string text) => json.WriteString(name, text);

    public override void Truth(string name, bool value) => json.WriteBoolean(name, value);

    public override void Item(string text) => json.WriteStringValue(text);

    public override void Dispose()
    {
        json.Flush();
        stream.WriteByte((byte)'\n');
        json.Dispose();
    }
}

/// <summary>
/// Writes the YAML that everybody reads alike: what another reader could take for a number, a date, a truth value or a mark of YAML is in double quotes.
/// </summary>
internal sealed class YamlOutput(Stream stream) : TreeOutput
{
    // Of more a plain text may consist, but not wherever it stands.
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._-/@+()");
    private static readonly HashSet<string> Words = new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    private readonly StreamWriter text = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
    private int indent = -1;
    private bool first;

    public override void Begin()
    {
        indent++;
        // The first member of an item stands behind its dash.
        first = indent > 0;
    }

    public override void End() => indent--;

    public override void BeginMap(string name)
    {
        Name(name);
        text.Write('\n');
        indent++;
    }

    public override void EndMap() => indent--;

    public override void EmptyMap(string name)
    {
        Name(name);
        text.Write(" {}\n");
    }

    public override void BeginList(string name)
    {
        Name(name);
        text.Write('\n');
        indent++;
    }

    public override void EndList() => indent--;

    public override void Text(string name, string text)
    {
        Name(name);
        this.text.Write(' ');
        Value(text);
    }

    public override void Truth(string name, bool value)
    {
        Name(name);
        text.Write(value ? " true\n" : " false\n");
    }

    public override void Item(string text)
    {
        Indent(indent);
        this.text.Write("- ");
        Value(text);
    }

    public override void Dispose() => text.Dispose();

    private void Name(string name)
    {
        if (first)
        {
            Indent(indent - 1);
            text.Write("- ");
            first = false;
        }
        else
        {
            Indent(indent);
        }
        text.Write(name);
        text.Write(':');
    }

    private void Indent(int levels)
    {
        for (var i = 0; i < levels; i++) text.Write("  ");
    }

    private void Value(string value)
    {
        if (IsPlain(value)) text.Write(value);
        else Quoted(value);
        text.Write('\n');
    }

    private static bool IsPlain(string value) =>
        value.Length > 0 && char.IsAsciiLetter(value[0]) && value[^1] != ' ' && !value.AsSpan().ContainsAnyExcept(Plain) && !Words.Contains(value);

    private void Quoted(string value)
    {
        text.Write('"');
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': text.Write("\\\""); break;
                case '\\': text.Write("\\\\"); break;
                case '\n': text.Write("\\n"); break;
                case '\r': text.Write("\\r"); break;
                case '\t': text.Write("\\t"); break;
                // YAML breaks lines at, or does not allow, what is not printable.
                case < 0x20 or (>= 0x7F and <= 0xA0) or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF:
                    text.Write("\\u");
                    text.Write(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
                    break;
                case > 0xFFFF:
                    text.Write("\\U");
                    text.Write(rune.Value.ToString("X8", CultureInfo.InvariantCulture));
                    break;
                default: text.Write(rune.ToString()); break;
            }
        }
        text.Write('"');
    }
}
