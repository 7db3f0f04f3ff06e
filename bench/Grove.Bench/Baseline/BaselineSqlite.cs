using System.Collections.Concurrent;
using System.Globalization;
using Grove.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Grove.Bench.Baseline;

/// <summary>Reading connections in a pool, one writing connection behind a lock, a durable transaction for each create.</summary>
internal sealed class BaselineSqlite : BaselineStore
{
    private readonly SqliteUrl url;
    private readonly ConcurrentStack<Reader> readers = new();
    private readonly Lock writing = new();
    private readonly Writer writer;

    public BaselineSqlite(SqliteUrl url)
    {
        this.url = url;
        writer = new(Open());
    }

    public override ValueTask<Organization?> GetAsync(string id)
    {
        var reader = Rent();
        try
        {
            reader.Get.Parameters[0].Value = id;
            using var rows = reader.Get.ExecuteReader();
            return new(rows.Read() ? Organization.Read(rows) : null);
        }
        finally
        {
            readers.Push(reader);
        }
    }

    public override ValueTask<CheckAnswer?> CheckAsync(string user, string organization)
    {
        var reader = Rent();
        try
        {
            reader.Check.Parameters[0].Value = user;
            reader.Check.Parameters[1].Value = organization;
            using var rows = reader.Check.ExecuteReader();
            return new(rows.Read() ? CheckAnswer.Read(rows) : null);
        }
        finally
        {
            readers.Push(reader);
        }
    }

    public override ValueTask<(List<Organization> Rows, List<long> Keys, long? Total)> PageAsync(long ancestor, long after)
    {
        var reader = Rent();
        try
        {
            var command = after == 0 ? reader.FirstPage : reader.Page;
            command.Parameters[0].Value = ancestor;
            if (after != 0) command.Parameters[1].Value = after;
            var (found, keys, total) = (new List<Organization>(11), new List<long>(11), (long?)null);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                found.Add(Organization.Read(rows));
                keys.Add(rows.GetInt64(7));
                if (after == 0) total = rows.GetInt64(8);
            }
            return new((found, keys, total));
        }
        finally
        {
            readers.Push(reader);
        }
    }

    public override ValueTask<(string Lineage, string ParentName)?> CreateAsync(Creation creation)
    {
        lock (writing) return new(writer.Create(creation));
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var reader in readers) reader.Connection.Dispose();
        writer.Connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private Reader Rent() => readers.TryPop(out var reader) ? reader : new Reader(Open());

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(BenchDatabase.ConnectionString(url));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "pragma journal_mode = wal; pragma busy_timeout = 5000; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16000";
        command.ExecuteNonQuery();
        return connection;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name });
        return command;
    }

    private sealed class Reader(SqliteConnection connection)
    {
        public SqliteConnection Connection => connection;
        public SqliteCommand Get { get; } = Prepare(connection, BaselineStore.Get, "id");
        public SqliteCommand Page { get; } = Prepare(connection, BaselineStore.Page, "ancestor", "after");
        public SqliteCommand Check { get; } = Prepare(connection, HighestMembership, "user", "organization");
        public SqliteCommand FirstPage { get; } = Prepare(connection, BaselineStore.FirstPage, "ancestor");
    }

    private sealed class Writer(SqliteConnection connection)
    {
        private readonly SqliteCommand begin = Prepare(connection, "begin immediate");
        private readonly SqliteCommand commit = Prepare(connection, "commit");
        private readonly SqliteCommand organization = Prepare(connection, InsertOrganization, "id", "name", "folded", "parent", "flags", "now");
        private readonly SqliteCommand closure = Prepare(connection, InsertClosure, "id");
        private readonly SqliteCommand grams = Prepare(
            connection, "insert into organization_grams (rowid, grams) select key, @grams from organizations where id = @id", "id", "grams");
        private readonly SqliteCommand created = Prepare(connection, SelectCreated, "id");

        public SqliteConnection Connection => connection;

        public (string Lineage, string ParentName)? Create(Creation creation)
        {
            Set(organization, creation.Id, creation.Name, creation.Folded, creation.Parent, creation.Flags, creation.Now);
            Set(closure, creation.Id);
            Set(grams, creation.Id, string.Join(' ', creation.Grams.Select(gram => gram.ToString("x", CultureInfo.InvariantCulture))));
            Set(created, creation.Id);
            begin.ExecuteNonQuery();
            organization.ExecuteNonQuery();
            closure.ExecuteNonQuery();
            grams.ExecuteNonQuery();
            var result = default((string, string)?);
            using (var rows = created.ExecuteReader())
            {
                if (rows.Read()) result = (rows.GetString(0), rows.GetString(1));
            }
            commit.ExecuteNonQuery();
            return result;
        }

        private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        }
    }
}
