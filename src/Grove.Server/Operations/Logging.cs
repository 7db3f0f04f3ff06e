using System.Text.Json;

namespace Grove.Server.Operations;

/// <summary>One JSON object for each log record, on standard output.</summary>
internal static class Logging
{
    /// <summary>
    /// Replaces what the host set up. Grove logs from Information, its lines for each request and the frameworks from Warning; the section Logging of
    /// <paramref name="configuration"/> outranks both.
    /// </summary>
    public static void ConfigureLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // A line for every request is for those who ask for it: metrics tell the same for less.
        logging.AddFilter(RequestLog.Category, LogLevel.Warning);
        // Its own request records and scope would repeat ours, with the path as sent; when it is off the host also skips their cost.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        logging.AddJsonConsole(options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
            options.JsonWriterOptions = new JsonWriterOptions { Indented = false };
        });
    }
}
