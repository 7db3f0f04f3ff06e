using System.Data.Common;

namespace Grove.Conformance;

/// <summary>Reads what the audit log of a database gains, behind the server's back.</summary>
public sealed class AuditTail : IAsyncDisposable
{
    private readonly DbConnection connection;
    private long last;

    private AuditTail(DbConnection connection) => this.connection = connection;

    public static async Task<AuditTail> OpenAsync(string database) => new(await Tables.OpenAsync(database));

    /// <summary>The records since the last reading, at first all of them, in the order in which they were written.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string?>>> ReadAsync()
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select * from audit_records where key > @last order by key";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("last", last);
        command.Parameters.Add(parameter);
        var rows = await Tables.ReadAsync(command);
        if (rows.Count > 0) last = long.Parse(rows[^1]["key"]!, System.Globalization.CultureInfo.InvariantCulture);
        return rows;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
