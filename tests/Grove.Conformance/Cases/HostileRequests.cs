using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Grove.Conformance.Hostile;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>A great many hostile requests: none brings a 5xx, none changes what is not its sender's, none learns or logs what it should not.</summary>
public partial class HostileRequests
{
    private const int Connections = 4;
    private static readonly int Number = int.Parse(Environment.GetEnvironmentVariable("GROVE_HOSTILE_REQUESTS") ?? "3000", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("GROVE_HOSTILE_SEED") ?? "20261122", CultureInfo.InvariantCulture);

    private static readonly HttpStatusCode[] OfTheHttpServer =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.RequestTimeout, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestUriTooLong, HttpStatusCode.RequestHeaderFieldsTooLarge,
    ];

    [GeneratedRegex(@"SQLite|Npgsql|SQLSTATE|constraint|syntax error|System\.|Microsoft\.|   at |\.cs\b|/(?:tmp|home|root)/|postgres|stack ?trace|exception", RegexOptions.IgnoreCase)]
    private static partial Regex Telling();

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Nothing_breaks_leaks_or_changes(string engine)
    {
        var logs = new LogCapture();
        // Loopback is trusted as a proxy, so that the senders do not share one limit of failures.
        await using var host = await GroveHost.StartAsync(engine, options => options with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] }, logs: logs);
        var (targets, secrets, hostile) = await PrepareAsync(host);
        var before = await Tables.DumpAsync(host.Database);
        var accepted = new ConcurrentDictionary<string, string>();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async worker =>
        {
            var generator = new Generator(Seed + worker, targets);
            RawConnection? connection = null;
            for (var i = 0; i < Number / Connections; i++)
            {
                var request = generator.Next();
                var about = $"seed {Seed + worker}, request {i}: {request.About}\n{request.Text[..Math.Min(request.Text.Length, 1000)]}";
                connection ??= await RawConnection.OpenAsync(host.Http.BaseAddress!);
                await connection.SendAsync(request.Text.Replace("\r\nHost: grove\r\n", $"\r\nHost: grove\r\nX-Forwarded-For: 10.{worker}.{i / 250}.1\r\n", StringComparison.Ordinal));
                if (request.Last) connection.EndSending();
                var reply = await connection.ReadAsync(request.Head);
                if (Check(request, reply, secrets, about) && request.Changes) accepted[reply!.Headers["X-Request-Id"]] = about;
                if (!request.Last && !connection.Ended) continue;
                await connection.DisposeAsync();
                connection = null;
            }
        }));

        (await host.Operator.GetAsync("user")).Succeeded();
        var after = await Invariants.CheckAsync(host.Database);
        NothingElseChanged(before, after, hostile, accepted);
        foreach (var (level, text) in logs.Records)
        {
            Assert.True(level < Microsoft.Extensions.Logging.LogLevel.Error, text);
            Assert.False(Telling().IsMatch(text.Replace("Microsoft.AspNetCore.", "", StringComparison.Ordinal)), text);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    private static async Task<(Targets Targets, List<string> Secrets, Actor Hostile)> PrepareAsync(GroveHost host)
    {
        var (victim, hostile) = (await host.NewUserAsync(), await host.NewUserAsync());
        var root = await victim.CreateAsync("Victim");
        var below = await victim.CreateAsync("Below", root);
        (await victim.PutAsync($"organizations/{root}/profile", Surface.Profile)).Succeeded();
        await host.GiveRoleAsync(root, hostile.Id, Role.ReadOnly);
        var account = await victim.CreateAccountAsync("Of the victim", root);
        var free = await victim.CreateAccountAsync("Free of the victim");
        var inviting = await victim.CreateAsync("Inviting");
        var (invite, secret) = await victim.InviteForSecretAsync(inviting, hostile.Email, Role.ReadOnly);
        // Of somebody who is a user, and of somebody who is none yet.
        var (_, stolenInvite) = await victim.InviteForSecretAsync(inviting, (await host.NewUserAsync()).Email);
        var (_, stolenFirst) = await victim.InviteForSecretAsync(inviting, Invitations.NewAddress());
        var own = new List<string> { invite };
        for (var i = 0; i < 6; i++) own.Add(await hostile.CreateAsync($"Own {i}", i % 2 == 0 ? null : own[^1]));
        own.AddRange([await hostile.CreateAccountAsync("Own account", own[1]), await hostile.CreateAccountAsync("Own free account")]);
        own.Add((await host.NewTokenAsync(hostile.Id, Policy.Allow("User Details Read", Policy.Everything(hostile.Id)))).Id);
        var victims = new List<string> { root, below, account, free, inviting, victim.Id };
        foreach (var organization in (string[])[root, inviting])
            victims.AddRange((await victim.GetAsync($"organizations/{organization}/members")).Result.EnumerateArray().Select(member => member.GetProperty("id").GetString()!).Where(member => member != invite));
        var (_, token) = await host.NewTokenAsync(hostile.Id, Policy.Allow("User Details Read", Policy.Everything(hostile.Id)));
        var (stolenId, stolen) = await host.NewTokenAsync(victim.Id, new() { ["condition"] = Policy.From("192.0.2.1") }, Policy.Allow("User Details Write", Policy.Everything(victim.Id)));
        static string Pair(string email, string key) => $"X-Auth-Email: {email}\r\nX-Auth-Key: {key}\r\n";
        return (new Targets(
            await HostileOperation.ReadAllAsync(host),
            [
                "", Pair(hostile.Email, hostile.Key), Pair(hostile.Email, hostile.Key), Pair(hostile.Email, hostile.Key), $"Authorization: Bearer {token}\r\n", $"Authorization: Bearer {stolen}\r\n",
                Pair(victim.Email, hostile.Key), $"X-Auth-Email: {victim.Email}\r\n", "Authorization: Basic eDp4\r\n", $"Authorization: Bearer {new string('x', 300)}\r\n",
                Pair(GroveHost.OperatorEmail, GroveHost.OperatorKey) + $"Grove-As-User: {hostile.Id}\r\n", Pair(GroveHost.OperatorEmail, GroveHost.OperatorKey),
            ], own, [.. victims, stolenId], [secret, stolenInvite, stolenFirst]),
            [hostile.Key, victim.Key, token, stolen, secret, stolenInvite, stolenFirst, GroveHost.OperatorKey], hostile);
    }

    /// <summary>True when the request was accepted.</summary>
    private static bool Check(HostileRequest request, Reply? reply, List<string> secrets, string about)
    {
        if (reply is null)
        {
            Assert.True(request.Broken, $"no answer: {about}");
            return false;
        }
        Assert.True((int)reply.Status < 500 || (request.Broken && reply.Status == HttpStatusCode.HttpVersionNotSupported), $"{(int)reply.Status} {reply.Text}: {about}");
        if (!reply.Headers.ContainsKey("X-Request-Id"))
        {
            Assert.True(request.Broken && reply.Text.Length == 0 && (OfTheHttpServer.Contains(reply.Status) || (int)reply.Status == 505), $"{(int)reply.Status} {reply.Text}: {about}");
            return false;
        }
        if ((int)reply.Status >= 400 && !request.Head) reply.WearsTheEnvelope(about);
        // What was asked may be shown to who asked; a list can hold what an earlier request stored.
        if ((int)reply.Status >= 400) Assert.False(Telling().IsMatch(Quoted().Replace(reply.Text, "")), $"{reply.Text}: {about}");
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, reply.Text, StringComparison.Ordinal));
        return (int)reply.Status is 200 or 204;
    }

    // Names of members come back in pointers and messages.
    [GeneratedRegex("\"pointer\":\"[^\"]*\"|\"message\":\"[^\"]* (is not known here|must |is required|has a %|is not valid)[^\"]*\"")]
    private static partial Regex Quoted();

    private static void NothingElseChanged(Tables before, Tables after, Actor hostile, IReadOnlyDictionary<string, string> accepted)
    {
        var userKey = before["users"].Single(row => row["id"] == hostile.Id)["key"];
        var owned = Keys(before["organization_members"].Where(row => row["user_key"] == userKey && row["roles"] == "4"), "organization_key");
        var mine = Keys(before["closure"].Where(row => owned.Contains(row["ancestor"])), "descendant");
        var accounts = Keys(before["account_members"].Where(row => row["user_key"] == userKey), "account_key");
        accounts.UnionWith(Keys(before["accounts"].Where(row => mine.Contains(row["organization_key"])), "key"));
        bool Disposable(string table, IReadOnlyDictionary<string, string?> row) => table switch
        {
            "users" => row["key"] == userKey,
            "organizations" => mine.Contains(row["key"]),
            "closure" => mine.Contains(row["descendant"]),
            // Its records stay when an organization goes, and are no longer at a place that is none.
            "audit_places" => mine.Contains(row["organization_key"]),
            "organization_grams" => mine.Contains(row["organization_key"]),
            "organization_members" => row["user_key"] == userKey || mine.Contains(row["organization_key"]),
            "accounts" => accounts.Contains(row["key"]),
            "account_members" => row["user_key"] == userKey || accounts.Contains(row["account_key"]),
            "api_tokens" or "idempotency_keys" => row["user_key"] == userKey,
            _ => false,
        };
        foreach (var table in Tables.Names)
        {
            var present = after.Lines(table).ToHashSet();
            foreach (var row in before[table].Where(row => !Disposable(table, row)))
                Assert.True(present.Contains(Tables.Line(table, row)), $"changed or gone: {Tables.Line(table, row)}");
        }
        // Nobody new rules, and nothing new lies in the victim's tree or has the victim's rights.
        foreach (var (table, column) in (ReadOnlySpan<(string, string)>)[("closure", "ancestor"), ("accounts", "organization_key"), ("organization_members", "organization_key"), ("account_members", "account_key"), ("api_tokens", "user_key")])
            Assert.Equal(Of(before, table, column), Of(after, table, column));
        Assert.Equal(1, after["settings"].Count(row => row["name"] == "secret"));
        Recorded(before, after, accepted);

        List<string> Of(Tables tables, string table, string column)
        {
            var theirs = Keys(column switch
            {
                "account_key" => before["accounts"].Where(row => !accounts.Contains(row["key"])),
                "user_key" => before["users"].Where(row => row["key"] != userKey),
                _ => before["organizations"].Where(row => !mine.Contains(row["key"])),
            }, "key");
            return [.. tables[table].Where(row => theirs.Contains(row[column])).Select(row => row.GetValueOrDefault("key") ?? Tables.Line(table, row)).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Every accepted change, and nothing else, left a record.</summary>
    private static void Recorded(Tables before, Tables after, IReadOnlyDictionary<string, string> accepted)
    {
        var old = Keys(before["audit_records"], "key");
        var recorded = Keys(after["audit_records"].Where(row => !old.Contains(row["key"]) && row.GetValueOrDefault("action_result") is null or "success"), "request_id");
        Assert.Empty(accepted.Where(change => !recorded.Contains(change.Key)).Select(change => change.Value));
        Assert.DoesNotContain(recorded, request => request is not null && !accepted.ContainsKey(request));
    }

    private static HashSet<string?> Keys(IEnumerable<IReadOnlyDictionary<string, string?>> rows, string column) => [.. rows.Select(row => row[column])];
}
