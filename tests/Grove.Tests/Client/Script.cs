using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>A client, and a server that answers it as written.</summary>
internal sealed class Script : IAsyncDisposable
{
    private Script(ScriptedServer server, GroveClientOptions options, Func<GroveClientOptions, GroveClientOptions>? change)
    {
        Server = server;
        Options = options with { BaseUrl = server.Url, ApiToken = "token-of-tests", TimeProvider = Clock, Timeout = ScriptClock.AttemptTimeout };
        Options = change?.Invoke(Options) ?? Options;
        Client = new GroveClient(Options, _ => null);
    }

    public ScriptedServer Server { get; }

    public ScriptClock Clock { get; } = new();

    public GroveClientOptions Options { get; }

    public GroveClient Client { get; }

    public IReadOnlyList<SeenRequest> Requests => Server.Requests;

    /// <summary>These answers, one after the other; then it is over.</summary>
    public static Script Of(params Answer[] answers) => With(null, answers);

    public static Script With(Func<GroveClientOptions, GroveClientOptions>? change, params Answer[] answers) =>
        With(change, (_, number) => number < answers.Length ? answers[number] : Answer.Error(501, 0, "the script is over").With("x-should-retry", "false"));

    public static Script With(Func<GroveClientOptions, GroveClientOptions>? change, Func<SeenRequest, int, Answer> answers) =>
        new(new ScriptedServer(answers), new GroveClientOptions(), change);

    public Task<Organization> GetAsync(RequestOptions? options = null, CancellationToken? cancellation = null) =>
        Client.Organizations.GetAsync("o1", options, cancellation ?? TestContext.Current.CancellationToken);

    public Task<Organization> CreateAsync(RequestOptions? options = null) =>
        Client.Organizations.CreateAsync(new() { Name = "One" }, options, TestContext.Current.CancellationToken);

    public Task<ApiResponse> SendAsync(HttpMethod method, string path, string? json = null, RequestOptions? options = null)
    {
        System.Text.Json.JsonElement? body = json is null ? null : System.Text.Json.JsonElement.Parse(json);
        return Client.SendAsync(method, path, body, options, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
