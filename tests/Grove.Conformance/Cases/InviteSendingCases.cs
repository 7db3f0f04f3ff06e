using System.Net;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>How the mails of invitations leave: none is lost, none is sent by two nodes, and only the latest secret is valid.</summary>
public class InviteSendingCases
{
    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_mail_that_is_not_taken_is_sent_again_later_and_later_with_another_secret(string engine)
    {
        var clock = new TestClock();
        var logs = new LogCapture();
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine, clock: clock, logs: logs);
        var owner = await host.NewUserAsync();
        var address = Invitations.NewAddress();
        string?[] answers = ["451 later", null, "550 no such mailbox"];
        sink.Answer = _ => answers[sink.Count];
        (await owner.AddAsync(await owner.CreateAsync("Root"), address)).Succeeded();
        var secrets = new List<string> { (await sink.NextAsync()).Secret };
        foreach (var minutes in (int[])[1, 2, 4])
        {
            Assert.Equal(clock.GetUtcNow() + TimeSpan.FromMinutes(minutes), await PutOffAsync(host, clock, TimeSpan.FromMinutes(minutes)));
            clock.Advance(TimeSpan.FromMinutes(minutes));
            if (minutes == 4) sink.Answer = _ => "250 taken";
            secrets.Add((await sink.NextAsync()).Secret);
        }
        Assert.Equal(4, secrets.Distinct().Count());
        await DoneAsync(host);
        foreach (var old in secrets[..3]) (await host.AcceptAsync(old)).Refused(HttpStatusCode.NotFound, 1003);
        (await host.AcceptAsync(secrets[3])).Succeeded();
        Assert.Equal(3, logs.Records.Count(record => record.Text.Contains("An invitation was not mailed", StringComparison.Ordinal)));
        Assert.DoesNotContain(address, logs.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_node_that_stops_before_it_noted_a_mail_leaves_it_to_the_next(string engine)
    {
        var (database, remove) = await Engine.CreateDatabaseAsync(engine);
        var clock = new TestClock();
        await using var sink = new MailSink { Answer = _ => "" };
        string first;
        await using (var host = await GroveHost.OpenAsync(database, configure: sink.Configure, clock: clock))
        {
            var owner = await host.NewUserAsync();
            (await owner.AddAsync(await owner.CreateAsync("Root"), Invitations.NewAddress())).Succeeded();
            // It has arrived, and the node will never hear so.
            first = (await sink.NextAsync()).Secret;
        }
        sink.Answer = _ => "250 taken";
        await using (var host = await GroveHost.OpenAsync(database, remove, sink.Configure, clock))
        {
            clock.Advance(TimeSpan.FromMinutes(3));
            var second = (await sink.NextAsync()).Secret;
            (await host.AcceptAsync(first)).Refused(HttpStatusCode.NotFound, 1003);
            (await host.AcceptAsync(second)).Succeeded();
            await DoneAsync(host);
            Assert.Equal(2, sink.Count);
        }
    }

    [Fact]
    public async Task Several_nodes_send_each_mail_once()
    {
        const int Invited = 60;
        var (database, remove) = await Engine.CreateDatabaseAsync(Engine.Postgres);
        await using var sink = new MailSink();
        await using var first = await GroveHost.OpenAsync(database, remove, sink.Configure);
        await using var second = await GroveHost.OpenAsync(database, configure: sink.Configure);
        await using var third = await GroveHost.OpenAsync(database, configure: sink.Configure);
        var owner = await first.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        var addresses = Enumerable.Range(0, Invited).Select(_ => Invitations.NewAddress()).ToList();
        await Task.WhenAll(addresses.Chunk(10).Select(async some =>
            (await owner.PostAsync($"organizations/{root}/members:batchCreate", new { members = some.Select(address => Invitations.Entry(address)) })).Succeeded()));
        var mails = new List<Mail>();
        while (mails.Count < Invited) mails.Add(await sink.NextAsync());
        await DoneAsync(first);
        Assert.Equal(Invited, sink.Count);
        Assert.Equal(addresses.Order(StringComparer.Ordinal), mails.Select(mail => mail.To[0]).Order(StringComparer.Ordinal));
        var replies = await Task.WhenAll(mails.Select((mail, i) => (i % 2 == 0 ? second : third).AcceptAsync(mail.Secret)));
        Assert.All(replies, reply => reply.Succeeded());
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task What_is_over_before_it_was_sent_is_not_sent(string engine)
    {
        var clock = new TestClock();
        await using var sink = new MailSink { Answer = _ => "451 later" };
        await using var host = await sink.StartHostAsync(engine, clock: clock);
        var (owner, guest) = (await host.NewUserAsync(), await host.NewUserAsync());
        foreach (var end in (string[])["withdrawn", "answered", "expired"])
        {
            var root = await owner.CreateAsync(end);
            var id = await owner.InviteAsync(root, guest.Email);
            await sink.NextAsync();
            await PutOffAsync(host, clock, TimeSpan.FromMinutes(1));
            if (end == "withdrawn") (await owner.DeleteAsync($"organizations/{root}/members/{id}")).Succeeded();
            if (end == "answered") (await guest.AnswerAsync(id, "rejected")).Succeeded();
            clock.Advance(end == "expired" ? TimeSpan.FromDays(7) : TimeSpan.FromMinutes(1));
            await DoneAsync(host);
        }
        Assert.Equal(3, sink.Count);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Nothing_goes_to_a_server_without_TLS_unless_that_is_allowed(string engine)
    {
        var logs = new LogCapture();
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine, options => options with { Smtp = sink.Server with { Tls = true, User = "u", Password = "p" } }, logs: logs);
        var owner = await host.NewUserAsync();
        (await owner.AddAsync(await owner.CreateAsync("Root"), Invitations.NewAddress())).Succeeded();
        await UntilAsync(() => Task.FromResult(logs.Text.Contains("An invitation was not mailed", StringComparison.Ordinal)));
        Assert.Equal((0, null), (sink.Count, sink.Login));
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Credentials_are_given_to_a_server_that_asks(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine, options => options with { Smtp = sink.Server with { User = "grove", Password = "pass wörd" } });
        var owner = await host.NewUserAsync();
        (await owner.AddAsync(await owner.CreateAsync("Root"), Invitations.NewAddress())).Succeeded();
        await sink.NextAsync();
        Assert.Equal(("grove", "pass wörd"), sink.Login);
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task An_address_that_mail_may_not_reach_exactly_is_not_invited(string engine)
    {
        await using var sink = new MailSink();
        await using var host = await sink.StartHostAsync(engine);
        var owner = await host.NewUserAsync();
        var root = await owner.CreateAsync("Root");
        foreach (var address in (string[])["a(b)@example.com", "a..b@example.com", "a@b\r\nBcc:c@d"])
            Assert.Equal(["/member/user/email"], (await owner.AddAsync(root, address)).Refused(HttpStatusCode.BadRequest, 1001).Pointers);
        Assert.Single(await owner.MembersAsync(root));
    }

    /// <summary>When the one mail that is due was put off to, once it was by as much as that.</summary>
    private static async Task<DateTimeOffset> PutOffAsync(GroveHost host, TestClock clock, TimeSpan by)
    {
        var expected = (clock.GetUtcNow() + by - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        await UntilAsync(async () => (await DueAsync(host)) is [var due] && due == expected);
        return DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(expected);
    }

    /// <summary>Waits until nothing is to be sent.</summary>
    private static Task DoneAsync(GroveHost host) => UntilAsync(async () => (await DueAsync(host)).Count == 0);

    private static async Task<List<long>> DueAsync(GroveHost host) => [.. (await Tables.DumpAsync(host.Database))["organization_members"]
        .Select(row => row["mail_due"]).OfType<string>().Select(due => long.Parse(due, System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task UntilAsync(Func<Task<bool>> met)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await met())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), "it does not come to that");
            await Task.Yield();
        }
    }
}
