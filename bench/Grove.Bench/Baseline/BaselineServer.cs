using System.Globalization;
using Grove.Server;
using Grove.Server.Organizations;
using Grove.Server.Text;

namespace Grove.Bench.Baseline;

/// <summary>
/// B: what plain ASP.NET Core with a plain driver does for the same answers. No authentication, visibility, audit, metrics or ETag.
/// </summary>
internal static class BaselineServer
{
    private const int PageSize = 10;
    private static readonly string[] None = [];

    public static async Task RunAsync(string database, string urls)
    {
        await using var store = BaselineStore.Open(database);
        var ids = new IdSource(TimeProvider.System);
        var json = BaselineJson.Default;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        await using var app = builder.Build();

        app.MapGet("/organizations/{id}", async http =>
        {
            var found = await store.GetAsync((string)http.Request.RouteValues["id"]!);
            if (found is null) http.Response.StatusCode = 404;
            else await http.Response.WriteAsJsonAsync(new Envelope<Organization>(true, None, None, found), json.EnvelopeOrganization);
        });
        app.MapGet("/organizations", async http =>
        {
            var ancestor = long.Parse(http.Request.Query["ancestor"].ToString(), CultureInfo.InvariantCulture);
            var after = http.Request.Query.TryGetValue("after", out var text) ? long.Parse(text.ToString(), CultureInfo.InvariantCulture) : 0;
            var (rows, keys, total) = await store.PageAsync(ancestor, after);
            var next = default(string);
            if (rows.Count > PageSize)
            {
                rows.RemoveAt(PageSize);
                next = keys[PageSize - 1].ToString(CultureInfo.InvariantCulture);
            }
            var page = new Envelope<List<Organization>>(true, None, None, rows) { ResultInfo = new(next, total) };
            await http.Response.WriteAsJsonAsync(page, json.EnvelopeListOrganization);
        });
        app.MapGet("/check", async http =>
        {
            var answer = await store.CheckAsync(http.Request.Query["user"].ToString(), http.Request.Query["organization"].ToString()) ?? new(false, null, null);
            await http.Response.WriteAsJsonAsync(new Envelope<CheckAnswer>(true, None, None, answer), json.EnvelopeCheckAnswer);
        });
        app.MapPost("/organizations", async http =>
        {
            var body = await http.Request.ReadFromJsonAsync(json.NewOrganization);
            if (body is null)
            {
                http.Response.StatusCode = 400;
                return;
            }
            var folded = NameRules.Fold(body.Name);
            var creation = new Creation(ids.NewOrganizationId(), body.Name, folded, body.Parent.Id, (int)CapabilityFlags.Default,
                Timestamps.Now(TimeProvider.System), Grams.Of(folded));
            if (await store.CreateAsync(creation) is not { } created)
            {
                http.Response.StatusCode = 404;
                return;
            }
            var shown = Organization.Of(creation.Id, body.Name, creation.Now, creation.Flags, null, created.Lineage, created.ParentName);
            await http.Response.WriteAsJsonAsync(new Envelope<Organization>(true, None, None, shown), json.EnvelopeOrganization);
        });
        await app.StartAsync();
        Console.WriteLine("Baseline listens on " + string.Join(' ', app.Urls));
        await app.WaitForShutdownAsync();
    }
}
