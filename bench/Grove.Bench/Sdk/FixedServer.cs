using Grove.Client;
using Grove.Server;

namespace Grove.Bench.Sdk;

/// <summary>
/// Answers with the very bytes and headers that a real Grove gave to the same requests, without the work behind them: what a client costs is not hidden behind what
/// a server costs. It runs as a process of its own, so that what is allocated here is not counted there.
/// </summary>
internal static class FixedServer
{
    public const string Email = "operator@localhost";
    public const string Key = "bench-operator-key-0123456789abcdefghijklm";

    /// <summary>What a client may ask for: an organization, and a page of ten.</summary>
    public const string OrganizationId = "organization", ParentId = "parent";

    public static async Task RunAsync(string urls)
    {
        var recorded = await RecordAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();
        app.Run(async http =>
        {
            if (!recorded.TryGetValue(http.Request.Path + http.Request.QueryString, out var answer))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
            await http.Response.Body.WriteAsync(answer.Body);
        });
        await app.RunAsync();
    }

    private static async Task<Dictionary<string, Answer>> RecordAsync()
    {
        var options = new GroveOptions { Database = "sqlite::memory:", Urls = "http://127.0.0.1:0", OperatorEmail = Email, OperatorKey = Key };
        await using var grove = await GroveServer.StartAsync(
            options, TimeProvider.System, new IdSource(TimeProvider.System), TextWriter.Null, static (logging, _) => logging.ClearProviders(), null, CancellationToken.None);
        using var client = new GroveClient(new GroveClientOptions { BaseUrl = new Uri(grove.Addresses.First() + options.PathBase), ApiEmail = Email, ApiKey = Key });
        var profile = new Profile
        {
            BusinessAddress = "1 Forest Road",
            BusinessEmail = "office@example.com",
            BusinessName = "Example Forestry",
            BusinessPhone = "+44 20 7946 0000",
            ExternalMetadata = "{}",
        };
        var parent = await client.Organizations.CreateAsync(new() { Name = "Root of the measured" });
        var ids = new List<string>();
        for (var number = 1; number <= 11; number++)
            ids.Add((await client.Organizations.CreateAsync(new() { Name = $"Organization number {number}", Parent = new(parent.Id), Profile = profile })).Id);
        return new()
        {
            [$"/client/v4/organizations/{OrganizationId}"] = Of(await client.WithRawResponseAsync(c => c.Organizations.GetAsync(ids[0]))),
            [$"/client/v4/organizations?parent.id={ParentId}&page_size=10"] = Of(
                (await client.Organizations.ListAsync(new() { Parent = new() { Id = parent.Id }, PageSize = 10 })).Response),
        };
    }

    private static Answer Of(ApiResponse response)
    {
        var headers = response.Headers.Where(header => header.Key is not ("Date" or "Transfer-Encoding")).Select(header => (header.Key, string.Join(", ", header.Value)));
        return new([.. headers, ("Content-Type", response.ContentType!), ("Content-Length", response.BodyBytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture))], response.BodyBytes);
    }

    private sealed record Answer((string Name, string Value)[] Headers, ReadOnlyMemory<byte> Body);
}
