using Grove.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Grove.Bench.Data;

/// <summary>COPY into tables without indexes, which are then made again as they were.</summary>
internal static class PostgresLoader
{
    private const string Ours = "('users', 'organizations', 'closure', 'organization_grams', 'organization_members', 'accounts', 'account_members', 'api_tokens')";

    public static async Task LoadAsync(PostgresUrl url, Forest forest, Action<string> say)
    {
        await using var connection = (NpgsqlConnection)await BenchDatabase.OpenAsync(url);
        // A column of the name type "char" reads as one character; foreign keys go first and come last.
        var constraints = await connection.QueryAsync(
            $"""
             select t.relname, c.conname, pg_get_constraintdef(c.oid), c.contype = 'f'
             from pg_constraint c join pg_class t on t.oid = c.conrelid
             where t.relname in {Ours} and c.contype in ('p', 'u', 'f') order by c.contype = 'f', c.conname
             """, row => (Table: row.GetString(0), Name: row.GetString(1), Definition: row.GetString(2), Foreign: row.GetBoolean(3)));
        var indexes = await connection.QueryAsync(
            $"""
             select i.relname, pg_get_indexdef(x.indexrelid) from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
             where t.relname in {Ours} and t.relnamespace = 'public'::regnamespace
               and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid) order by i.relname
             """, row => (Name: row.GetString(0), Definition: row.GetString(1)));

        foreach (var constraint in constraints.OrderByDescending(c => c.Foreign))
            await connection.RunAsync($"alter table {constraint.Table} drop constraint {constraint.Name}");
        foreach (var index in indexes) await connection.RunAsync($"drop index {index.Name}");
        foreach (var table in Table.All)
        {
            await using (var importer = await connection.BeginBinaryImportAsync($"copy {table.Name} ({table.Columns}) from stdin (format binary)"))
            {
                importer.Timeout = TimeSpan.FromHours(1);
                table.Write(forest, new Sink(importer));
                await importer.CompleteAsync();
            }
            say($"{table.Name} copied");
        }
        await connection.RunAsync("set maintenance_work_mem = '768MB'");
        foreach (var constraint in constraints)
            await connection.RunAsync($"alter table {constraint.Table} add constraint {constraint.Name} {constraint.Definition}");
        say("constraints made");
        foreach (var index in indexes) await connection.RunAsync(index.Definition);
        say("indexes made");
        foreach (var table in (string[])["users", "organizations", "organization_members", "accounts"])
            await connection.RunAsync($"select setval(pg_get_serial_sequence('{table}', 'key'), (select max(key) from {table}))");
        await connection.RunAsync("vacuum analyze");
        await connection.RunAsync("checkpoint");
    }

    private sealed class Sink(NpgsqlBinaryImporter importer) : IRowSink
    {
        private bool inRow;

        public void Long(long value) => Write(value, NpgsqlDbType.Bigint);

        public void Int(int value) => Write(value, NpgsqlDbType.Integer);

        public void Text(string value) => Write(value, NpgsqlDbType.Text);

        public void Blob(byte[] value) => Write(value, NpgsqlDbType.Bytea);

        public void Grams(int[] grams) => Write(grams, NpgsqlDbType.Array | NpgsqlDbType.Integer);

        public void Null()
        {
            Start();
            importer.WriteNull();
        }

        public void EndRow() => inRow = false;

        private void Write<T>(T value, NpgsqlDbType type)
        {
            Start();
            importer.Write(value, type);
        }

        private void Start()
        {
            if (!inRow) importer.StartRow();
            inRow = true;
        }
    }
}
