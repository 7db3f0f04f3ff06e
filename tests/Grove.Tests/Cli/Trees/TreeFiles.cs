using System.Text;
using Grove.Cli.Trees;

namespace Grove.Tests.Cli.Trees;

/// <summary>Files as texts, in both formats.</summary>
internal static class TreeFiles
{
    public static TreeFile Yaml(string text) => TreeReader.ReadYaml(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public static TreeFile Json(string text) => TreeReader.ReadJson(Encoding.UTF8.GetBytes(text));

    public static string WriteYaml(IEnumerable<TreeOrganization> forest) => Write(forest, static stream => new YamlOutput(stream));

    public static string WriteJson(IEnumerable<TreeOrganization> forest) => Write(forest, static stream => new JsonOutput(stream));

    /// <summary>A forest as one text, without the places where it stood in a file.</summary>
    public static string Shape(IEnumerable<TreeOrganization> forest) => WriteJson(forest);

    private static string Write(IEnumerable<TreeOrganization> forest, Func<Stream, TreeOutput> open)
    {
        using var stream = new MemoryStream();
        using (var output = open(stream)) TreeWriter.Write(output, forest);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
