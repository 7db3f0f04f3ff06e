using System.Globalization;
using System.Text;

namespace Grove.Server.Operations;

/// <summary>Writes the Prometheus text format, version 0.0.4. Samples of a family follow its head.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new(16_384);

    public void Family(string name, string type, string help)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(EscapeLine(help));
        text.Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name);
        Labels(labels, null);
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    public void Histogram(string name, LatencyHistogram histogram, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var (counts, sum) = histogram.Read();
        for (var i = 0; i < counts.Length; i++)
        {
            text.Append(name).Append("_bucket");
            Labels(labels, i < LatencyHistogram.Bounds.Count ? Number(LatencyHistogram.Bounds[i]) : "+Inf");
            text.Append(' ').Append(counts[i]).Append('\n');
        }
        Sample(name + "_sum", sum, labels);
        Sample(name + "_count", counts[^1], labels);
    }

    public override string ToString() => text.ToString();

    private void Labels(ReadOnlySpan<(string Name, string Value)> labels, string? limit)
    {
        if (labels.IsEmpty && limit is null) return;
        var separator = '{';
        foreach (var (name, value) in labels)
        {
            text.Append(separator).Append(name).Append("=\"").Append(Escape(value)).Append('"');
            separator = ',';
        }
        if (limit is not null) text.Append(separator).Append("le=\"").Append(limit).Append('"');
        text.Append('}');
    }

    private static string EscapeLine(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Escape(string value) => EscapeLine(value).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
