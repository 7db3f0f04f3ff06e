using System.Globalization;
using System.Net.Http.Headers;

namespace Grove.Client.Core;

/// <summary>Which failures are tried again, and after how long: as the official clients do, with an upper bound for what a server asks.</summary>
internal static class RetryRules
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);

    /// <summary>Of a refusal: <c>x-should-retry</c> wins; else 408, 409, 429 and 500 and above.</summary>
    public static bool MayPass(HttpResponseMessage response) => !response.IsSuccessStatusCode && response.Headers.First("x-should-retry") switch
    {
        "true" => true,
        "false" => false,
        _ => (int)response.StatusCode is 408 or 409 or 429 or >= 500,
    };

    /// <summary>What the server asks for within bounds, else 0.5 s doubled each time up to 8 s, less up to a quarter at random.</summary>
    public static TimeSpan Delay(HttpResponseMessage? response, int retriesBefore, TimeSpan longestAsked, DateTimeOffset now, double jitter)
    {
        if (response is not null && Asked(response.Headers, now) is { } asked && asked >= TimeSpan.Zero && asked <= longestAsked) return asked;
        var own = FirstDelay * Math.Pow(2, Math.Min(retriesBefore, 10));
        return (own < LongestDelay ? own : LongestDelay) * (1 - (0.25 * jitter));
    }

    private static TimeSpan? Asked(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Number(headers.First("Retry-After-Ms")) is { } milliseconds) return FromSeconds(milliseconds / 1000);
        var after = headers.First("Retry-After");
        if (Number(after) is { } seconds) return FromSeconds(seconds);
        return RetryConditionHeaderValue.TryParse(after, out var parsed) ? parsed.Date - now : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    // More than any bound is as good as far too long.
    private static TimeSpan FromSeconds(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -1, 1e9));
}
