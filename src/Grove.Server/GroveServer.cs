using Grove.Server.AccountMembers;
using Grove.Server.Accounts;
using Grove.Server.Asking;
using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Configuration;
using Grove.Server.Http;
using Grove.Server.Invites;
using Grove.Server.Members;
using Grove.Server.Memberships;
using Grove.Server.OpenApi;
using Grove.Server.Operations;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Tokens;
using Grove.Server.UserOrganizations;
using Grove.Server.Users;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Grove.Server;

/// <summary>One whole server: composed here, by hand, for the program and for tests alike. Several may live in one process.</summary>
public sealed class GroveServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Db db;
    private readonly Metrics metrics;

    private GroveServer(WebApplication app, Db db, Metrics metrics) => (this.app, this.db, this.metrics) = (app, db, metrics);

    /// <summary>The addresses that it listens on, with the real ports.</summary>
    public IReadOnlyCollection<string> Addresses =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>All routes that it answers.</summary>
    internal IEnumerable<RouteEndpoint> RouteEndpoints => ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    /// <summary>What it does in the background.</summary>
    internal IEnumerable<IHostedService> Background => app.Services.GetServices<IHostedService>();

    /// <summary>Opens the database, prepares it, and listens.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="clock">The only source of time; null for the system's.</param>
    /// <param name="output">Gets what a person should read, the operator's new key among it; null for nobody.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <exception cref="GroveStartException">The database or an address cannot be used; the message says why.</exception>
    public static Task<GroveServer> StartAsync(
        GroveOptions options, TimeProvider? clock = null, TextWriter? output = null, CancellationToken cancel = default)
    {
        clock ??= TimeProvider.System;
        return StartAsync(options, clock, new IdSource(clock), output ?? TextWriter.Null, static (logging, configuration) => logging.ConfigureLogging(configuration), null, cancel);
    }

    /// <summary>The same, with every part replaceable; <paramref name="watch"/> may put a database between the server and its own.</summary>
    internal static async Task<GroveServer> StartAsync(
        GroveOptions options, TimeProvider clock, IdSource ids, TextWriter output, Action<ILoggingBuilder, IConfiguration> configureLogging,
        Func<Db, Db>? watch, CancellationToken cancel)
    {
        // Only what docs/configuration.md names: no file or variable that ASP.NET would read by itself.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Grove.Server" });
        builder.Services.AddRoutingCore();
        builder.Configuration.AddJsonFile(AppSettingsFile.Name, optional: true, reloadOnChange: false).AddEnvironmentVariables();
        configureLogging(builder.Logging, builder.Configuration);
        // What fails while it starts is thrown to us and told in one line; the host would log it as well, with its stack.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Configure(builder.Configuration.GetSection("Kestrel"));
            // The pipeline counts for itself: Kestrel would cut the connection of a body that is too large, and with it the answer.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 96 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        using var loggers = LoggerFactory.Create(logging => configureLogging(logging, builder.Configuration));

        if (!DatabaseUrl.TryParse(options.Database, out var database, out var faults)) throw new GroveStartException("GROVE_DATABASE: " + string.Join("; ", faults));
        // Neither the database nor the host needs the other to be made, and each takes its time.
        var opening = Task.Run(() => OpenAsync(database, options, clock, ids, watch, loggers.CreateLogger("Grove.Storage"), cancel), cancel);
        Parts? parts = null;
        AddBackground(builder.Services, options, database.IsShared, clock, ids, () => parts!);
        var app = builder.Build();
        Opened opened;
        try
        {
            opened = await opening;
        }
        catch (Exception fault)
        {
            await app.DisposeAsync();
            if (fault is StorageException) throw new GroveStartException(fault.Message);
            throw;
        }
        var (db, audit, setup) = opened;
        var http = new HttpMetrics();
        var metrics = new Metrics(db.Metrics.Meter, http, clock);
        parts = new Parts(options, database.IsShared, clock, ids, db, audit, setup.Secret, http, metrics);
        parts.Map(app);
        var server = new GroveServer(app, db, metrics);
        try
        {
            await app.StartAsync(cancel);
            started = true;
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            // The key of an operator that was just made is shown even so: nothing else ever shows it.
            await output.WriteAsync(Announcement(options, setup, options.Urls.Split(';')));
            await db.DisposeAsync();
            throw new GroveStartException($"Cannot listen on {options.Urls}: {fault.Message}");
        }
        await output.WriteAsync(Announcement(options, setup, server.Addresses));
        await output.FlushAsync(cancel);
        return server;
    }

    /// <summary>Waits until the process is told to stop, then lets the requests in flight finish.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancel = default) => app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        metrics.Dispose();
        await db.DisposeAsync();
    }

    private static async Task<Opened> OpenAsync(
        DatabaseUrl database, GroveOptions options, TimeProvider clock, IdSource ids, Func<Db, Db>? watch, ILogger logger, CancellationToken cancel)
    {
        var db = await SqlEngine.OpenAsync(database, clock, logger, null, cancel);
        if (watch is not null) db = watch(db);
        try
        {
            var audit = new AuditLog(clock, ids);
            return new(db, audit, await new Setup(db, audit, ids, clock, options).RunAsync(cancel));
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    private static void AddBackground(IServiceCollection services, GroveOptions options, bool shared, TimeProvider clock, IdSource ids, Func<Parts> parts)
    {
        void Add(Func<IServiceProvider, IHostedService> make) => services.AddSingleton(make);
        Add(all => parts().Counts(all));
        Add(all => parts().AccountCounts(all));
        Add(all => parts().Usage(all));
        if (options.RateLimit is not null && shared) Add(all => parts().RateSharing(all));
        Add(all => new IdempotencySweeper(parts().Idempotency, clock, all.GetRequiredService<ILogger<IdempotencySweeper>>()));
        Add(all => parts().Refused(all));
        Add(all => new AuditSweeper(parts().Db, parts().Audit, clock, options.AuditDays, all.GetRequiredService<ILogger<AuditSweeper>>()));
        if (options.Smtp is not { } smtp) return;
        Add(all => new InviteMailer(
            parts().Db, new SmtpSender(smtp, options.MailFrom!, ids, clock), ids, clock, options, all.GetRequiredService<ILogger<InviteMailer>>()));
    }

    private static string Announcement(GroveOptions options, SetupOutcome setup, IReadOnlyCollection<string> addresses)
    {
        var text = new FirstRunText(addresses, options.PathBase, setup.OperatorEmail);
        var key = setup.NewKey is null ? OperatorKeyText.Configured(options) : OperatorKeyText.Generated(setup.NewKey);
        if (setup.Made) return text.OnEmptyDatabase(key);
        if (options.ResetOperatorKey) return text.AfterReset(key);
        return text.OnLaterStart() + (setup.KeyDiffers ? text.KeyDiffers() + "\n" : "");
    }

    /// <summary>A database that is ready to be served, and what its start found in it.</summary>
    private sealed record Opened(Db Db, AuditLog Audit, SetupOutcome Setup);

    /// <summary>The objects of one server and how they hang together.</summary>
    private sealed class Parts(
        GroveOptions options, bool shared, TimeProvider clock, IdSource ids, Db db, AuditLog audit, byte[] secret, HttpMetrics http, Metrics metrics)
    {
        private SubtreeCounts? counts;
        private AccountCounts? accountCounts;
        private TokenUsage? usage;
        private RefusedAttempts? refused;

        public Db Db => db;

        public AuditLog Audit => audit;

        public Idempotency Idempotency { get; } = new(db, secret, ids, clock);

        public SubtreeCounts Counts(IServiceProvider services) => counts ??= new(db, services.GetRequiredService<ILogger<SubtreeCounts>>());

        public AccountCounts AccountCounts(IServiceProvider services) => accountCounts ??= new(db, services.GetRequiredService<ILogger<AccountCounts>>());

        public TokenUsage Usage(IServiceProvider services) => usage ??= new(db, clock, services.GetRequiredService<ILogger<TokenUsage>>());

        public RefusedAttempts Refused(IServiceProvider services) => refused ??= new(db, audit, clock, services.GetRequiredService<ILogger<RefusedAttempts>>());

        /// <summary>Null when requests are not limited.</summary>
        public UserRateLimiter? Limiter { get; } = options.RateLimit is null ? null : new(options.RateLimit, clock, shared);

        public RateSharing RateSharing(IServiceProvider services) => new(db, Limiter!, ids, clock, services.GetRequiredService<ILogger<RateSharing>>());

        public void Map(WebApplication app)
        {
            var log = new RequestLog(app.Services.GetRequiredService<ILoggerFactory>());
            var cache = new CredentialCache(clock);
            var pages = new PageTokenCodec(secret, ids);
            var failures = new FailureLimiter(clock);
            var credentials = new CredentialStore(db);
            var authenticator = new Authenticator(credentials, cache, failures, Usage(app.Services).Record, clock);
            var pipeline = new ApiPipeline(authenticator, credentials, Limiter, options, clock, Refused(app.Services).Add, log,
                app.Services.GetRequiredService<ILogger<ApiPipeline>>());
            var memberships = new UserOrganizationStore(db, audit, clock);

            var wire = new ApiEndpoints(wire: true);
            var organizations = new OrganizationEndpoints(
                new OrganizationStore(db, Counts(app.Services), clock), new OrganizationCreation(db, audit, ids, clock, options),
                new OrganizationChanges(db, AccountCounts(app.Services), audit, ids, clock, options), credentials, Idempotency, pages);
            organizations.Map(wire);
            var accountStore = new AccountStore(db, AccountCounts(app.Services));
            var accounts = new AccountEndpoints(
                accountStore, new AccountCreation(db, AccountCounts(app.Services), audit, ids, clock, options), new AccountChanges(db, AccountCounts(app.Services), audit), new AccountMove(db, AccountCounts(app.Services), audit, options), Idempotency);
            accounts.Map(wire);
            new AccountRoleEndpoints(accountStore).Map(wire);
            new AccountMemberEndpoints(
                new AccountMemberStore(db), new AccountMemberAdditions(db.Dialect, audit, ids, clock, options), new AccountMemberChanges(db, audit, clock), Idempotency).Map(wire);
            new MembershipEndpoints(new MembershipStore(db), new MembershipChanges(db, audit, clock)).Map(wire);
            new OrganizationAccountEndpoints(new OrganizationAccountStore(db), pages).Map(wire);
            new UserEndpoints(new UserStore(db, audit), memberships).Map(wire);
            new UserOrganizationEndpoints(memberships).Map(wire);
            var tokens = new TokenStore(db, audit, cache, ids, clock);
            new TokenEndpoints(tokens, Idempotency, ids, clock).Map(wire);
            PermissionGroupEndpoints.Map(wire);
            var delivery = new InviteDelivery(ids, clock, options);
            var additions = new MemberAdditions(db.Dialect, audit, delivery, ids, clock, options);
            var members = new MemberEndpoints(new MemberStore(db), additions, new MemberChanges(db, audit, delivery, clock), delivery, Idempotency, pages);
            members.Map(wire);
            var answers = new InviteAnswers(audit, options);
            var users = new UserAdministration(db, audit, cache, ids, clock);
            var invites = new InviteEndpoints(new InviteStore(db, audit, answers, clock), clock, options);
            invites.Map(wire);

            var records = new AuditEndpoints(new AuditStore(db), pages);
            records.Map(wire);

            var grove = new ApiEndpoints(wire: false);
            records.MapAdded(grove);
            new UserAdministrationEndpoints(users, tokens, Idempotency, cache, pages, ids, clock).Map(grove);
            RoleEndpoints.Map(grove);
            accounts.MapAdded(grove);
            new OrganizationAdministrationEndpoints(new OrganizationAdministration(db, audit), pages).Map(grove);
            new AccountAdministrationEndpoints(new AccountAdministration(db, audit), pages).Map(grove);
            new OperatorMembershipEndpoints(new OperatorMembershipStore(db, audit, ids, clock)).Map(grove);
            members.MapGrove(grove);
            invites.MapGrove(grove);
            new InviteSecretEndpoints(new InviteSecretStore(db.Dialect, answers, users, clock), Idempotency, failures, clock, options).Map(grove);
            organizations.MapAsking(grove);
            new UserAccountEndpoints(accountStore, credentials, pages).Map(grove);
            new CheckEndpoints(new CheckStore(db)).Map(grove);

            var logger = app.Services.GetRequiredService<ILogger<RequestGate>>();
            app.Use(next => new RequestGate(next, pipeline, ids, http, log, clock, logger).InvokeAsync);
            app.UseRouting();
            Routes.Map(app, pipeline, options.PathBase, wire);
            Routes.Map(app, pipeline, Routes.GrovePath, grove);
            Routes.MapUnbuilt(app, pipeline, options.PathBase);
            new OperationsEndpoints(pipeline, db, metrics, options).Map(app,
                [.. OpenApiOperation.Of("Wire API", options.PathBase, wire), .. OpenApiOperation.Of("Grove", Routes.GrovePath, grove)]);
        }
    }
}

/// <summary>The server cannot start; the message is for the person who starts it and holds no secret.</summary>
public sealed class GroveStartException(string message) : Exception(message);
