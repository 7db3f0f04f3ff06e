using System.Globalization;
using Grove.Bench.Data;
using Grove.Cli.Trees;

namespace Grove.Bench.Trees;

/// <summary>
/// Writes a forest for <c>grove import</c>: trees of up to 2,000 organizations, ten levels deep, each with a profile and none to three accounts. Siblings are in
/// the order of their names, as an export has them, so that the two files can be compared byte by byte.
/// </summary>
internal static class TreeVerb
{
    private const int MostInTree = 2_000;
    private const int MostLevels = 10;

    public static void Run(Arguments arguments)
    {
        var path = arguments.Required("output");
        var random = new SplitMix((ulong)arguments.Number("seed", 1));
        var forest = Make(arguments.Number("organizations", 100_000), ref random);
        using (var stream = File.Create(path))
        {
            using TreeOutput output = path.EndsWith(".json", StringComparison.Ordinal) ? new JsonOutput(stream) : new YamlOutput(stream);
            TreeWriter.Write(output, forest);
        }
        var all = TreeOrganization.All(forest).ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Count:N0} organizations in {forest.Count:N0} trees, {all.Sum(organization => organization.Accounts.Count):N0} accounts, {new FileInfo(path).Length / 1e6:N1} MB: {path}"));
    }

    private static List<TreeOrganization> Make(int organizations, ref SplitMix random)
    {
        var forest = new List<TreeOrganization>();
        var tree = new List<(TreeOrganization Organization, List<TreeOrganization> Below, int Level)>();
        for (var number = 0; number < organizations; number++)
        {
            if (number % MostInTree == 0)
            {
                Close(tree);
                tree.Clear();
            }
            var made = Organization(number, ref random);
            var above = tree.Count == 0 ? default : tree[random.Next(tree.Count)];
            while (above.Level == MostLevels) above = tree[random.Next(tree.Count)];
            (above.Below ?? forest).Add(made);
            tree.Add((made, [], above.Level + 1));
        }
        Close(tree);
        return InOrder(forest);
    }

    private static TreeOrganization Organization(int number, ref SplitMix random)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Vocabulary.Name(ref random)} {number}");
        var accounts = new TreeAccount[random.Next(4)];
        for (var i = 0; i < accounts.Length; i++) accounts[i] = new() { Name = string.Create(CultureInfo.InvariantCulture, $"{Vocabulary.Name(ref random)} {number}.{i}") };
        return new()
        {
            Name = name,
            Profile = new()
            {
                BusinessName = name + " Ltd.",
                BusinessAddress = string.Create(CultureInfo.InvariantCulture, $"{1 + random.Next(400)} Grove Street\n{10_000 + random.Next(80_000)} Porto"),
                BusinessEmail = string.Create(CultureInfo.InvariantCulture, $"office@{number}.example.com"),
                BusinessPhone = string.Create(CultureInfo.InvariantCulture, $"+351 {random.Next(1_000_000_000):D9}"),
                ExternalMetadata = string.Create(CultureInfo.InvariantCulture, $$"""{"crm": {{random.Next(1_000_000)}}}"""),
            },
            Accounts = [.. accounts.OrderBy(account => account.Name, StringComparer.Ordinal)],
        };
    }

    private static void Close(List<(TreeOrganization Organization, List<TreeOrganization> Below, int Level)> tree)
    {
        foreach (var (organization, below, _) in tree) organization.Organizations = InOrder(below);
    }

    private static List<TreeOrganization> InOrder(IEnumerable<TreeOrganization> siblings) => [.. siblings.OrderBy(sibling => sibling.Name, StringComparer.Ordinal)];
}
