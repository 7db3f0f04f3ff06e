using Grove.Cli.Trees;
using Xunit;

namespace Grove.Tests.Cli.Trees;

public sealed class ProgressDisplayTests
{
    [Fact]
    public async Task Elsewhere_than_on_a_terminal_a_line_says_every_five_seconds_how_far_it_is()
    {
        var progress = new TreeProgress();
        progress.Begin("importing", 100);
        var work = new TaskCompletionSource<int>();
        var error = new Lines(written =>
        {
            if (written == 1)
            {
                progress.Add(50);
                progress.Fail();
            }
            else if (written == 2) progress.Begin("looking", 0);
            else if (written == 3) work.SetResult(7);
        });
        Assert.Equal(7, await Display(progress, error, terminal: false).ShowAsync(work.Task));
        Assert.Equal(["importing: 0 of 100, 0/s", "importing: 50 of 100, 10/s, 00:00:05 left, 1 failed", "looking: 0, 0/s, 1 failed"], error.Written);
    }

    [Fact]
    public async Task What_fails_is_thrown_on_and_what_is_quick_shows_nothing()
    {
        var error = new Lines(_ => { });
        var display = Display(new(), error, terminal: false);
        await Assert.ThrowsAsync<IOException>(() => display.ShowAsync(Task.FromException<int>(new IOException())));
        Assert.Equal(1, await display.ShowAsync(Task.FromResult(1)));
        Assert.Empty(error.Written);
    }

    private static ProgressDisplay Display(TreeProgress progress, TextWriter error, bool terminal) => new(
        new() { In = TextReader.Null, Out = TextWriter.Null, Error = error, ErrorIsTerminal = terminal, Environment = _ => null, ReadHidden = () => "", Clock = new HastyClock() }, progress);

    private sealed class Lines(Action<int> after) : StringWriter
    {
        public List<string> Written { get; } = [];

        public override void WriteLine(string? value)
        {
            Written.Add(value!);
            after(Written.Count);
        }
    }

    /// <summary>Whoever waits finds that the time has passed.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private long elapsed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref elapsed);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref elapsed, Math.Max(0, dueTime.Ticks));
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
