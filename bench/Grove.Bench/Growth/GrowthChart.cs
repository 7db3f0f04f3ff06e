using System.Globalization;
using System.Text;
using Grove.Bench.Load;

namespace Grove.Bench.Growth;

/// <summary>The lines as an SVG that is readable on a light and on a dark page. Both axes are logarithmic.</summary>
internal sealed class GrowthChart(string engine, IReadOnlyList<int> sizes, IReadOnlyList<GrowthLine> lines)
{
    private const double Width = 900, Height = 480;
    private const double Left = 64, Right = 640, Top = 56, Bottom = 424;
    private const double LabelHeight = 18;

    // Of one lightness, so that they stand out on white and on black.
    private static readonly string[] Colors = ["#2f81f7", "#d9730d", "#2da44e", "#cf5bb5", "#8b6cef", "#1b9aaa", "#e5484d", "#8a8f98"];

    private static readonly int[] Steps = [1, 2, 5];

    // From the next step below the least to the next above the greatest.
    private readonly double[] ticks = [.. TicksAround(lines.SelectMany(line => line.Latencies).Min(), lines.SelectMany(line => line.Latencies).Max())];

    public string Render()
    {
        var svg = new StringBuilder();
        void Line(FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="title">""");
        Line($"""<title id="title">{Title}</title>""");
        svg.AppendLine(
            """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328 }
            .heading { font-size: 17px; font-weight: 600 }
            .faint { fill: #59636e }
            .grid { stroke: #d1d9e0 }
            .leader { stroke: #818b98; fill: none }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc }
              .faint { fill: #9198a1 }
              .grid { stroke: #3d444d }
            }
            </style>
            """);
        Line($"""<text class="heading" x="{Left}" y="28">{Title}</text>""");
        foreach (var tick in ticks)
        {
            Line($"""<path class="grid" d="M{Left} {Y(tick):F1}H{Right}"/>""");
            Line($"""<text class="faint" x="{Left - 8}" y="{Y(tick) + 4:F1}" text-anchor="end">{tick}</text>""");
        }
        foreach (var size in sizes)
        {
            Line($"""<path class="grid" d="M{X(size):F1} {Top}V{Bottom}"/>""");
            Line($"""<text class="faint" x="{X(size):F1}" y="{Bottom + 20}" text-anchor="middle">{size:N0}</text>""");
        }
        Line($"""<text class="faint" x="{(Left + Right) / 2}" y="{Bottom + 44}" text-anchor="middle">organizations</text>""");
        Line($"""<text class="faint" x="{Left - 8}" y="{Top - 12}" text-anchor="end">ms</text>""");
        var labels = LabelHeights();
        for (var i = 0; i < lines.Count; i++)
        {
            var color = Colors[i % Colors.Length];
            var points = lines[i].Latencies.Select((latency, at) => (X: X(sizes[at]), Y: Y(latency))).ToList();
            Line($"""<path fill="none" stroke="{color}" stroke-width="2" stroke-linejoin="round" d="M{string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:F1} {point.Y:F1}")))}"/>""");
            foreach (var point in points) Line($"""<circle cx="{point.X:F1}" cy="{point.Y:F1}" r="3" fill="{color}"/>""");
            Line($"""<path class="leader" d="M{Right + 6} {points[^1].Y:F1}L{Right + 22} {labels[i]:F1}"/>""");
            Line($"""<circle cx="{Right + 30}" cy="{labels[i]:F1}" r="4" fill="{color}"/>""");
            Line($"""<text x="{Right + 40}" y="{labels[i] + 4:F1}">{lines[i].Operation.Label}<tspan class="faint" dx="6">× {lines[i].Ratios.Median():0.0#}</tspan></text>""");
        }
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private string Title => string.Create(CultureInfo.InvariantCulture, $"p50 of a request by the number of organizations, {engine}");

    private double X(int size) => sizes.Count == 1 ? Left : Left + ((Right - Left) * Share(size, sizes[0], sizes[^1]));

    private double Y(double latency) => Bottom - ((Bottom - Top) * Share(latency, ticks[0], ticks[^1]));

    private static double Share(double value, double least, double most) => Math.Log(value / least) / Math.Log(most / least);

    /// <summary>Each label as near to the end of its line as those around it leave room for.</summary>
    private double[] LabelHeights()
    {
        var order = Enumerable.Range(0, lines.Count).OrderBy(i => Y(lines[i].Latencies[^1])).ToList();
        var heights = new double[lines.Count];
        var free = Top;
        foreach (var i in order)
        {
            heights[i] = Math.Max(free, Y(lines[i].Latencies[^1]));
            free = heights[i] + LabelHeight;
        }
        // What was pushed below the axis pushes back.
        var end = Bottom;
        foreach (var i in order.AsEnumerable().Reverse())
        {
            heights[i] = Math.Min(end, heights[i]);
            end = heights[i] - LabelHeight;
        }
        return heights;
    }

    private static IEnumerable<double> TicksAround(double least, double most)
    {
        // Divided where possible: a tenth, unlike a multiple of 10 to the -1, is written as one.
        var steps = Enumerable.Range(-4, 12).SelectMany(power => Steps.Select(step => power < 0 ? step / Math.Pow(10, -power) : step * Math.Pow(10, power))).ToList();
        var first = steps.FindLastIndex(step => step <= least);
        var last = steps.FindIndex(step => step > most);
        return steps[first..(last + 1)];
    }
}
