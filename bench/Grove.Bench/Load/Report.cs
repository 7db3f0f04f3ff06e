using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Grove.Bench.Load;

/// <summary>The results as Markdown.</summary>
internal sealed class Report(string database, string engine, int organizations)
{
    private readonly StringBuilder notes = new();
    private readonly List<Comparison> comparisons = [];

    /// <summary>What the requests touch in the database; null where that was not looked at.</summary>
    public Touched? Touched { get; set; }

    public void Add(Comparison comparison) => comparisons.Add(comparison);

    public void Note(FormattableString line) => notes.Append("- ").AppendLine(line.ToString(CultureInfo.InvariantCulture));

    public string Render(string command)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        text.Append(Heading(string.Create(CultureInfo.InvariantCulture, $"{engine}, {organizations:N0} organizations"), engine, command)).Append(notes);
        var against = comparisons.Where(c => c.Operation.Reference is not null).ToList();
        if (against.Count > 0)
        {
            Line($"");
            Line($"Against B. Rates are medians of the rounds; the ratio is the median of the rounds' ratios, with the least and the greatest. Processor time is that of the server and the database.");
            Line($"");
            Line($"| Operation | Connections | Grove/s | B/s | Ratio | Budget | Per CPU second: ratio, Grove, B | Grove p50, p99 ms | B p50, p99 ms | {Unit} |");
            Line($"|---|---|---|---|---|---|---|---|---|---|");
            foreach (var c in against)
                Line($"| {c.Operation.Title} | {c.Operation.Connections} | {c.Grove(r => r.PerSecond):N0} | {c.Reference(r => r.PerSecond):N0} | **{c.Median:F2}** ({c.Ratios.Min():F2}-{c.Ratios.Max():F2}) | ≥ {c.Operation.Budget} {Verdict(c)} | {c.CpuRatio:F2}, {c.Grove(r => r.PerCpuSecond):N0}, {c.Reference(r => r.PerCpuSecond):N0} | {c.Grove(r => r.P50):F2}, {c.Grove(r => r.P99):F1} | {c.Reference(r => r.P50):F2}, {c.Reference(r => r.P99):F1} | {TouchedBy(c)} |");
        }
        var plain = comparisons.Where(c => c.Operation.Reference is null).ToList();
        if (plain.Count > 0)
        {
            Line($"");
            Line($"Against Grove's own later page of 10, by p50.");
            Line($"");
            Line($"| Operation | Connections | Grove/s | p50, p99 ms | plain page p50 ms | Multiple | Budget | {Unit} |");
            Line($"|---|---|---|---|---|---|---|---|");
            foreach (var c in plain)
                Line($"| {c.Operation.Title} | {c.Operation.Connections} | {c.Grove(r => r.PerSecond):N0} | {c.Grove(r => r.P50):F2}, {c.Grove(r => r.P99):F1} | {c.Reference(r => r.P50):F2} | **{c.Median:F1}** ({c.Ratios.Min():F1}-{c.Ratios.Max():F1}) | {(c.Operation.Budget > 10 ? "none" : $"≤ {c.Operation.Budget} {Verdict(c)}")} | {TouchedBy(c)} |");
        }
        if (Touched is { } touched)
        {
            Line($"");
            Line($"{Unit} are those that one request touches, each as often as it is looked into, by the plan of the statement that touches more; the median of some requests. The first page of a list also counts the total; of the later ones the table has the most of some.");
            Line($"");
            Line($"| {Unit} of any unfiltered list page | Memberships | First | Later | Budget |");
            Line($"|---|---|---|---|---|");
            foreach (var list in touched.Lists)
                Line($"| {list.User.Split('@')[0]} | {list.Memberships:N0} | {list.First:N0} | {list.Later:N0} | ≤ {list.Bound:N0} {(list.Most <= list.Bound ? "met" : "**missed**")} |");
        }
        return text.ToString();
    }

    private string Unit => engine.StartsWith("SQLite", StringComparison.Ordinal) ? "Pages" : "Buffers";

    private string TouchedBy(Comparison comparison) =>
        Touched is not null && Touched.Operations.TryGetValue(comparison.Operation.Name, out var reading) ? reading.Buffers.ToString("N0", CultureInfo.InvariantCulture) : "";

    /// <summary>The commit, and whether code differs from it; reports that were written since, and the charts of them, are no code.</summary>
    private static string Commit() =>
        Output("git", "describe --always --exclude *") + (Output("git", "status --porcelain -- . :(top,exclude)bench/results :(top,exclude)docs/images").Length == 0 ? "" : "-dirty");

    /// <summary>What every report begins with: when, which code, on what, and how to get the same again.</summary>
    public static string Heading(string title, string engine, string command) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
         # {title}

         - {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, commit {Commit()}
         - {Machine()}
         - .NET {Environment.Version}, {engine}, {Output("wrk", "-v").Split(" [")[0]}
         - `{command}`

         """);

    private static string Verdict(Comparison comparison) => comparison.Within ? "met" : "**missed**";

    /// <summary>What everything runs on.</summary>
    public static string Machine()
    {
        string Find(string file, string name) => File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) ?? "";
        var cpu = Find("/proc/cpuinfo", "model name").Split(": ")[^1];
        var memory = double.Parse(Find("/proc/meminfo", "MemTotal").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        var system = Find("/etc/os-release", "PRETTY_NAME").Split('"')[1];
        return string.Create(CultureInfo.InvariantCulture,
            $"{cpu}, {Environment.ProcessorCount} cores shared by servers, database and load generator, {memory / 1048576:F0} GiB, {system}");
    }

    /// <summary>The first line that a program writes.</summary>
    public static string Output(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        return process?.StandardOutput.ReadLine() ?? "";
    }

    public override string ToString() => database;
}
