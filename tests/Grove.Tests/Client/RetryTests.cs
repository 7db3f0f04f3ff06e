using System.Net;
using System.Net.Sockets;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>Which failures are tried again, how often, and after how long.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task Of_the_statuses_408_409_429_and_500_and_above_are_tried_again_and_no_other()
    {
        await using var script = Script.With(null, (request, _) => Answer.Error(int.Parse(request.Target.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var status in Enumerable.Range(300, 300))
        {
            var before = script.Requests.Count;
            var failure = await Assert.ThrowsAnyAsync<ApiException>(() => script.Client.Organizations.GetAsync($"{status}", null, TestContext.Current.CancellationToken));
            Assert.Equal(status, (int)failure.StatusCode);
            Assert.Equal(status is 408 or 409 or 429 or >= 500 ? 3 : 1, script.Requests.Count - before);
        }
    }

    [Theory]
    [InlineData(500, "false", 1)]
    [InlineData(429, "false", 1)]
    [InlineData(400, "true", 3)]
    [InlineData(302, "true", 3)]
    [InlineData(404, "perhaps", 1)]
    [InlineData(503, "FALSE", 3)]
    public async Task X_should_retry_wins_over_the_status(int status, string should, int attempts)
    {
        await using var script = Script.With(null, (_, _) => Answer.Error(status).With("x-should-retry", should));
        await Assert.ThrowsAnyAsync<ApiException>(() => script.GetAsync());
        Assert.Equal(attempts, script.Requests.Count);
    }

    [Theory]
    [InlineData(null, null, 3)]
    [InlineData(0, null, 1)]
    [InlineData(5, null, 6)]
    [InlineData(5, 1, 2)]
    [InlineData(0, 2, 3)]
    public async Task It_is_tried_again_as_often_as_the_options_say_and_those_of_the_call_win(int? client, int? call, int attempts)
    {
        await using var script = Script.With(options => client is { } most ? options with { MaxRetries = most } : options, (_, _) => Answer.Error(503));
        await Assert.ThrowsAsync<InternalServerException>(() => script.GetAsync(new() { MaxRetries = call }));
        Assert.Equal(attempts, script.Requests.Count);
        Assert.Equal(Enumerable.Range(0, attempts).Select(retry => $"{retry}"), script.Requests.Select(request => request["X-Stainless-Retry-Count"]));
    }

    [Fact]
    public async Task A_later_success_is_the_answer_and_says_how_often_it_was_tried()
    {
        await using var script = Script.Of(Answer.Error(500), Answer.Error(429), Answer.Ok);
        var response = await script.Client.WithRawResponseAsync(client => client.Organizations.GetAsync("o1", null, TestContext.Current.CancellationToken));
        Assert.Equal((3, "One"), (response.Attempts, response.Value.Name));
    }

    [Fact]
    public async Task Own_delays_double_from_half_a_second_to_eight_less_up_to_a_quarter()
    {
        await using var script = Script.With(options => options with { MaxRetries = 7 }, (_, _) => Answer.Error(500));
        await Assert.ThrowsAsync<InternalServerException>(() => script.GetAsync());
        Assert.Equal(7, script.Clock.Delays.Count);
        foreach (var (delay, whole) in script.Clock.Delays.Zip([0.5, 1, 2, 4, 8, 8, 8]))
            Assert.InRange(delay.TotalSeconds, whole * 0.75, whole);
    }

    // Half a second: the client's own.
    [Theory]
    [InlineData("Retry-After", "7", 7d)]
    [InlineData("Retry-After", " 7 ", 7d)]
    [InlineData("Retry-After", "1.5", 1.5)]
    [InlineData("Retry-After", "0", 0d)]
    [InlineData("Retry-After", "60", 60d)]
    [InlineData("Retry-After", "60.001", null)]
    [InlineData("Retry-After", "300", null)]
    [InlineData("Retry-After", "1e300", null)]
    [InlineData("Retry-After", "1e999", null)]
    [InlineData("Retry-After", "-1", null)]
    [InlineData("Retry-After", "NaN", null)]
    [InlineData("Retry-After", "Infinity", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "", null)]
    [InlineData("Retry-After", "12:30", null)]
    [InlineData("Retry-After", "1, 2", null)]
    [InlineData("Retry-After", "Sat, 31 Jan 2026 09:30:20 GMT", 20d)]
    [InlineData("Retry-After", "Saturday, 31-Jan-26 09:30:20 GMT", 20d)]
    [InlineData("Retry-After", "Sat Jan 31 09:30:20 2026", 20d)]
    [InlineData("Retry-After", "Sat, 31 Jan 2026 09:29:20 GMT", null)]
    [InlineData("Retry-After", "Sat, 31 Jan 2026 10:30:00 GMT", null)]
    [InlineData("Retry-After-Ms", "250", 0.25)]
    [InlineData("Retry-After-Ms", "1500.0", 1.5)]
    [InlineData("Retry-After-Ms", "60000", 60d)]
    [InlineData("Retry-After-Ms", "60001", null)]
    [InlineData("Retry-After-Ms", "-5", null)]
    [InlineData("Retry-After-Ms", "x", null)]
    public async Task A_delay_that_the_server_asks_for_is_kept_within_bounds(string header, string value, double? seconds)
    {
        await using var script = Script.Of(Answer.Error(429).With(header, value), Answer.Ok);
        await script.GetAsync();
        var delay = script.Clock.Delays.SingleOrDefault();
        if (seconds is { } asked) Assert.Equal(TimeSpan.FromSeconds(asked), delay);
        else Assert.InRange(delay, Half * 0.75, Half);
    }

    [Fact]
    public async Task Milliseconds_win_over_seconds_unless_they_are_no_number()
    {
        await using var script = Script.Of(
            Answer.Error(503).With("Retry-After-Ms", "3").With("Retry-After", "9"), Answer.Error(503).With("Retry-After-Ms", "x").With("Retry-After", "9"), Answer.Ok);
        await script.GetAsync();
        Assert.Equal([TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(9)], script.Clock.Delays);
    }

    [Fact]
    public async Task The_longest_delay_that_is_kept_is_an_option()
    {
        await using var script = Script.With(options => options with { MaxServerDelay = TimeSpan.FromSeconds(2) },
            Answer.Error(503).With("Retry-After", "2"), Answer.Error(503).With("Retry-After", "3"), Answer.Ok);
        await script.GetAsync();
        Assert.Equal(TimeSpan.FromSeconds(2), script.Clock.Delays[0]);
        Assert.InRange(script.Clock.Delays[1], Half * 1.5, Half * 2);
    }

    [Theory]
    [InlineData(nameof(Ending.Reset))]
    [InlineData(nameof(Ending.CutHead))]
    [InlineData(nameof(Ending.CutBody))]
    public async Task A_lost_connection_is_tried_again(string ending)
    {
        var lost = Answer.Ok with { Ending = Enum.Parse<Ending>(ending) };
        await using (var script = Script.Of(lost, lost, Answer.Ok))
        {
            Assert.Equal("One", (await script.GetAsync()).Name);
            Assert.Equal(2, script.Clock.Delays.Count);
        }
        await using (var script = Script.Of(lost, lost, lost, Answer.Ok))
        {
            var failure = await Assert.ThrowsAsync<ApiConnectionException>(() => script.GetAsync());
            Assert.NotNull(failure.InnerException);
            Assert.Equal(3, script.Requests.Count);
        }
    }

    // HttpClient itself sends again what has no body when a connection ends before the first byte of an answer; these are no attempts of the client.
    [Fact]
    public async Task A_connection_that_ends_before_the_first_byte_is_tried_again()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok with { Ending = Ending.Closed });
        await Assert.ThrowsAsync<ApiConnectionException>(() => script.GetAsync());
        Assert.Equal(2, script.Clock.Delays.Count);
        await Assert.ThrowsAsync<ApiConnectionException>(() => script.CreateAsync());
        Assert.Equal(3, script.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again()
    {
        // Bound and not listening: nobody else gets the port.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var script = Script.With(options => options with { BaseUrl = new Uri($"http://{silent.LocalEndPoint}/client/v4") });
        await Assert.ThrowsAsync<ApiConnectionException>(() => script.GetAsync());
        Assert.Equal(2, script.Clock.Delays.Count);
    }

    [Fact]
    public async Task Damaged_compression_is_a_lost_connection()
    {
        await using var script = Script.Of((Answer.Ok with { Bytes = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. Enumerable.Repeat((byte)0xff, 20)] }).With("Content-Encoding", "gzip"), Answer.Ok);
        Assert.Equal("One", (await script.GetAsync()).Name);
    }

    [Fact]
    public async Task The_body_of_a_refusal_that_is_tried_again_is_not_waited_for()
    {
        await using var script = Script.Of(Answer.Error(503).With("Retry-After", "4") with { Ending = Ending.Stalled }, Answer.Ok);
        Assert.Equal("One", (await script.GetAsync()).Name);
        Assert.Equal([TimeSpan.FromSeconds(4)], script.Clock.Delays);
    }

    [Fact]
    public async Task All_attempts_of_a_post_have_one_key_and_each_post_has_its_own()
    {
        await using var script = Script.With(null, (_, number) => number % 3 == 2 ? Answer.Ok : Answer.Error(500));
        await script.CreateAsync();
        await script.CreateAsync();
        var keys = script.Requests.Select(request => request["Idempotency-Key"]).ToArray();
        Assert.Equal(6, keys.Length);
        Assert.All(keys, key => Assert.InRange(key!.Length, 1, 255));
        Assert.Equal([1, 1], [keys[..3].Distinct().Count(), keys[3..].Distinct().Count()]);
        Assert.NotEqual(keys[0], keys[3]);
    }

    [Fact]
    public async Task All_attempts_send_the_same_body()
    {
        await using var script = Script.Of(Answer.Error(500), Answer.Ok with { Ending = Ending.Reset }, Answer.Ok);
        await script.CreateAsync();
        Assert.Equal(Enumerable.Repeat("""{"name":"One"}""", 3), script.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task The_callers_key_is_the_key_for_every_method()
    {
        await using var script = Script.With(null, (_, _) => Answer.Ok);
        await script.CreateAsync(new() { IdempotencyKey = "mine" });
        await script.GetAsync(new() { IdempotencyKey = "mine too" });
        await script.CreateAsync(new() { Headers = new Dictionary<string, string> { ["idempotency-key"] = "as a header" } });
        Assert.Equal(["mine", "mine too", "as a header"], script.Requests.Select(request => request["Idempotency-Key"]));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task No_method_but_post_has_a_key_of_its_own(string method)
    {
        await using var script = Script.Of(Answer.Error(500), Answer.Ok);
        await script.SendAsync(HttpMethod.Parse(method), "organizations/o1");
        Assert.All(script.Requests, request => Assert.Null(request["Idempotency-Key"]));
        Assert.Equal(2, script.Requests.Count);
    }
}
