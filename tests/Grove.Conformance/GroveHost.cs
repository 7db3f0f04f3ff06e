using Grove.Conformance.Doors;
using Grove.Server;
using Grove.Server.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Grove.Conformance;

/// <summary>A whole server on a database of its own, on a free port, with an operator to begin with.</summary>
public sealed class GroveHost : IAsyncDisposable
{
    public const string OperatorEmail = "operator@localhost";
    public const string OperatorKey = "conformance-operator-key-0123456789abcdefgh";

    private readonly GroveServer server;
    private readonly Func<ValueTask> remove;
    private readonly HttpClient rest;

    private GroveHost(GroveServer server, string database, Uri wire, string door, Func<ValueTask> remove)
    {
        this.server = server;
        this.remove = remove;
        Database = database;
        rest = new HttpClient(Connections()) { BaseAddress = wire, Timeout = Patience };
        Door = Doors.Door.Open(door, wire, Connections());
        Http = Door is null ? rest : new HttpClient(Door) { BaseAddress = wire, Timeout = Patience };
        Operator = new Actor(Http, OperatorEmail, OperatorKey) { Id = "" };
    }

    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(100);

    /// <summary>The value of GROVE_DATABASE.</summary>
    public string Database { get; }

    /// <summary>Its base address is the wire API, with a slash at the end. Requests take the door that the host was opened with.</summary>
    public HttpClient Http { get; }

    /// <summary>The door that requests take; null when they travel as they are.</summary>
    internal DrivenDoor? Door { get; }

    public Actor Operator { get; }

    /// <summary>Every route that the server has, for tests about all of them.</summary>
    internal IEnumerable<RouteEndpoint> RouteEndpoints => server.RouteEndpoints;

    /// <summary>What it does in the background, one of each kind.</summary>
    internal T? Background<T>() where T : class => server.Background.OfType<T>().SingleOrDefault();

    /// <summary>A server on a new database of this engine, which may name a door too (<see cref="Doors.Door"/>).</summary>
    public static async Task<GroveHost> StartAsync(string engine, Func<GroveOptions, GroveOptions>? configure = null, TimeProvider? clock = null, LogCapture? logs = null)
    {
        var (name, door) = Doors.Door.Parse(engine);
        var (database, remove) = await Engine.CreateDatabaseAsync(name);
        return await OpenAsync(database, remove, configure, clock, logs, door);
    }

    /// <summary>Another server on a database that is there already: a second node, or a restart.</summary>
    public static Task<GroveHost> OpenAsync(
        string database, Func<ValueTask>? remove = null, Func<GroveOptions, GroveOptions>? configure = null, TimeProvider? clock = null,
        LogCapture? logs = null, string door = Doors.Door.Rest) => OpenAsync(database, null, remove, configure, clock, logs, door);

    /// <summary>The same; <paramref name="watch"/> gets the server's database and may put another before it.</summary>
    internal static async Task<GroveHost> OpenAsync(
        string database, Func<Db, Db>? watch, Func<ValueTask>? remove = null, Func<GroveOptions, GroveOptions>? configure = null, TimeProvider? clock = null,
        LogCapture? logs = null, string door = Doors.Door.Rest)
    {
        clock ??= TimeProvider.System;
        var options = new GroveOptions { Database = database, Urls = "http://127.0.0.1:0", OperatorEmail = OperatorEmail, OperatorKey = OperatorKey };
        var server = await GroveServer.StartAsync(
            configure?.Invoke(options) ?? options, clock, new IdSource(clock), TextWriter.Null, logs is null ? static (logging, _) => logging.ClearProviders() : logs.Configure,
            watch, CancellationToken.None);
        return new GroveHost(server, database, new Uri(server.Addresses.First() + options.PathBase + "/"), door, remove ?? (() => ValueTask.CompletedTask));
    }

    /// <summary>A new user with an address that nobody else has.</summary>
    public Task<Actor> NewUserAsync(bool asOperator = false) => NewUserAsync($"user-{Guid.NewGuid():N}@example.com", asOperator);

    /// <summary>A new user with this address. No case is about how they were made, so no door is taken.</summary>
    public async Task<Actor> NewUserAsync(string email, bool asOperator = false)
    {
        var made = await Operator.Through(rest).SendAsync(HttpMethod.Post, "/grove/v1/users", new { email, @operator = asOperator });
        return new Actor(Http, email, made.Result.GetProperty("api_key").GetString()!) { Id = made.Result.GetProperty("id").GetString()! };
    }

    private static SocketsHttpHandler Connections() => new() { AllowAutoRedirect = false, UseCookies = false };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        rest.Dispose();
        await server.DisposeAsync();
        await remove();
    }
}

/// <summary>One server for each engine and door, shared by the tests that need none of their own. Each test makes its own users and organizations.</summary>
public sealed class SharedHosts : IAsyncDisposable
{
    private readonly Dictionary<string, GroveHost> hosts = [];
    private readonly SemaphoreSlim gate = new(1);

    public async Task<GroveHost> GetAsync(string engine)
    {
        await gate.WaitAsync();
        try
        {
            if (!hosts.TryGetValue(engine, out var host)) hosts[engine] = host = await GroveHost.StartAsync(engine);
            return host;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts.Values) await host.DisposeAsync();
        gate.Dispose();
    }
}
