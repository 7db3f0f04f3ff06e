using Grove.Server;
using Grove.Server.Auth;
using Xunit;

namespace Grove.Tests.Auth;

public sealed class UserRateLimiterTests
{
    private readonly TestClock clock = new();

    [Fact]
    public void The_headers_are_those_that_cloudflare_sends()
    {
        var limiter = new UserRateLimiter(new RateLimit(1200, 300), clock);
        Assert.Equal("\"default\";q=1200;w=300", limiter.Policy);
        Assert.Equal("\"default\";r=1199;t=300", limiter.Take(1).Header);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("\"default\";r=1198;t=300", limiter.Take(1).Header);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("\"default\";r=1197;t=299", limiter.Take(1).Header);
    }

    [Fact]
    public void A_window_lets_through_what_it_says_and_the_next_begins_anew()
    {
        var limiter = new UserRateLimiter(new RateLimit(3, 10), clock);
        Assert.Equal(new(true, 2, 10), limiter.Take(1));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(new(true, 1, 1), limiter.Take(1));
        Assert.Equal(new(true, 0, 1), limiter.Take(1));
        Assert.Equal(new(false, 0, 1), limiter.Take(1));
        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(new(false, 0, 1), limiter.Take(1));
        clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(new(true, 2, 10), limiter.Take(1));
    }

    [Fact]
    public void Whoever_waits_as_long_as_was_said_gets_through()
    {
        var random = new Random(1);
        var limiter = new UserRateLimiter(new RateLimit(5, 7), clock);
        for (var i = 0; i < 5_000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(1_500)));
            var answer = limiter.Take(1);
            Assert.InRange(answer.Left, 0, 4);
            Assert.InRange(answer.Reset, 1, 7);
            if (answer.Allowed) continue;
            clock.Advance(TimeSpan.FromSeconds(answer.Reset));
            Assert.True(limiter.Take(1).Allowed);
        }
    }

    [Fact]
    public void Users_do_not_use_up_each_others_requests()
    {
        var limiter = new UserRateLimiter(new RateLimit(1, 10), clock);
        Assert.True(limiter.Take(1).Allowed);
        Assert.False(limiter.Take(1).Allowed);
        Assert.True(limiter.Take(2).Allowed);
    }

    [Fact]
    public void Users_who_are_gone_are_forgotten()
    {
        var limiter = new UserRateLimiter(new RateLimit(10, 10), clock);
        for (var window = 0; window < 20; window++)
        {
            for (var i = 0; i < 1_000; i++) limiter.Take(window * 1_000 + i);
            clock.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.InRange(limiter.Count, 1, 2_048);
    }

    [Fact]
    public void What_other_nodes_let_through_counts_from_when_their_window_began()
    {
        var limiter = new UserRateLimiter(new RateLimit(10, 60), clock, shared: true);
        limiter.Take(1);
        var mine = Assert.Single(limiter.TakeChanged(5));
        Assert.Equal((1, 1), (mine.User, mine.Used));
        limiter.Learn(mine, new(1, mine.Start - 20_000_000, 7));
        Assert.Equal(new(true, 1, 40), limiter.Take(1));
        // The new begin is told too.
        Assert.Equal(new(1, mine.Start - 20_000_000, 2), Assert.Single(limiter.TakeChanged(5)));
        limiter.Learn(new(1, mine.Start - 20_000_000, 2), new(1, mine.Start, 30));
        Assert.Equal(new(false, 0, 40), limiter.Take(1));
        // A refusal is nothing to tell.
        Assert.Equal(0, limiter.Changed);
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(new(true, 9, 60), limiter.Take(1));
    }

    [Fact]
    public void What_comes_too_late_counts_for_no_other_window()
    {
        var limiter = new UserRateLimiter(new RateLimit(10, 60), clock, shared: true);
        limiter.Take(1);
        var mine = Assert.Single(limiter.TakeChanged(5));
        clock.Advance(TimeSpan.FromSeconds(60));
        limiter.Take(1);
        limiter.Learn(mine, new(1, mine.Start, 7));
        limiter.Learn(new(2, mine.Start, 1), new(2, mine.Start, 7));
        Assert.Equal(new(true, 8, 60), limiter.Take(1));
        Assert.Equal(new(true, 9, 60), limiter.Take(2));
    }

    [Fact]
    public void Each_active_user_is_told_once_until_somebody_heard()
    {
        var limiter = new UserRateLimiter(new RateLimit(10, 60), clock, shared: true);
        for (var i = 0; i < 30; i++) limiter.Take(i % 10);
        Assert.Equal(10, limiter.Changed);
        var first = limiter.TakeChanged(6);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => ((long)i, 3L)), first.Select(window => (window.User, window.Used)));
        limiter.PutBack(first);
        limiter.PutBack(first);
        Assert.Equal(10, limiter.TakeChanged(100).Count);
        Assert.Empty(limiter.TakeChanged(100));
        limiter.Take(3);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(limiter.TakeChanged(100));
    }

    [Fact]
    public void One_that_is_not_shared_has_nothing_to_tell()
    {
        var limiter = new UserRateLimiter(new RateLimit(10, 60), clock);
        for (var i = 0; i < 100; i++) limiter.Take(i);
        Assert.Equal(0, limiter.Changed);
    }

    [Fact]
    public async Task Requests_at_once_are_all_counted()
    {
        var limiter = new UserRateLimiter(new RateLimit(100, 10), clock);
        var allowed = 0;
        await Parallel.ForAsync(0, 5_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            limiter.Take(1_000 + i);
            if (limiter.Take(1).Allowed) Interlocked.Increment(ref allowed);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(100, allowed);
    }
}
