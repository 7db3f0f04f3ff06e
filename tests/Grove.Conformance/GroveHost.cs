using Grove.Server;
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

    private GroveHost(GroveServer server, string database, HttpClient http, Func<ValueTask> remove)
    {
        this.server = server;
        this.remove = remove;
        Database = database;
        Http = http;
        Operator = new Actor(http, OperatorEmail, OperatorKey) { Id = "" };
    }

    /// <summary>The value of GROVE_DATABASE.</summary>
    public string Database { get; }

    /// <summary>Its base address is the wire API, with a slash at the end.</summary>
    public HttpClient Http { get; }

    public Actor Operator { get; }

    /// <summary>Every route that the server has, for tests about all of them.</summary>
    internal IEnumerable<RouteEndpoint> RouteEndpoints => server.RouteEndpoints;

    /// <summary>What it does in the background, one of each kind.</summary>
    internal T? Background<T>() where T : class => server.Background.OfType<T>().SingleOrDefault();

    public static async Task<GroveHost> StartAsync(string engine, Func<GroveOptions, GroveOptions>? configure = null, TimeProvider? clock = null, LogCapture? logs = null)
    {
        var (database, remove) = await Engine.CreateDatabaseAsync(engine);
        return await OpenAsync(database, remove, configure, clock, logs);
    }

    /// <summary>Another server on a database that is there already: a second node, or a restart.</summary>
    public static async Task<GroveHost> OpenAsync(
        string database, Func<ValueTask>? remove = null, Func<GroveOptions, GroveOptions>? configure = null, TimeProvider? clock = null,
        LogCapture? logs = null)
    {
        clock ??= TimeProvider.System;
        var options = new GroveOptions { Database = database, Urls = "http://127.0.0.1:0", OperatorEmail = OperatorEmail, OperatorKey = OperatorKey };
        var server = await GroveServer.StartAsync(
            configure?.Invoke(options) ?? options, clock, new IdSource(clock), TextWriter.Null, logs is null ? static (logging, _) => logging.ClearProviders() : logs.Configure,
            CancellationToken.None);
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(server.Addresses.First() + options.PathBase + "/"),
            Timeout = TimeSpan.FromSeconds(100),
        };
        return new GroveHost(server, database, http, remove ?? (() => ValueTask.CompletedTask));
    }

    /// <summary>A new user with an address that nobody else has.</summary>
    public Task<Actor> NewUserAsync(bool asOperator = false) => NewUserAsync($"user-{Guid.NewGuid():N}@example.com", asOperator);

    /// <summary>A new user with this address.</summary>
    public async Task<Actor> NewUserAsync(string email, bool asOperator = false)
    {
        var made = await Operator.SendAsync(HttpMethod.Post, "/grove/v1/users", new { email, @operator = asOperator });
        return new Actor(Http, email, made.Result.GetProperty("api_key").GetString()!) { Id = made.Result.GetProperty("id").GetString()! };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
        await remove();
    }
}

/// <summary>One server for each engine, shared by the tests that need none of their own. Each test makes its own users and organizations.</summary>
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
