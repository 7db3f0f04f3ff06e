using Grove.Cli.Verbs;
using Grove.Client;

namespace Grove.Cli.Profiles;

/// <summary>Which server a call asks, as whom.</summary>
internal static class Connection
{
    private static readonly string[] Variables =
        ["CLOUDFLARE_BASE_URL", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_EMAIL", "CLOUDFLARE_API_KEY", "CLOUDFLARE_API_USER_SERVICE_KEY"];

    /// <summary>
    /// A profile that is named with <c>--profile</c>; else the variables of the SDKs, when one of them is set; else the profile of
    /// <c>GROVE_PROFILE</c> or the one in use. A server never gets a credential that was kept for another: profile and environment are not mixed.
    /// </summary>
    /// <exception cref="CommandException">There is nothing to connect with, or it cannot be used.</exception>
    public static GroveClientOptions Options(Surroundings around, Choices choices)
    {
        string? Set(string name) => around.Environment(name) is { Length: > 0 } value ? value : null;
        var environment = choices.Profile is null && Variables.Any(variable => Set(variable) is not null);
        var profile = environment
            ? new Profile { BaseUrl = Set("CLOUDFLARE_BASE_URL"), ApiToken = Set("CLOUDFLARE_API_TOKEN"), Email = Set("CLOUDFLARE_EMAIL"), ApiKey = Set("CLOUDFLARE_API_KEY") }
            : Chosen(around, choices.Profile ?? Set("GROVE_PROFILE"));
        if (profile is null && choices.BaseUrl is null)
            throw CommandException.Usage("There are no credentials: set CLOUDFLARE_API_TOKEN, or keep some with `grove profile set NAME`.");
        var options = new GroveClientOptions
        {
            BaseUrl = Url(choices.BaseUrl ?? profile?.BaseUrl),
            ApiToken = profile?.ApiToken?.Trim(),
            ApiEmail = profile?.Email?.Trim(),
            ApiKey = profile?.ApiKey?.Trim(),
            UserServiceKey = environment ? Set("CLOUDFLARE_API_USER_SERVICE_KEY")?.Trim() : null,
            Handler = around.Handler,
            TimeProvider = around.Clock,
            LoggerFactory = choices.Verbose ? new ErrorLog(around.Error) : null,
        };
        if (choices.Timeout is { } timeout) options = options with { Timeout = timeout };
        return choices.Retries is { } retries ? options with { MaxRetries = retries } : options;
    }

    private static Profile? Chosen(Surroundings around, string? name)
    {
        var file = new ProfileFile(around);
        var profiles = file.Read();
        name ??= profiles.Current;
        if (name is null) return null;
        return profiles.All.GetValueOrDefault(name) ?? throw CommandException.Usage($"There is no profile {name} in {file.Path}.");
    }

    private static Uri Url(string? text) =>
        text is null ? GroveClientOptions.CloudflareBaseUrl
        : Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) ? url
        : throw CommandException.Usage($"{text} is no absolute URL.");
}
