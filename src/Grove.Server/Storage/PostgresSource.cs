using System.Globalization;
using Npgsql;

namespace Grove.Server.Storage;

/// <summary>The connections to a PostgreSQL, and what is asked of it before anything is stored in it.</summary>
internal static class PostgresSource
{
    private const int OldestVersion = 150000;

    // Each statement is good for all arguments by one plan, and a search takes longer to plan than to answer. It is no option of the connection, as
    // poolers refuse those.
    private const string KeepPlans = "set plan_cache_mode = force_generic_plan";

    private static readonly string[] Others = ["cockroach", "redshift", "materialize", "yugabyte", "greenplum", "cratedb", "questdb"];

    /// <summary>All hosts; this is what is disposed.</summary>
    public static NpgsqlDataSource Create(PostgresUrl url)
    {
        if (url.SslRootCertificate is { } certificate && !File.Exists(certificate))
            throw new StorageException(StorageFault.Unavailable, $"The file {certificate} (sslrootcert) cannot be read.");
        var several = url.Hosts.Count > 1;
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder
        {
            Host = several ? string.Join(',', url.Hosts.Select(Address)) : url.Hosts[0].Name,
            Port = url.Hosts[0].Port,
            Username = url.User,
            Password = url.Password,
            Database = url.Name,
            ApplicationName = "grove",
            SslMode = (SslMode)url.SslMode,
            RootCertificate = url.SslRootCertificate,
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxPoolSize = url.Pool,
            MaxAutoPrepare = url.Prepare ? 200 : 0,
            AutoPrepareMinUsages = 2,
            // A reset costs a third of a small read, and there is no session state to reset.
            NoResetOnClose = true,
            Enlist = false,
            Timeout = 5,
            CommandTimeout = 60,
            TcpKeepAlive = true,
            HostRecheckSeconds = 1,
        }.ConnectionString);
        // Only built-in types are used; asking for the others would delay the first answer.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        if (url.Prepare) builder.UsePhysicalConnectionInitializer(PlanOnce, PlanOnceAsync);
        return several ? builder.BuildMultiHost() : builder.Build();
    }

    /// <summary>The same, leading only to the host that takes writes when there are several.</summary>
    public static NpgsqlDataSource Primary(NpgsqlDataSource all) =>
        all is NpgsqlMultiHostDataSource several ? several.WithTargetSession(TargetSessionAttributes.Primary) : all;

    /// <summary>Refuses old versions, other engines that speak PostgreSQL's protocol, and databases that cannot hold all of Unicode.</summary>
    public static async Task RefuseOthersAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select version(), current_setting('server_version_num', true), current_setting('server_encoding', true)
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var refusal = Refusal(reader.GetString(0), await TextAsync(1), await TextAsync(2));
        if (refusal is not null) throw new StorageException(StorageFault.Defect, refusal);

        async Task<string> TextAsync(int column) => await reader.IsDBNullAsync(column, cancel) ? "" : reader.GetString(column);
    }

    internal static string? Refusal(string version, string number, string encoding)
    {
        // PostgreSQL itself says "PostgreSQL 15.4 (…) on …" or "PostgreSQL 18beta1 on …"; the others add or replace something.
        var words = version.Split(' ', 3);
        var itself = words.Length == 3 && words[0] == "PostgreSQL" && char.IsAsciiDigit(words[1][0]) && !words[1].Contains('-')
            && !Others.Any(other => version.Contains(other, StringComparison.OrdinalIgnoreCase));
        if (!itself) return "The database speaks PostgreSQL's protocol but is another engine; Grove needs PostgreSQL itself, 15 or newer.";
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var numeric) || numeric < OldestVersion)
            return $"The database is PostgreSQL {words[1]}; Grove needs 15 or newer.";
        return encoding == "UTF8" ? null : $"The database is encoded in {encoding}; Grove needs UTF8 (create database … encoding 'UTF8' template template0).";
    }

    private static void PlanOnce(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(KeepPlans, connection);
        command.ExecuteNonQuery();
    }

    private static async Task PlanOnceAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(KeepPlans, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Address(PostgresHost host) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Name.Contains(':') ? "[" + host.Name + "]" : host.Name)}:{host.Port}");
}
