using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Grove.Cli.Trees;

/// <summary>A YAML file as tokens, one at a time: the file is never in memory as a whole.</summary>
internal static class YamlTokens
{
    private const string TextTag = "tag:yaml.org,2002:str";

    public static IEnumerable<TreeToken> Read(Stream stream)
    {
        // Bytes that are no UTF-8 would else become other names than the file has.
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
        var parser = new Parser(text);
        var place = new Place(1, 1);
        var (depth, documents) = (0, 0);
        while (Next(parser, place) is { } happening)
        {
            place = new(happening.Start.Line, happening.Start.Column);
            switch (happening)
            {
                case DocumentStart when ++documents > 1:
                    throw new TreeSyntaxException(place, "A file holds one document.");
                case MappingStart or SequenceStart:
                    if (++depth > TreeToken.MaxDepth) throw new TreeSyntaxException(place, $"This is nested more than {TreeToken.MaxDepth} deep.");
                    RefuseTag((NodeEvent)happening, place, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq");
                    yield return new(happening is MappingStart ? TokenKind.MapStart : TokenKind.ListStart, "", place);
                    break;
                case MappingEnd or SequenceEnd:
                    depth--;
                    yield return new(happening is MappingEnd ? TokenKind.MapEnd : TokenKind.ListEnd, "", place);
                    break;
                case Scalar scalar:
                    RefuseTag(scalar, place, TextTag);
                    yield return new(IsNull(scalar) ? TokenKind.Null : TokenKind.Text, scalar.Value, place);
                    break;
                case AnchorAlias alias:
                    // An alias costs nothing to write and anything to follow.
                    throw new TreeSyntaxException(place, $"Aliases (*{TreeText.Short(alias.Value.Value)}) are not followed: write out what it stands for.");
            }
        }
        yield return new(TokenKind.End, "", place);
    }

    private static ParsingEvent? Next(Parser parser, Place before)
    {
        try
        {
            return parser.MoveNext() ? parser.Current : null;
        }
        catch (YamlException fault)
        {
            throw new TreeSyntaxException(new(fault.Start.Line, fault.Start.Column), $"This is not YAML: {TreeText.Short(fault.Message, 200)}");
        }
        catch (DecoderFallbackException)
        {
            throw new TreeSyntaxException(before, "From here on, or soon after, the file is not UTF-8.");
        }
    }

    private static bool IsNull(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Tag.IsEmpty: true } && scalar.Value is "" or "~" or "null" or "Null" or "NULL" && scalar.Style == ScalarStyle.Plain;

    private static void RefuseTag(NodeEvent node, Place place, params ReadOnlySpan<string> known)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific || known.Contains(node.Tag.Value)) return;
        throw new TreeSyntaxException(place, $"The tag {TreeText.Short(node.Tag.Value)} is not understood.");
    }
}
