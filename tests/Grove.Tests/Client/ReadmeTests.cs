using System.Text.RegularExpressions;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>What the README of the SDK says of its resources. Its examples are compiled and run in Grove.Conformance.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Its_table_has_every_resource_and_method() => Assert.Equal(
        Resources("client", typeof(GroveClient)).Order(StringComparer.Ordinal),
        Row().Matches(Repository.Read("src/Grove.Client/README.md")).Select(row => row.Value));

    private static IEnumerable<string> Resources(string path, Type type)
    {
        var methods = type.GetMethods().Select(method => method.Name).Where(name => name.EndsWith("Async", StringComparison.Ordinal))
            .Select(name => name[..^"Async".Length].Replace("AutoPaging", "", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (type != typeof(GroveClient) && methods.Count > 0) yield return $"| `{path}` | {string.Join(", ", methods)} |";
        foreach (var property in type.GetProperties().Where(property => property.PropertyType.Name.EndsWith("Service", StringComparison.Ordinal)))
        {
            foreach (var row in Resources($"{path}.{property.Name}", property.PropertyType)) yield return row;
        }
    }

    [GeneratedRegex(@"^\| `client\..*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
