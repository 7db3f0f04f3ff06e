using System.Globalization;
using Spectre.Console;

namespace Grove.Cli.Trees;

/// <summary>Shows on standard error how far long work is: a bar on a terminal, elsewhere a line every few seconds.</summary>
internal sealed class ProgressDisplay(Surroundings around, TreeProgress progress)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenBars = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestForRate = TimeSpan.FromMilliseconds(500);
    private readonly TimeProvider clock = around.Clock;
    private string phase = "";
    private long phaseStart;
    private long doneBefore;

    public async Task<T> ShowAsync<T>(Task<T> work)
    {
        if (around.ErrorIsTerminal) await BarAsync(work);
        else await LinesAsync(work);
        return await work;
    }

    /// <summary>How far it is, in one line.</summary>
    public string Line()
    {
        var (done, total, rate) = Now();
        var text = string.Create(CultureInfo.InvariantCulture, $"{progress.Phase}: {done:N0}");
        if (total > 0) text += string.Create(CultureInfo.InvariantCulture, $" of {total:N0}");
        text += string.Create(CultureInfo.InvariantCulture, $", {rate:N0}/s");
        if (total > 0 && rate > 0) text += string.Create(CultureInfo.InvariantCulture, $", {TimeSpan.FromSeconds(Math.Round((total - done) / rate)):c} left");
        return progress.Failed == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $", {progress.Failed:N0} failed");
    }

    private async Task LinesAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(BetweenLines, clock));
            if (!work.IsCompleted) around.Error.WriteLine(Line());
        }
    }

    private async Task BarAsync(Task work)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(around.Error), Ansi = AnsiSupport.Detect });
        await console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask("");
                while (!work.IsCompleted)
                {
                    var (done, total, _) = Now();
                    bar.IsIndeterminate = total == 0;
                    bar.MaxValue = Math.Max(1, total);
                    bar.Value = done;
                    bar.Description = Markup.Escape(Line());
                    await Task.WhenAny(work, Task.Delay(BetweenBars, clock));
                }
            });
    }

    private (long Done, long Total, double Rate) Now()
    {
        var done = progress.Done;
        // Much may have been done before the first look at it.
        if (phase != progress.Phase) (phase, phaseStart, doneBefore) = (progress.Phase, clock.GetTimestamp(), done);
        var elapsed = clock.GetElapsedTime(phaseStart);
        return (done, progress.Total, elapsed >= ShortestForRate ? (done - doneBefore) / elapsed.TotalSeconds : 0);
    }
}
