using System.Data.Common;
using System.Globalization;
using System.Text;
using Grove.Bench.Data;
using Grove.Server.Storage;

namespace Grove.Bench.Load;

/// <summary>A database, the servers that run on it, and the report that comes of it.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    private readonly StringBuilder text = new();
    private readonly List<ServerProcess> servers = [];
    private readonly DbConnection connection;

    private Scenario(string database, DbConnection connection) => (Database, this.connection) = (database, connection);

    public string Database { get; }

    public DbConnection Connection => connection;

    public bool Postgres => BenchDatabase.Parse(Database) is PostgresUrl;

    /// <summary>The name and version of the database, and the memory that PostgreSQL keeps pages in.</summary>
    public string Engine { get; private set; } = "";

    public int Organizations { get; private set; }

    public static Task<Scenario> OpenAsync(Arguments arguments) => OpenAsync(arguments.Required("database"));

    public static async Task<Scenario> OpenAsync(string database)
    {
        var scenario = new Scenario(database, await BenchDatabase.OpenAsync(BenchDatabase.Parse(database)));
        var engine = await scenario.FirstAsync(
            scenario.Postgres
                ? "select 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || ' with shared_buffers of ' || current_setting('shared_buffers')"
                : "select 'SQLite ' || sqlite_version()",
            row => row.GetString(0));
        scenario.Engine = engine;
        scenario.Organizations = (int)await scenario.FirstAsync("select count(*) from organizations", row => row.GetInt64(0));
        return scenario;
    }

    public async Task<T> FirstAsync<T>(string sql, Func<DbDataReader, T> read) => (await connection.QueryAsync(sql, read))[0];

    /// <summary>Starts Grove, from another folder when one is named, and waits until it knows the count that its first list asks for and B reads too.</summary>
    public async Task<(ServerProcess Server, TimeSpan Start)> GroveAsync(string assembly = "Grove.Server.dll", string? database = null)
    {
        var (grove, start) = await OwnAsync(await ServerProcess.StartAsync(assembly, "/healthz", "--database", database ?? Database));
        using var client = Targets.Client(grove, BenchUsers.Big);
        await client.GetStringAsync(new Uri(grove.Url + "/client/v4/organizations"));
        await Task.Delay(TimeSpan.FromSeconds(2));
        return (grove, start);
    }

    public async Task<(ServerProcess Server, TimeSpan Start)> BaselineAsync() =>
        await OwnAsync(await ServerProcess.StartAsync("Grove.Bench.dll", "/organizations/x", "serve-baseline", "--database", Database));

    /// <summary>Stops a server before the end.</summary>
    public async Task StopAsync(ServerProcess server)
    {
        servers.Remove(server);
        await server.DisposeAsync();
    }

    /// <summary>Adds a line to the report, and shows it.</summary>
    public void Line(FormattableString line)
    {
        var written = line.ToString(CultureInfo.InvariantCulture);
        text.AppendLine(written);
        Console.WriteLine(written);
    }

    /// <summary>Writes the report to <c>bench/results/VERB-ENGINE-N.md</c>, or under the name that was asked for.</summary>
    public async Task WriteAsync(string title, Arguments arguments)
    {
        var report = Report.Heading(string.Create(CultureInfo.InvariantCulture, $"{title}: {Engine}, {Organizations:N0} organizations"), Engine, Command()) + text;
        var file = Path.Combine("bench", "results", arguments.Text("name", $"{arguments.Verb}-{Engine.Split(' ')[0].ToLowerInvariant()}-{Organizations}") + ".md");
        if (Directory.Exists(Path.GetDirectoryName(file))) await File.WriteAllTextAsync(file, report);
    }

    /// <summary>The command line, without the address of the database.</summary>
    public static string Command() => string.Join(' ', Environment.GetCommandLineArgs().Skip(1)
        .Select(argument => argument.Contains("://", StringComparison.Ordinal) || argument.StartsWith("sqlite:", StringComparison.Ordinal) ? "…" : argument));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers) await server.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task<(ServerProcess Server, TimeSpan Start)> OwnAsync((ServerProcess Server, TimeSpan Start) started)
    {
        servers.Add(started.Server);
        if (Postgres) started.Server.Database = ServerProcess.ParentOf(await FirstAsync("select pg_backend_pid()", row => row.GetInt32(0)));
        return started;
    }
}
