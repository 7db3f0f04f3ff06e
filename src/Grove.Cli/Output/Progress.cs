namespace Grove.Cli.Output;

/// <summary>One line on a terminal's standard error that says how far a long call is; nothing elsewhere.</summary>
internal sealed class Progress(Surroundings around, string what)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private readonly long start = around.Clock.GetTimestamp();
    private bool shown;

    // Rows on the same terminal would run into it.
    private bool IsPossible => around.ErrorIsTerminal && !around.OutIsTerminal;

    public void Show(long count)
    {
        if (!IsPossible || around.Clock.GetElapsedTime(start) < Quiet) return;
        around.Error.Write($"\r{count:N0} {what}");
        shown = true;
    }

    public void Clear()
    {
        if (shown) around.Error.Write("\r" + new string(' ', 40) + "\r");
        shown = false;
    }
}
