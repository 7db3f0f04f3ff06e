using System.Globalization;
using System.Text;
using Grove.Server.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Grove.Bench.Data;

/// <summary>One prepared insert for each table, without journal or flushes; the indexes are made afterwards.</summary>
internal static class SqliteLoader
{
    public static void Load(SqliteUrl url, Forest forest, Action<string> say)
    {
        using var connection = new SqliteConnection(BenchDatabase.ConnectionString(url));
        connection.Open();
        Run(connection, "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -2000000; pragma foreign_keys = off; pragma temp_store = memory");
        var indexes = new List<(string Name, string Definition)>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "select name, sql from sqlite_schema where type = 'index' and sql is not null";
            using var reader = command.ExecuteReader();
            while (reader.Read()) indexes.Add((reader.GetString(0), reader.GetString(1)));
        }
        foreach (var index in indexes) Run(connection, $"drop index {index.Name}");
        foreach (var table in Table.All)
        {
            Run(connection, "begin");
            // The key of a full-text table is its rowid.
            var columns = table.Columns.Replace("organization_key, grams", "rowid, grams", StringComparison.Ordinal);
            var values = string.Join(", ", Enumerable.Repeat("?", columns.Count(c => c == ',') + 1));
            using (var sink = new Sink(connection.Handle!, $"insert into {table.Name} ({columns}) values ({values})")) table.Write(forest, sink);
            Run(connection, "commit");
            say($"{table.Name} inserted");
        }
        foreach (var index in indexes) Run(connection, index.Definition);
        say("indexes made");
        Run(connection, "pragma journal_mode = wal");
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Sink : IRowSink, IDisposable
    {
        private readonly sqlite3_stmt statement;
        private int column;

        public Sink(sqlite3 connection, string sql) => Check(raw.sqlite3_prepare_v2(connection, sql, out statement));

        public void Long(long value) => Check(raw.sqlite3_bind_int64(statement, ++column, value));

        public void Int(int value) => Long(value);

        public void Text(string value) => Check(raw.sqlite3_bind_text(statement, ++column, Encoding.UTF8.GetBytes(value)));

        public void Blob(byte[] value) => Check(raw.sqlite3_bind_blob(statement, ++column, value));

        public void Grams(int[] grams) => Text(string.Join(' ', grams.Select(gram => gram.ToString("x", CultureInfo.InvariantCulture))));

        public void Null() => Check(raw.sqlite3_bind_null(statement, ++column));

        public void EndRow()
        {
            if (raw.sqlite3_step(statement) != raw.SQLITE_DONE) throw new InvalidOperationException("A row was refused.");
            raw.sqlite3_reset(statement);
            column = 0;
        }

        public void Dispose() => statement.Dispose();

        private static void Check(int code)
        {
            if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }
}
