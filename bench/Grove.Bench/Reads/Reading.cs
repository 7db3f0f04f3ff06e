using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Grove.Server.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Grove.Bench.Reads;

/// <summary>What statements touch.</summary>
/// <param name="Buffers">Pages of the database, each as often as it is looked into.</param>
/// <param name="Rows">On PostgreSQL the rows and index entries that the plan's scans come upon, on SQLite the steps of its virtual machine.</param>
internal readonly record struct Reading(long Buffers, long Rows)
{
    public static Reading operator +(Reading one, Reading other) => new(one.Buffers + other.Buffers, one.Rows + other.Rows);
}

/// <summary>Which plan of PostgreSQL is looked at: the one that is kept for all arguments, or one made for these.</summary>
internal enum PlanKind
{
    Generic,
    Custom,
}

/// <summary>Runs statements again on a connection of its own and counts what they touch. Nothing is changed.</summary>
internal sealed class ReadMeter : IAsyncDisposable
{
    private readonly DbConnection connection;

    private ReadMeter(DbConnection connection) => this.connection = connection;

    public static async Task<ReadMeter> OpenAsync(DatabaseUrl url)
    {
        if (url is PostgresUrl postgres)
        {
            var text = BenchDatabase.ConnectionString(postgres);
            (text.Pooling, text.MaxAutoPrepare) = (false, 0);
            var connection = new NpgsqlConnection(text.ConnectionString);
            await connection.OpenAsync();
            return new(connection);
        }
        var file = new SqliteConnection(BenchDatabase.ConnectionString((SqliteUrl)url));
        await file.OpenAsync();
        // As the server prepares its statements; without a map, so that every page is asked of the cache, where it is counted.
        raw.sqlite3_db_config(file.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
        await file.RunAsync("pragma mmap_size = 0; pragma temp_store = memory; pragma query_only = on");
        return new(file);
    }

    /// <summary>What the statements touch together.</summary>
    public async Task<Reading> ReadAsync(IEnumerable<Asked> asked, PlanKind kind = PlanKind.Generic)
    {
        var all = new Reading();
        foreach (var (sql, args) in asked)
        {
            if (sql.Text.Length == 0) continue;
            all += connection is NpgsqlConnection ? await ExplainAsync(sql, args, kind) : Step(((SqliteConnection)connection).Handle!, sql, args);
        }
        return all;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<Reading> ExplainAsync(Sql sql, SqlArg[] args, PlanKind kind)
    {
        await connection.RunAsync($"set plan_cache_mode = force_{(kind == PlanKind.Generic ? "generic" : "custom")}_plan");
        // What the protocol prepares cannot be explained; what SQL prepares can.
        var types = sql.Parameters.Select((_, i) => TypeOf(SqlArgs.Find(sql, i, args)));
        var values = sql.Parameters.Select((_, i) => Literal(SqlArgs.Find(sql, i, args)));
        var (declared, given) = sql.Parameters.Count == 0 ? ("", "") : ($" ({string.Join(", ", types)})", $" ({string.Join(", ", values)})");
        await connection.RunAsync($"prepare read{declared} as {PostgresStatement.Of(sql).Text}");
        try
        {
            var text = (await connection.QueryAsync($"explain (analyze, buffers, timing off, format json) execute read{given}", static row => row.GetString(0)))[0];
            using var json = JsonDocument.Parse(text);
            var plan = json.RootElement[0].GetProperty("Plan");
            return new(plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64(), RowsOf(plan));
        }
        finally
        {
            await connection.RunAsync("deallocate read");
        }
    }

    private static long RowsOf(JsonElement node)
    {
        double Number(string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        // Scans of what the statement has found itself read nothing.
        var scans = node.GetProperty("Node Type").GetString() is "Seq Scan" or "Index Scan" or "Index Only Scan" or "Bitmap Index Scan" or "Bitmap Heap Scan";
        var own = scans ? (Number("Actual Rows") + Number("Rows Removed by Filter") + Number("Rows Removed by Index Recheck")) * Number("Actual Loops") : 0;
        return (long)own + (node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(RowsOf) : 0);
    }

    private static string TypeOf(in SqlArg arg) => arg.Type switch
    {
        SqlType.Integer => "bigint",
        SqlType.Text => "text",
        SqlType.Blob => "bytea",
        SqlType.TextArray => "text[]",
        SqlType.IntegerArray => "bigint[]",
        _ => "integer[]",
    };

    private static string Literal(in SqlArg arg)
    {
        static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        if (arg.IsNull) return "null";
        return arg.Reference switch
        {
            string text => Quoted(text),
            byte[] bytes => $"'\\x{Convert.ToHexStringLower(bytes)}'",
            string[] texts => $"array[{string.Join(", ", texts.Select(Quoted))}]::text[]",
            long[] numbers => $"'{{{string.Join(',', numbers)}}}'::bigint[]",
            int[] numbers => $"'{{{string.Join(',', numbers)}}}'::integer[]",
            _ => arg.Integer.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static Reading Step(sqlite3 connection, Sql sql, SqlArg[] args)
    {
        var code = raw.sqlite3_prepare_v2(connection, sql.Text, out var statement);
        using (statement)
        {
            if (code != raw.SQLITE_OK) throw new InvalidOperationException(raw.sqlite3_errmsg(connection).utf8_to_string());
            for (var i = 0; i < sql.Parameters.Count; i++)
            {
                var arg = SqlArgs.Find(sql, i, args);
                var place = raw.sqlite3_bind_parameter_index(statement, "@" + arg.Name);
                if (arg.IsNull) raw.sqlite3_bind_null(statement, place);
                else if (arg.Reference is string text) raw.sqlite3_bind_text(statement, place, text);
                else if (arg.Reference is byte[] bytes) raw.sqlite3_bind_blob(statement, place, bytes);
                else if (arg.Reference is not null) raw.sqlite3_bind_text(statement, place, JsonSerializer.Serialize(arg.Reference));
                else raw.sqlite3_bind_int64(statement, place, arg.Integer);
            }
            var before = Pages(connection);
            do code = raw.sqlite3_step(statement);
            while (code == raw.SQLITE_ROW);
            if (code != raw.SQLITE_DONE) throw new InvalidOperationException(raw.sqlite3_errmsg(connection).utf8_to_string());
            return new(Pages(connection) - before, raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0));
        }
    }

    private static long Pages(sqlite3 connection)
    {
        raw.sqlite3_db_status(connection, raw.SQLITE_DBSTATUS_CACHE_HIT, out var hits, out _, 0);
        raw.sqlite3_db_status(connection, raw.SQLITE_DBSTATUS_CACHE_MISS, out var misses, out _, 0);
        return hits + misses;
    }
}
