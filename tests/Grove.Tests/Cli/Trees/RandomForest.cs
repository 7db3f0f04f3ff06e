using System.Text;
using Grove.Cli.Trees;

namespace Grove.Tests.Cli.Trees;

/// <summary>Forests with every kind of text that a file may hold, the same for the same seed.</summary>
internal sealed class RandomForest(int seed)
{
    // What other readers take for numbers, dates, truth, nothing, or marks of YAML.
    private static readonly string[] Traps =
    [
        "null", "Null", "~", "true", "no", "Yes", "1", "1e3", "0x1F", "2026-11-24", "12:30:00", ".inf", "- a", "? a", ": a", "a: b", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a",
        "@a", "`a", "{a", "[a", "a]", "a,b", "\"a\"", "'a'", "a'b", "a\\nb", "<<", "=", "---", "...", "é", "e\u0301", "漢字", "😀", "\u00A0x\u00A0y", "a\u2028b", "\uFEFFa", "a\u200Bb", "\uFFFE", "n", "on",
    ];

    private readonly Random random = new(seed);

    public List<TreeOrganization> Make(int organizations)
    {
        var roots = new List<TreeOrganization>();
        var all = new List<TreeOrganization>();
        for (var i = 0; i < organizations; i++)
        {
            var made = new TreeOrganization
            {
                Name = Name(i),
                ExternalId = Maybe(() => $"{i} {Trap()}"),
                Profile = Maybe(Profile),
                Members = [.. Some(member => new TreeMember { Email = $"m{member}@example.com", Status = Maybe(() => "active"), Roles = Maybe(() => (IReadOnlyList<string>)["Organization Read Only"]) })],
                Accounts = [.. Some(account => new TreeAccount
                {
                    Name = Name(account),
                    Type = Maybe(() => "enterprise"),
                    ExternalId = Maybe(() => $"{i}.{account} {Trap()}"),
                    Profile = Maybe(Profile),
                    Settings = Maybe(() => new TreeSettings { AbuseContactEmail = "a@example.com", EnforceTwofactor = random.Next(2) == 0 }),
                    Members = [.. Some(member => new TreeMember { Email = $"a{member}@example.com", Status = "accepted", Roles = ["Administrator"] })],
                })],
            };
            if (all.Count == 0 || random.Next(5) == 0) roots.Add(made);
            else AddBelow(all[random.Next(all.Count)], made);
            all.Add(made);
        }
        return roots;
    }

    private static void AddBelow(TreeOrganization above, TreeOrganization below) => above.Organizations = [.. above.Organizations, below];

    private T? Maybe<T>(Func<T> make) where T : class => random.Next(2) == 0 ? make() : null;

    private IEnumerable<T> Some<T>(Func<int, T> make) => Enumerable.Range(0, random.Next(3)).Select(make);

    // The number keeps siblings apart; it stands last or first, so that traps are met at either end.
    private string Name(int number) => random.Next(3) switch
    {
        0 => $"{Trap()}{number}",
        1 => $"{number}{Trap()}",
        _ => $"Organization {number}",
    };

    private string Trap()
    {
        var trap = Traps[random.Next(Traps.Length)];
        return trap.Trim('\u00A0');
    }

    private TreeProfile Profile() => new()
    {
        BusinessName = Maybe(Trap),
        BusinessAddress = Maybe(() => $"Line 1\nLine 2\r\n\t{Trap()}\n\n"),
        BusinessEmail = Maybe(() => "a@b"),
        BusinessPhone = Maybe(() => " +351 "),
        ExternalMetadata = Maybe(() => new StringBuilder().Append("{\"a\": \"").Append('\u0085', random.Next(3)).Append('\u0001').Append("\"}").ToString()),
    };
}
