using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>Time limits of attempts, and giving up by the caller, at every stage of a call.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public async Task An_attempt_without_an_answer_ends_with_its_time_and_is_tried_again()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok with { Ending = Ending.Never });
        var call = script.GetAsync();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await script.Server.ReceivedAsync();
            Assert.False(call.IsCompleted);
            script.Clock.FireTimeouts();
        }
        var failure = await Assert.ThrowsAsync<ApiTimeoutException>(() => call);
        Assert.IsAssignableFrom<ApiConnectionException>(failure);
        Assert.Equal(3, script.Requests.Count);
        Assert.Equal(2, script.Clock.Delays.Count);
    }

    [Fact]
    public async Task An_answer_whose_body_stalls_ends_with_the_time_of_its_attempt_and_is_tried_again()
    {
        var headers = new HeadersSeen();
        await using var script = Script.With(options => options with { Handler = headers }, Answer.Ok with { Ending = Ending.Stalled }, Answer.Ok);
        var call = script.GetAsync();
        await headers.Seen;
        Assert.False(call.IsCompleted);
        script.Clock.FireTimeouts();
        Assert.Equal("One", (await call).Name);
        Assert.Equal(2, script.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_whose_body_stalls_is_what_its_status_says()
    {
        var headers = new HeadersSeen();
        await using var script = Script.With(options => options with { Handler = headers }, Answer.Error(404) with { Ending = Ending.Stalled });
        var call = script.GetAsync();
        await headers.Seen;
        script.Clock.FireTimeouts();
        Assert.StartsWith("""{"result":null""", (await Assert.ThrowsAsync<NotFoundException>(() => call)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_has_all_of_the_time_and_delays_are_no_part_of_it()
    {
        await using var script = Script.With(options => options with { MaxRetries = 3 },
            Answer.Error(503).With("Retry-After", "59"), Answer.Error(503).With("Retry-After", "59"), Answer.Error(503).With("Retry-After", "59"), Answer.Ok);
        Assert.Equal("One", (await script.GetAsync()).Name);
        Assert.True(script.Clock.Delays.Sum(delay => delay.TotalSeconds) > ScriptClock.AttemptTimeout.TotalSeconds);
    }

    [Fact]
    public async Task The_time_of_the_call_takes_the_place_of_the_clients()
    {
        await using var script = Script.With(options => options with { Timeout = Timeout.InfiniteTimeSpan }, (_, _) => Answer.Ok with { Ending = Ending.Never });
        var call = script.GetAsync(new() { Timeout = TimeSpan.FromSeconds(95), MaxRetries = 0 });
        await script.Server.ReceivedAsync();
        script.Clock.FireTimeouts();
        await Assert.ThrowsAsync<ApiTimeoutException>(() => call);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(4294967295)]
    public async Task What_is_no_time_limit_is_refused(double milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        await using var script = Script.Of(Answer.Ok);
        Assert.Throws<ArgumentOutOfRangeException>(() => script.Client.WithOptions(options => options with { Timeout = time }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => script.GetAsync(new() { Timeout = time }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => script.GetAsync(new() { MaxRetries = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => script.Client.WithOptions(options => options with { MaxRetries = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => script.Client.WithOptions(options => options with { MaxServerDelay = TimeSpan.MaxValue }));
        Assert.Empty(script.Requests);
    }

    [Fact]
    public async Task Giving_up_before_anything_is_sent_sends_nothing()
    {
        await using var script = Script.Of(Answer.Ok);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await AssertGivenUpAsync(script.GetAsync(null, stop.Token), stop.Token);
        Assert.Empty(script.Requests);
    }

    [Fact]
    public async Task Giving_up_while_an_answer_is_awaited_ends_the_call()
    {
        await using var script = Script.Of(Answer.Ok with { Ending = Ending.Never });
        using var stop = new CancellationTokenSource();
        var call = script.GetAsync(null, stop.Token);
        await script.Server.ReceivedAsync();
        await stop.CancelAsync();
        await AssertGivenUpAsync(call, stop.Token);
        Assert.Single(script.Requests);
    }

    [Fact]
    public async Task Giving_up_while_waiting_for_another_attempt_ends_the_call()
    {
        await using var script = Script.Of(Answer.Error(500), Answer.Ok);
        script.Clock.HoldsDelays = true;
        using var stop = new CancellationTokenSource();
        var call = script.GetAsync(null, stop.Token);
        await script.Clock.DelayedAsync();
        await stop.CancelAsync();
        await AssertGivenUpAsync(call, stop.Token);
        Assert.Single(script.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task Giving_up_in_the_body_ends_the_call_whatever_the_status(int status)
    {
        var headers = new HeadersSeen();
        await using var script = Script.With(options => options with { Handler = headers }, new Answer(status, Answer.Organization, Ending.Stalled));
        using var stop = new CancellationTokenSource();
        var call = script.GetAsync(null, stop.Token);
        await headers.Seen;
        await stop.CancelAsync();
        await AssertGivenUpAsync(call, stop.Token);
        Assert.Single(script.Requests);
    }

    // That timeout runs on the machine's clock, which no test can turn: the shortest there is.
    [Fact]
    public async Task An_http_client_with_a_timeout_of_its_own_times_out_too()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(1) };
        await using var script = Script.With(options => options with { HttpClient = http, MaxRetries = 1 }, (_, _) => Answer.Ok with { Ending = Ending.Never });
        var failure = await Assert.ThrowsAsync<ApiTimeoutException>(() => script.GetAsync());
        Assert.IsType<TimeoutException>(failure.InnerException!.InnerException);
        Assert.Single(script.Clock.Delays);
    }

    [Fact]
    public async Task What_ends_below_for_another_reason_is_a_lost_connection()
    {
        await using var script = Script.With(options => options with { Handler = new Refusing() });
        Assert.IsNotType<ApiTimeoutException>(await Assert.ThrowsAsync<ApiConnectionException>(() => script.GetAsync()));
    }

    private static async Task AssertGivenUpAsync(Task call, CancellationToken token) =>
        Assert.Equal(token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);

    private sealed class HeadersSeen : DelegatingHandler
    {
        private readonly TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => seen.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            seen.TrySetResult();
            return response;
        }
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new OperationCanceledException("elsewhere");
    }
}
