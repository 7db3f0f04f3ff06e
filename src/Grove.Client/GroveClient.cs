using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Grove.Client.Core;

namespace Grove.Client;

/// <summary>
/// A client of Cloudflare's Organizations API and of Grove, which speaks it. Safe for any number of threads; make one and keep it. A failed call throws a
/// <see cref="GroveException"/>.
/// </summary>
public sealed class GroveClient : IDisposable
{
    private readonly GroveClientOptions options;
    private readonly Func<string, string?> environment;
    private readonly HttpClient http;
    private readonly bool owned;

    /// <summary>A client with the credentials and the address of the environment.</summary>
    /// <exception cref="ArgumentException">The environment cannot be used as it is; the message says what.</exception>
    public GroveClient() : this(new GroveClientOptions())
    {
    }

    /// <summary>A client with these options; what they leave out comes from the environment.</summary>
    /// <param name="options">How it finds and treats the API.</param>
    /// <exception cref="ArgumentException">The options cannot be used as they are; the message says which.</exception>
    public GroveClient(GroveClientOptions options) : this(options, Environment.GetEnvironmentVariable)
    {
    }

    // What may be refused comes first, so that nothing is left behind.
    internal GroveClient(GroveClientOptions options, Func<string, string?> environment)
        : this(Valid(options), environment, new RequestFactory(options, environment), HttpClients.Of(options), options.HttpClient is null)
    {
    }

    private GroveClient(GroveClientOptions options, Func<string, string?> environment, RequestFactory requests, HttpClient http, bool owned)
        : this(options, environment, http, owned, new Transport(http, requests, options))
    {
    }

    private GroveClient(GroveClientOptions options, Func<string, string?> environment, HttpClient http, bool owned, Transport transport)
    {
        (this.options, this.environment, this.http, this.owned) = (options, environment, http, owned);
        Transport = transport;
        Organizations = new(Transport);
        Accounts = new(Transport);
        Memberships = new(Transport);
        User = new(Transport);
        Grove = new(Transport);
    }

    /// <summary>Organizations that the caller has access to: <c>/organizations</c>.</summary>
    public OrganizationService Organizations { get; }

    /// <summary>Accounts that the caller has access to: <c>/accounts</c>.</summary>
    public AccountService Accounts { get; }

    /// <summary>The caller's own memberships of accounts: <c>/memberships</c>.</summary>
    public MembershipService Memberships { get; }

    /// <summary>The user whose credential is used, and what is theirs: <c>/user</c>.</summary>
    public UserService User { get; }

    /// <summary>What only Grove has: everything below <c>/grove/v1</c>.</summary>
    public GroveService Grove { get; }

    internal Transport Transport { get; }

    /// <summary>A client with other options over the same connections, which end with the client that it comes from.</summary>
    /// <param name="change">Makes the other options from these.</param>
    /// <exception cref="ArgumentException">The options cannot be used as they are, or change what requests go through.</exception>
    public GroveClient WithOptions(Func<GroveClientOptions, GroveClientOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var changed = Valid(change(options));
        if (changed.HttpClient != options.HttpClient || changed.Handler != options.Handler)
            throw new ArgumentException("The connections stay those of this client: HttpClient and Handler cannot be changed.", nameof(change));
        return new GroveClient(changed, environment, new RequestFactory(changed, environment), http, owned: false);
    }

    /// <summary>
    /// The answer of one call as it came, with its status, headers, body and messages:
    /// <c>await client.WithRawResponseAsync(c => c.Organizations.GetAsync(id))</c>.
    /// </summary>
    /// <typeparam name="T">What the call answers.</typeparam>
    /// <param name="call">The call, on the client that it is given.</param>
    /// <exception cref="InvalidOperationException">Nothing was called.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public async Task<ApiResponse<T>> WithRawResponseAsync<T>(Func<GroveClient, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        ApiResponse? last = null;
        var value = await call(Capturing(response => last = response)).ConfigureAwait(false);
        return new ApiResponse<T>(last ?? throw new InvalidOperationException("Nothing was called."), value);
    }

    /// <summary>The answer of one call that answers nothing, as it came.</summary>
    /// <param name="call">The call, on the client that it is given.</param>
    /// <exception cref="InvalidOperationException">Nothing was called.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public async Task<ApiResponse> WithRawResponseAsync(Func<GroveClient, Task> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        ApiResponse? last = null;
        await call(Capturing(response => last = response)).ConfigureAwait(false);
        return last ?? throw new InvalidOperationException("Nothing was called.");
    }

    /// <summary>Calls an endpoint that this client has no method for.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">
    /// The path below <see cref="GroveClientOptions.BaseUrl"/>, percent-encoded, with its query if any; or below the root of Grove's own API when it starts
    /// with <c>/grove/v1/</c>.
    /// </param>
    /// <param name="body">What is sent as JSON; null for nothing.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The path has a fragment or a dot segment.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ApiResponse> SendAsync(
        HttpMethod method, string path, JsonElement? body = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Transport.SendForAnythingAsync(Custom(method, path, body, options), cancellationToken);

    /// <summary>Calls an endpoint that this client has no method for, and reads the result of its envelope.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="path">As for the call without a type.</param>
    /// <param name="type">How the result is read, from a source-generated context.</param>
    /// <param name="body">What is sent as JSON; null for nothing.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<ApiResponse<T>> SendAsync<T>(
        HttpMethod method, string path, JsonTypeInfo<T> type, JsonElement? body = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Transport.SendAsync(Custom(method, path, body, options), type, cancellationToken);

    /// <summary>Ends the connections, unless they are the caller's own.</summary>
    public void Dispose()
    {
        if (owned) http.Dispose();
    }

    private GroveClient Capturing(Action<ApiResponse> answer) => new(options, environment, http, owned: false, Transport.Capturing(answer));

    private static ApiCall Custom(HttpMethod method, string path, JsonElement? body, RequestOptions? options)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        PathBuilder.CheckWhole(path);
        const string grove = "/grove/v1/";
        var ofGrove = path.StartsWith(grove, StringComparison.Ordinal);
        return new ApiCall(method, new ApiPath(ofGrove ? path[grove.Length..] : path.TrimStart('/'), ofGrove))
        {
            Body = body is { } sent ? JsonSerializer.SerializeToUtf8Bytes(sent, GroveJson.Default.JsonElement) : null,
            Options = options,
        };
    }

    private static GroveClientOptions Valid(GroveClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRetries);
        Waits.CheckTimeout(options.Timeout);
        Waits.CheckDelay(options.MaxServerDelay);
        ArgumentNullException.ThrowIfNull(options.Headers);
        ArgumentNullException.ThrowIfNull(options.Query);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        if (options is { HttpClient: not null, Handler: not null }) throw new ArgumentException("Either HttpClient or Handler, not both.", nameof(options));
        return options;
    }
}
