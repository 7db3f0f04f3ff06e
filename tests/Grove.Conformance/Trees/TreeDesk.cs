using System.Runtime.CompilerServices;
using Grove.Cli.Trees;
using Grove.Client;
using Grove.Tests.Cli.Trees;
using Xunit;

namespace Grove.Conformance.Trees;

/// <summary>Imports and exports for one person, by a client whose connection may be a bad one.</summary>
internal sealed class TreeDesk(GroveHost host, Actor actor)
{
    // Only who is a user can be a member without being asked.
    private static readonly string[] Users = ["m0@example.com", "m1@example.com", "a0@example.com", "a1@example.com", "bo@example.com"];
    private static readonly ConditionalWeakTable<GroveHost, Lazy<Task>> Ready = [];

    public static async Task<TreeDesk> OpenAsync(GroveHost host, bool asOperator = true)
    {
        await Ready.GetValue(host, static host => new(() => Task.WhenAll(Users.Select(email => host.NewUserAsync(email))))).Value;
        return new(host, await host.NewUserAsync(asOperator));
    }

    public Actor Actor => actor;

    /// <summary>A client as the command has it, or one that gives up at once when <paramref name="line"/> is broken.</summary>
    public GroveClient Client(HttpMessageHandler? line = null, int retries = 0) => new(new GroveClientOptions
    {
        BaseUrl = host.Http.BaseAddress,
        ApiEmail = actor.Email,
        ApiKey = actor.Key,
        Handler = line,
        MaxRetries = retries,
    });

    public async Task<ImportReport> ImportAsync(
        IReadOnlyList<TreeOrganization> forest, ImportOptions? options = null, HttpMessageHandler? line = null, int retries = 0, int pageSize = 1000, CancellationToken? cancellation = null)
    {
        using var client = Client(line, retries);
        var server = new TreeServer(client, client, pageSize);
        var roles = await RoleBook.ReadAsync(server, forest, TestContext.Current.CancellationToken);
        Assert.Empty(roles.FaultsOf(forest));
        return await TreeImport.RunAsync(server, forest, roles, options ?? new(), new(), cancellation ?? TestContext.Current.CancellationToken);
    }

    public Task<ImportReport> ImportAsync(string yaml, ImportOptions? options = null) => ImportAsync(Read(yaml), options);

    /// <summary>All that the person sees, as one text.</summary>
    public async Task<string> ShapeAsync(ExportOptions? options = null) => TreeFiles.Shape(await ExportAsync(options));

    public async Task<IReadOnlyList<TreeOrganization>> ExportAsync(ExportOptions? options = null, HttpMessageHandler? line = null, int pageSize = 1000)
    {
        using var client = Client(line);
        return await TreeExport.RunAsync(new TreeServer(client, client, pageSize), options ?? new() { ExternalIds = true }, new(), TestContext.Current.CancellationToken);
    }

    public static IReadOnlyList<TreeOrganization> Read(string yaml)
    {
        var file = TreeFiles.Yaml(yaml);
        Assert.Empty(file.Faults);
        return file.Organizations;
    }

    /// <summary>What an export of a forest says: siblings by name, and what a file leaves to the server.</summary>
    public static IReadOnlyList<TreeOrganization> AsExported(IEnumerable<TreeOrganization> forest) => [.. forest.OrderBy(organization => organization.Name, StringComparer.Ordinal).Select(organization => organization with
    {
        Members = [.. organization.Members.OrderBy(member => member.Email, StringComparer.Ordinal).Select(member => member with { Status = member.Status ?? "pending", Roles = member.Roles ?? ["Organization Super Administrator"] })],
        Accounts = [.. organization.Accounts.OrderBy(account => account.Name, StringComparer.Ordinal).Select(account => account with
        {
            Settings = account.Settings is { EnforceTwofactor: false } settings ? settings with { EnforceTwofactor = null } : account.Settings,
        })],
        Organizations = AsExported(organization.Organizations),
    })];
}

/// <summary>A connection that breaks.</summary>
/// <param name="whole">How many requests go through before it.</param>
/// <param name="answerLost">True when the server still gets the next one, and only the answer is lost.</param>
internal sealed class BreakingLine(int whole, bool answerLost) : DelegatingHandler
{
    private int sent;

    public bool Broke => sent > whole;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref sent);
        if (number == whole + 1 && answerLost) (await base.SendAsync(request, cancellationToken)).Dispose();
        return number <= whole ? await base.SendAsync(request, cancellationToken) : throw new HttpRequestException("The line is broken.");
    }
}

/// <summary>A connection that loses the first answer to every change: only a further attempt hears one.</summary>
internal sealed class ForgetfulLine : DelegatingHandler
{
    private readonly HashSet<string> lost = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method != HttpMethod.Post || !request.Headers.TryGetValues("Idempotency-Key", out var keys)) return response;
        bool first;
        lock (lost) first = lost.Add(keys.Single());
        if (!first) return response;
        response.Dispose();
        throw new HttpRequestException("The answer is lost.");
    }
}

/// <summary>A connection on which something else happens right after the answer to who has an external id.</summary>
internal sealed class LateLine(Func<string, Task> happens) : DelegatingHandler
{
    private int asked;

    public int Asked => asked;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method != HttpMethod.Get || !request.RequestUri!.Query.Contains("external_id=", StringComparison.Ordinal)) return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        Interlocked.Increment(ref asked);
        await happens(request.RequestUri.AbsolutePath);
        return response;
    }
}

/// <summary>Counts what is sent, and can end a run in its middle.</summary>
internal sealed class CountingLine(CancellationTokenSource? stop = null, int after = int.MaxValue) : DelegatingHandler
{
    private int reads;
    private int changes;

    public int Reads => reads;

    public int Changes => changes;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get) Interlocked.Increment(ref reads);
        else if (Interlocked.Increment(ref changes) > after) await stop!.CancelAsync();
        return await base.SendAsync(request, cancellationToken);
    }
}
