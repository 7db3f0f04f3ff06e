namespace Grove.Client.Core;

/// <summary>By what the client is known, as headers; and where the API is.</summary>
internal sealed record Credentials
{
    private Credentials(string? token, string? email, string? key, string? serviceKey) => (Token, Email, Key, ServiceKey) = (token, email, key, serviceKey);

    public string? Token { get; }

    public string? Email { get; }

    public string? Key { get; }

    public string? ServiceKey { get; }

    /// <summary>
    /// Those of the options, a key or address completed to a pair from the environment; when the options have none, those of the environment. So the
    /// environment never adds a second credential to one that was chosen.
    /// </summary>
    /// <exception cref="ArgumentException">A key without an address, or text that cannot stand in a header.</exception>
    public static Credentials Of(GroveClientOptions options, Func<string, string?> environment)
    {
        string? Env(string name) => environment(name) is { Length: > 0 } value ? value.Trim() : null;
        var chosen = options is not { ApiToken: null, ApiEmail: null, ApiKey: null, UserServiceKey: null };
        var pair = !chosen || options.ApiEmail is not null || options.ApiKey is not null;
        var credentials = new Credentials(
            options.ApiToken ?? (chosen ? null : Env("CLOUDFLARE_API_TOKEN")),
            options.ApiEmail ?? (pair ? Env("CLOUDFLARE_EMAIL") : null),
            options.ApiKey ?? (pair ? Env("CLOUDFLARE_API_KEY") : null),
            options.UserServiceKey ?? (chosen ? null : Env("CLOUDFLARE_API_USER_SERVICE_KEY")));
        Check(credentials.Token, nameof(options.ApiToken));
        Check(credentials.Email, nameof(options.ApiEmail));
        Check(credentials.Key, nameof(options.ApiKey));
        Check(credentials.ServiceKey, nameof(options.UserServiceKey));
        if (credentials is { Key: not null, Email: null })
            throw new ArgumentException("An API key needs the address that it belongs to: set ApiEmail or CLOUDFLARE_EMAIL.", nameof(options));
        return credentials;
    }

    public void AddTo(HttpRequestMessage request)
    {
        if (Token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Token);
        if (Key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Auth-Email", Email);
            request.Headers.TryAddWithoutValidation("X-Auth-Key", Key);
        }
        if (ServiceKey is not null) request.Headers.TryAddWithoutValidation("X-Auth-User-Service-Key", ServiceKey);
    }

    // The message never shows the text: it is a secret.
    private static void Check(string? text, string name)
    {
        if (text is not null && (text.Length == 0 || text.Any(c => c is <= ' ' or > '~')))
            throw new ArgumentException($"{name} must be visible ASCII characters.", name);
    }
}
