namespace Grove.Server.Storage;

internal sealed class PostgresDialect : SqlDialect
{
    // Numbers that no other program on the same database is likely to use.
    public const long ForestLock = 7_240_167_301;
    public const long MigrationLock = 7_240_167_302;

    public override string ForUpdate => " for update";
    public override string ForChange => " for no key update";
    public override string ForReference => " for key share";

    // set_config comes first and counts at once: the lock already waits no longer than that.
    public override Sql LockForestShared { get; } =
        new($"select set_config('lock_timeout', '5000', true), pg_advisory_xact_lock_shared({ForestLock})");

    public override Sql LockForestAlone { get; } =
        new($"select set_config('lock_timeout', '5000', true), pg_advisory_xact_lock({ForestLock})");

    public override Sql SetLockTimeout { get; } = new("select set_config('lock_timeout', cast(@milliseconds as text), true)");

    public override Sql WithoutCompiling { get; } = new("select set_config('jit', 'off', true)");

    public override bool ChangesInParts => true;

    public override string InTexts(string expression, string parameter) => $"{expression} = any({parameter})";

    public override string InIntegers(string expression, string parameter) => $"{expression} = any({parameter})";

    public override string Items(string parameter) => $"select value, place - 1 as place from unnest({parameter}) with ordinality as items (value, place)";

    public override string Position(string haystack, string needle) => $"strpos({haystack}, {needle})";

    public override string FirstOfEach(string scope, string limit) =>
        $"""
        select s.key as root, d.descendant as key, d.depth as depth
        from {Relation(scope)} s cross join lateral (
          select c.descendant, c.depth from closure c where c.ancestor = s.key and c.descendant > @after
          order by c.descendant limit {limit}) d
        """;

    // Nothing tells the planner that a join of two indexes is in order: it sorts what one organization has, so it must not have all.
    public override string JoinAccounts(string organization, string direction, string limit) =>
        $"cross join lateral (select x.key from accounts x where x.organization_key = {organization} order by x.key {direction} limit {limit}) a";

    // The offset keeps this a range of the index for each root, whatever the planner thinks of their number.
    public override string RangeOfEach(string scope, string after, string through) =>
        $"""
        select d.descendant as key from {scope} s cross join lateral (
          select c.descendant from closure c where c.ancestor = s.key and c.descendant > {after} and c.descendant <= {through}
          order by c.descendant offset 0) d
        """;

    public override bool ReadsGramsInOrder => false;

    public override string GramsAfter(string after) =>
        $"""
        select x.key from (
          select organization_key as key from organization_grams where grams @> @grams and {after} is not null offset 0) x
        where x.key > {after} order by x.key offset 0
        """;

    // As one condition the planner would rather read all that is below a large ancestor. The offset keeps it from joining in another way.
    public override Sql CutPairs { get; } = new(
        """
        delete from closure where ctid = any(array(
          select pair.ctid from unnest(@below) as below (key) cross join lateral (
            select c.ctid from closure c where c.descendant = below.key and c.ancestor = any(@above) offset 0) pair))
        """);

    // The offset keeps conditions on the key out: the planner would read half the primary key to narrow a handful of rows.
    public override string WithGrams => "select organization_key as key from organization_grams where grams @> @grams offset 0";

    public override SqlArg Grams(int[] grams) => ("grams", grams);

    public override Sql PutGrams { get; } = new(
        """
        insert into organization_grams (organization_key, grams) values (@key, @grams)
        on conflict (organization_key) do update set grams = excluded.grams
        """);

    public override Sql InsertGramsById { get; } =
        new("insert into organization_grams (organization_key, grams) select key, @grams from organizations where id = @id");

    public override Sql DeleteGrams { get; } = new("delete from organization_grams where organization_key = @key");
}
