using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Grove.Tests.Operations;

internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string Series =>
        Name + "{" + string.Join(",", Labels.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)) + "}";
}

internal sealed record Family(string Name, string Type, List<Sample> Samples);

/// <summary>
/// Reads the text format and accepts nothing beyond it: heads before samples, families whole, no series twice, histograms consistent.
/// </summary>
internal static partial class PrometheusParser
{
    public static Dictionary<string, Family> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var families = new Dictionary<string, Family>();
        Family? family = null;
        string? helped = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups["name"].Value;
                family = null;
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                Assert.Equal(helped, type.Groups["name"].Value);
                family = new Family(helped!, type.Groups["type"].Value, []);
                families.Add(family.Name, family);
            }
            else
            {
                Assert.NotNull(family);
                family.Samples.Add(ParseSample(line));
            }
        }
        foreach (var each in families.Values) Check(each);
        return families;
    }

    private static Sample ParseSample(string line)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, line);
        var labels = new Dictionary<string, string>();
        foreach (var (name, value) in match.Groups["label"].Captures.Zip(match.Groups["text"].Captures))
            labels.Add(name.Value, Escape().Replace(value.Value, escape => escape.Value[1] == 'n' ? "\n" : escape.Value[1..]));
        return new Sample(match.Groups["name"].Value, labels, Number(match.Groups["value"].Value));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void Check(Family family)
    {
        Assert.Distinct(family.Samples.Select(sample => sample.Series));
        if (family.Type != "histogram")
        {
            Assert.All(family.Samples, sample => Assert.Equal(family.Name, sample.Name));
            if (family.Type == "counter") Assert.EndsWith("_total", family.Name, StringComparison.Ordinal);
            return;
        }
        foreach (var series in family.Samples.GroupBy(sample => (sample with { Name = "", Labels = Without(sample.Labels, "le") }).Series))
        {
            var buckets = series.Where(sample => sample.Name == family.Name + "_bucket").ToList();
            var limits = buckets.Select(bucket => Number(bucket.Labels["le"])).ToList();
            Assert.Equal(limits.Order(), limits);
            Assert.Equal(double.PositiveInfinity, limits[^1]);
            Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
            Assert.Equal(buckets[^1].Value, Assert.Single(series, sample => sample.Name == family.Name + "_count").Value);
            Assert.Single(series, sample => sample.Name == family.Name + "_sum");
            Assert.Equal(buckets.Count + 2, series.Count());
        }
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> labels, string name) =>
        labels.Where(label => label.Key != name).ToDictionary();

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)+$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    private const string Label = """"(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>(?:[^\\"]|\\\\|\\"|\\n)*)\x22"""";

    private const string Value = @"(?<value>[+-]Inf|NaN|-?[0-9]+(?:\.[0-9]+)?(?:E[+-][0-9]+)?)";

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{" + Label + "(?:," + Label + @")*\})? " + Value + "$")]
    private static partial Regex SampleLine();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
