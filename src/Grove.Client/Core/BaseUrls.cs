namespace Grove.Client.Core;

/// <summary>The two roots of the API, without a slash at the end.</summary>
internal readonly record struct BaseUrls(string Wire, string Grove)
{
    private const string WirePath = "/client/v4";
    private const string GrovePath = "/grove/v1";

    /// <exception cref="ArgumentException">A URL is not absolute, not HTTP, or has a query.</exception>
    public static BaseUrls Of(GroveClientOptions options, Func<string, string?> environment)
    {
        const string variable = "CLOUDFLARE_BASE_URL";
        var wire = options.BaseUrl is { } given ? Checked(given, nameof(options.BaseUrl))
            : environment(variable)?.Trim() is { Length: > 0 } text ? Checked(new Uri(text, UriKind.RelativeOrAbsolute), variable)
            : Checked(GroveClientOptions.CloudflareBaseUrl, nameof(options.BaseUrl));
        if (options.GroveBaseUrl is { } grove) return new(wire, Checked(grove, nameof(options.GroveBaseUrl)));
        return new(wire, (wire.EndsWith(WirePath, StringComparison.Ordinal) ? wire[..^WirePath.Length] : new Uri(wire).GetLeftPart(UriPartial.Authority)) + GrovePath);
    }

    private static string Checked(Uri url, string name)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Query.Length > 0 || url.Fragment.Length > 0
            || url.UserInfo.Length > 0)
            throw new ArgumentException($"{name} must be an absolute http or https URL without user, query and fragment.", name);
        return url.AbsoluteUri.TrimEnd('/');
    }
}
