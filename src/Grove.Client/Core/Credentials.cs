namespace Grove.Client.Core;

/// <summary>By what the client is known.</summary>
internal sealed class Credentials
{
    private readonly string? token;
    private readonly string? email;
    private readonly string? key;
    private readonly string? serviceKey;

    private Credentials(string? token, string? email, string? key, string? serviceKey) =>
        (this.token, this.email, this.key, this.serviceKey) = (token, email, key, serviceKey);

    /// <summary>What must never be seen.</summary>
    public IEnumerable<string> Secrets => new[] { token, key, serviceKey }.OfType<string>();

    /// <summary>
    /// Those of the options, a key or address completed to a pair from the environment; when the options have none, those of the environment. So the
    /// environment never adds a second credential to one that was chosen.
    /// </summary>
    /// <exception cref="ArgumentException">Half of a pair, or text that cannot stand in a header.</exception>
    public static Credentials Of(GroveClientOptions options, Func<string, string?> environment)
    {
        string? Env(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
        var chosen = options is not { ApiToken: null, ApiEmail: null, ApiKey: null, UserServiceKey: null };
        var pair = !chosen || options.ApiEmail is not null || options.ApiKey is not null;
        var token = Checked(options.ApiToken ?? (chosen ? null : Env("CLOUDFLARE_API_TOKEN")), "ApiToken or CLOUDFLARE_API_TOKEN");
        var serviceKey = Checked(options.UserServiceKey ?? (chosen ? null : Env("CLOUDFLARE_API_USER_SERVICE_KEY")), "UserServiceKey or CLOUDFLARE_API_USER_SERVICE_KEY");
        var email = Checked(options.ApiEmail ?? (pair ? Env("CLOUDFLARE_EMAIL") : null), "ApiEmail or CLOUDFLARE_EMAIL");
        var key = Checked(options.ApiKey ?? (pair ? Env("CLOUDFLARE_API_KEY") : null), "ApiKey or CLOUDFLARE_API_KEY");
        // Half of a pair is a fault when it was chosen, or is all that there is; in the environment it may be there for other programs.
        if (email is null && key is not null)
        {
            if (options.ApiKey is null && token is not null) key = null;
            else throw new ArgumentException("An API key needs the address that it belongs to: set ApiEmail or CLOUDFLARE_EMAIL.", nameof(options));
        }
        if (key is null && options.ApiEmail is not null)
            throw new ArgumentException("An address needs the API key that belongs to it: set ApiKey or CLOUDFLARE_API_KEY.", nameof(options));
        return new Credentials(token, email, key, serviceKey);
    }

    public void AddTo(Headers headers)
    {
        if (token is not null) headers.Set("Authorization", "Bearer " + token);
        if (key is not null)
        {
            headers.Set("X-Auth-Email", email!);
            headers.Set("X-Auth-Key", key);
        }
        if (serviceKey is not null) headers.Set("X-Auth-User-Service-Key", serviceKey);
    }

    // The message never shows the text: it is a secret.
    private static string? Checked(string? text, string name)
    {
        if (text is not null && (text.Length == 0 || text.Any(c => c is <= ' ' or > '~')))
            throw new ArgumentException($"{name} must be visible ASCII characters.", nameof(text));
        return text;
    }
}
