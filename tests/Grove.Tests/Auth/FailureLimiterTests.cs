using System.Net;
using Grove.Server.Auth;
using Xunit;

namespace Grove.Tests.Auth;

public sealed class FailureLimiterTests
{
    private static readonly IPAddress Client = IPAddress.Parse("203.0.113.7");
    private readonly TestClock clock = new();
    private readonly FailureLimiter limiter;

    public FailureLimiterTests() => limiter = new FailureLimiter(clock);

    [Fact]
    public void Three_hundred_failures_are_answered_and_the_next_one_is_told_to_wait()
    {
        Fail(Client, 300);
        Assert.Equal(300, limiter.RecordFailure(Client));
        clock.Advance(TimeSpan.FromSeconds(100.5));
        Assert.Equal(200, limiter.RecordFailure(Client));
    }

    [Fact]
    public void The_wait_is_as_long_as_was_said_and_no_longer_for_those_who_keep_trying()
    {
        Fail(Client, 300);
        for (var second = 300; second > 0; second--)
        {
            Assert.Equal(second, limiter.RecordFailure(Client));
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        Fail(Client, 300);
        Assert.NotNull(limiter.RecordFailure(Client));
    }

    [Fact]
    public void No_five_minutes_hold_more_than_three_hundred_answered_failures()
    {
        var random = new Random(1);
        var answered = new List<DateTimeOffset>();
        for (var i = 0; i < 20_000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(random.Next(100) == 0 ? 60_000 : 500)));
            var now = clock.GetUtcNow();
            var recent = answered.Count(time => now - time < FailureLimiter.Window);
            var wait = limiter.RecordFailure(Client);
            Assert.Equal(recent >= 300, wait is not null);
            if (wait is null) answered.Add(now);
            else Assert.InRange(wait.Value, 1, 300);
            answered.RemoveAll(time => now - time >= FailureLimiter.Window);
        }
    }

    [Fact]
    public void Setting_the_wall_clock_changes_nothing()
    {
        Fail(Client, 300);
        clock.Set(clock.GetUtcNow().AddYears(1));
        Assert.Equal(300, limiter.RecordFailure(Client));
    }

    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("fe80::1%1", "fe80::1%2", true)]
    [InlineData("203.0.113.7", "cb00:7107::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void Addresses_count_as_one_when_one_customer_has_them(string one, string other, bool together)
    {
        Fail(IPAddress.Parse(one), 300);
        Assert.Equal(together, limiter.RecordFailure(IPAddress.Parse(other)) is not null);
    }

    [Fact]
    public void Clients_without_an_address_count_as_one()
    {
        Fail(null, 300);
        Assert.NotNull(limiter.RecordFailure(null));
    }

    [Fact]
    public void Memory_is_bounded_and_the_quietest_address_is_forgotten_first()
    {
        Fail(Client, 300);
        for (var i = 0; i < 3 * FailureLimiter.MaxAddresses; i++)
        {
            Fail(new IPAddress(0x0A000000 + i), 1);
            if (i % 1_000 == 0) Assert.NotNull(limiter.RecordFailure(Client));
        }
        Assert.Equal(FailureLimiter.MaxAddresses, limiter.Count);
        for (var i = 0; i < FailureLimiter.MaxAddresses; i++) Fail(new IPAddress(0x0B000000 + i), 1);
        Assert.Null(limiter.RecordFailure(Client));
    }

    [Fact]
    public void Addresses_are_forgotten_when_their_failures_are_over()
    {
        for (var i = 0; i < 100; i++) Fail(new IPAddress(i), 1);
        clock.Advance(FailureLimiter.Window);
        Fail(Client, 1);
        Assert.Equal(1, limiter.Count);
    }

    [Fact]
    public async Task Failures_at_once_are_all_counted()
    {
        var answered = 0;
        await Parallel.ForAsync(0, 1_000, TestContext.Current.CancellationToken, (_, _) =>
        {
            if (limiter.RecordFailure(Client) is null) Interlocked.Increment(ref answered);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(300, answered);
    }

    private void Fail(IPAddress? client, int times)
    {
        for (var i = 0; i < times; i++) Assert.Null(limiter.RecordFailure(client));
    }
}
