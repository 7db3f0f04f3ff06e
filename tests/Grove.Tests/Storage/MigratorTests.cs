using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Storage;

public class MigratorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => TestDatabase.Engines;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void Migrations_are_numbered_from_1_without_a_hole(string engine)
    {
        var migrations = Migrator.Load(engine);
        Assert.Equal(Enumerable.Range(1, migrations.Count), migrations.Select(m => m.Version));
        Assert.All(migrations, m => Assert.Matches("^[a-z0-9_]+$", m.Name));
    }

    [Fact]
    public async Task Both_schemas_have_the_same_tables_and_columns()
    {
        await using var sqlite = await TestDatabase.CreateAsync(TestDatabase.Sqlite);
        await using var postgres = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        var left = await ColumnsAsync(
            sqlite.Db,
            """
            select t.name, c.name from pragma_table_list t join pragma_table_info(t.name) c
            where t.schema = 'main' and t.type in ('table', 'virtual') and t.name not like 'sqlite~_%' escape '~'
            """);
        var right = await ColumnsAsync(
            postgres.Db, "select cast(table_name as text), cast(column_name as text) from information_schema.columns where table_schema = 'public'");
        // The key of a gram row is the implicit rowid on SQLite.
        Assert.True(right.Remove("organization_grams.organization_key"));
        Assert.Equal(right, left);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_refers_to_a_row_is_found_by_an_index(string engine)
    {
        await using var test = await TestDatabase.CreateAsync(engine);
        var sqlite = engine == TestDatabase.Sqlite;
        var references = await test.Db.QueryAsync(
            new Sql(sqlite
                ? """select t.name, f."from" from pragma_table_list t join pragma_foreign_key_list(t.name) f where t.schema = 'main'"""
                : """
                  select cast(cast(c.conrelid as regclass) as text), cast(a.attname as text) from pg_constraint c
                  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'
                  """),
            [], static row => (Table: row.GetString(0), Column: row.GetString(1)), Cancel);
        Assert.NotEmpty(references);
        foreach (var (table, column) in references)
        {
            var plan = await test.Db.ReadAsync(async session =>
            {
                // A table without rows is read as a whole where that is allowed.
                if (!sqlite) await session.ExecuteAsync(new Sql("set local enable_seqscan = off"));
                var explain = new Sql($"explain {(sqlite ? "query plan " : "")}select 1 from {table} where {column} = @key");
                return await session.QueryAsync(explain, [("key", 1)], row => row.GetString(sqlite ? 3 : 0));
            }, Cancel);
            Assert.True(plan.Exists(step => step.Contains(sqlite ? "SEARCH" : "Index Cond", StringComparison.Ordinal)), $"{table}.{column}: {string.Join('\n', plan)}");
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_database_newer_than_the_program_is_refused(string engine)
    {
        using var directory = new TestDirectory();
        await using var test = await TestDatabase.CreateAsync(engine);
        var url = engine == TestDatabase.Sqlite ? "sqlite:" + directory.File("grove.db") : test.Url;
        await using (var db = await TestDatabase.OpenAsync(url))
        {
            var future = new Sql("insert into schema_migrations (version, name, applied_time) values (9999, 'future', 0)");
            await db.WriteAsync(s => s.ExecuteAsync(future), Cancel);
        }
        var e = await Assert.ThrowsAsync<StorageException>(() => TestDatabase.OpenAsync(url));
        Assert.Contains("schema version 9999", e.Message, StringComparison.Ordinal);
        Assert.Contains("newer Grove", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_migrate_once()
    {
        await using var test = await TestDatabase.CreateAsync(TestDatabase.Postgres);
        await using (var client = test.OpenClient())
        await using (var command = client.CreateCommand("drop schema public cascade; create schema public"))
            await command.ExecuteNonQueryAsync(Cancel);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestDatabase.OpenAsync(test.Url)));
        var versions = await nodes[0].QueryAsync(new Sql("select version from schema_migrations order by version"), [], r => r.GetInt32(0), Cancel);
        Assert.Equal(Migrator.Load(TestDatabase.Postgres).Select(m => m.Version), versions);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        using var directory = new TestDirectory();
        var url = "sqlite:" + directory.File("grove.db");
        await using (var db = await TestDatabase.OpenAsync(url))
            await db.WriteAsync(s => s.ExecuteAsync(new Sql("insert into settings (name, value) values ('a', 'b')")), Cancel);
        Assert.False(File.Exists(directory.File("grove.db-wal")));
        await using var again = await TestDatabase.OpenAsync(url);
        Assert.Equal(["b"], await again.QueryAsync(new Sql("select value from settings"), [], r => r.GetString(0), Cancel));
    }

    private static async Task<SortedSet<string>> ColumnsAsync(Db db, string sql)
    {
        var rows = await db.QueryAsync(new Sql(sql), [], r => r.GetString(0) + "." + r.GetString(1), Cancel);
        return new SortedSet<string>(rows, StringComparer.Ordinal);
    }
}
