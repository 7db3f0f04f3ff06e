using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Grove.Cli.Trees;

/// <summary>A JSON file as tokens.</summary>
internal sealed class JsonTokens
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = TreeToken.MaxDepth };
    private readonly ReadOnlyMemory<byte> file;
    private JsonReaderState state = new(Strict);
    private int consumed;

    // Where the line begins that the token before was on: lines are counted as far as tokens were read.
    private int counted;
    private int lineStart;
    private long line = 1;

    private JsonTokens(ReadOnlyMemory<byte> file) => this.file = file;

    public static IEnumerable<TreeToken> Read(byte[] file)
    {
        var tokens = new JsonTokens(file.AsMemory(file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
        tokens.RefuseBadText();
        TreeToken token;
        do
        {
            token = tokens.Next();
            yield return token;
        }
        while (token.Kind != TokenKind.End);
    }

    private TreeToken Next()
    {
        var reader = new Utf8JsonReader(file.Span[consumed..], isFinalBlock: true, state);
        try
        {
            if (!reader.Read()) return new(TokenKind.End, "", PlaceOf(file.Length));
            var start = consumed + (int)reader.TokenStartIndex;
            consumed += (int)reader.BytesConsumed;
            state = reader.CurrentState;
            return Token(ref reader, PlaceOf(start));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            var place = PlaceOf(Math.Min(consumed + (int)reader.BytesConsumed, file.Length));
            // The reader counts lines from 0, and columns in bytes from the start of what it was given.
            if (fault is JsonException { LineNumber: { } faultLine } && faultLine + 1 > place.Line) place = new(faultLine + 1, 1);
            throw new TreeSyntaxException(place, $"This is not JSON: {Reason(fault.Message)}");
        }
    }

    private static TreeToken Token(ref Utf8JsonReader reader, Place place) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new(TokenKind.MapStart, "", place),
        JsonTokenType.EndObject => new(TokenKind.MapEnd, "", place),
        JsonTokenType.StartArray => new(TokenKind.ListStart, "", place),
        JsonTokenType.EndArray => new(TokenKind.ListEnd, "", place),
        JsonTokenType.PropertyName or JsonTokenType.String => new(TokenKind.Text, reader.GetString()!, place),
        JsonTokenType.Null => new(TokenKind.Null, "null", place),
        _ => new(TokenKind.Literal, Encoding.UTF8.GetString(reader.ValueSpan), place),
    };

    private Place PlaceOf(int position)
    {
        var passed = file.Span[counted..position];
        for (int next; (next = passed.IndexOf((byte)'\n')) >= 0; passed = passed[(next + 1)..])
        {
            line++;
            lineStart = position - passed.Length + next + 1;
        }
        counted = position;
        return new(line, Encoding.UTF8.GetCharCount(file.Span[lineStart..position]) + 1);
    }

    private void RefuseBadText()
    {
        if (Utf8.IsValid(file.Span)) return;
        Utf8.ToUtf16(file.Span, new char[file.Length], out var good, out _, replaceInvalidSequences: false);
        throw new TreeSyntaxException(PlaceOf(good), "The file is not UTF-8 here.");
    }

    private static string Reason(string message) => TreeText.Short(message.Split(" LineNumber: ")[0].Split(" Path: ")[0], 200);
}
