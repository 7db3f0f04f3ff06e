using System.Globalization;
using System.Text;

namespace Grove.Server.Storage;

internal sealed class SqliteDialect : SqlDialect
{
    public override bool SeeksByPairs => false;

    private static readonly Sql Nothing = new("");

    public override string ForUpdate => "";
    public override string ForChange => "";
    public override string ForReference => "";
    public override Sql LockForestShared => Nothing;
    public override Sql LockForestAlone => Nothing;
    public override Sql SetLockTimeout => Nothing;
    public override Sql WithoutCompiling => Nothing;
    public override bool ChangesInParts => false;

    public override string InTexts(string expression, string parameter) => $"{expression} in (select value from json_each({parameter}))";

    public override string InIntegers(string expression, string parameter) => $"{expression} in (select value from json_each({parameter}))";

    public override string Items(string parameter) => $"select value, key as place from json_each({parameter})";

    public override string Position(string haystack, string needle) => $"instr({haystack}, {needle})";

    // There is no lateral join, so each root's range ends at its limit-th descendant. Cross join keeps the roots outside.
    public override string FirstOfEach(string scope, string limit) =>
        $"""
        select s.key as root, c.descendant as key, c.depth as depth
        from {Relation(scope)} s cross join closure c
        where c.ancestor = s.key and c.descendant > @after and c.descendant <= coalesce((
          select b.descendant from closure b where b.ancestor = s.key and b.descendant > @after
          order by b.descendant limit 1 offset ({limit}) - 1), 9223372036854775807)
        """;

    public override string JoinAccounts(string organization, string direction, string limit) => $"join accounts a on a.organization_key = {organization}";

    public override string RangeOfEach(string scope, string after, string through) =>
        $"select c.descendant as key from {scope} s cross join closure c where c.ancestor = s.key and c.descendant > {after} and c.descendant <= {through}";

    public override bool ReadsGramsInOrder => true;

    public override string GramsAfter(string after) =>
        $"select x.rowid as key from organization_grams x where x.organization_grams match @grams and x.rowid > {after} order by x.rowid";

    public override Sql CutPairs { get; } = new(
        """
        delete from closure
        where descendant in (select value from json_each(@below)) and ancestor in (select value from json_each(@above))
        """);

    public override string WithGrams => "select rowid as key from organization_grams where organization_grams match @grams";

    // Tokens of [0-9a-f] pass the tokenizer whole, and are never taken for FTS5's operators, which are in capitals.
    public override SqlArg Grams(int[] grams)
    {
        var text = new StringBuilder(grams.Length * 8);
        foreach (var gram in grams) text.Append(text.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{gram:x}");
        return ("grams", text.ToString());
    }

    public override Sql PutGrams { get; } = new("insert or replace into organization_grams (rowid, grams) values (@key, @grams)");

    public override Sql InsertGramsById { get; } =
        new("insert into organization_grams (rowid, grams) select key, @grams from organizations where id = @id");

    public override Sql DeleteGrams { get; } = new("delete from organization_grams where rowid = @key");
}
