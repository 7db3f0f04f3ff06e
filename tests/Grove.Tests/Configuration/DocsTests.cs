using System.Text.RegularExpressions;
using Grove.Server.Configuration;
using Xunit;

namespace Grove.Tests.Configuration;

/// <summary>docs/configuration.md says what the table in the code says.</summary>
public sealed partial class DocsTests
{
    private static readonly string Docs = Repository.Read("docs/configuration.md");

    [Fact]
    public void The_table_of_settings_is_the_one_in_the_code() => Assert.Equal(
        Settings.All.Select(s => $"| `{s.Variable}` | {(s.Option is null ? "none" : $"`{s.Option}`")} | `{s.Name}` | `{s.Default}` |"),
        Docs.Split('\n').Where(line => line.StartsWith("| `GROVE_", StringComparison.Ordinal)));

    [Fact]
    public void Every_setting_is_explained_under_its_variable()
    {
        var explained = Docs.Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .SelectMany(line => Variable().Matches(line).Select(match => match.Value));
        Assert.Equal(Settings.All.Select(setting => setting.Variable), explained);
    }

    [Fact]
    public void The_table_of_flags_is_the_one_in_the_code() => Assert.Equal(
        Settings.Flags.Select(flag => flag.Option),
        Docs.Split('\n').Where(line => line.StartsWith("| `--", StringComparison.Ordinal)).Select(line => Option().Match(line).Value));

    [Fact]
    public void No_variable_or_option_is_mentioned_that_does_not_exist()
    {
        var variables = Settings.All.Select(setting => setting.Variable)
            .Concat(Settings.All.Where(setting => setting.Secret).Select(setting => setting.FileVariable))
            .Concat(["GROVE_TEST_", "GROVE_", "GROVE_SERVICE_HOST", "GROVE_PORT"]);
        Assert.Empty(Variable().Matches(Docs).Select(match => match.Value).Except(variables));

        var options = Settings.All.Select(setting => setting.Option).Concat(Settings.Flags.Select(flag => flag.Option)).Append("--option");
        Assert.Empty(Option().Matches(Docs).Select(match => match.Value).Except(options));
    }

    [Fact]
    public void File_twins_are_documented()
    {
        foreach (var setting in Settings.All.Where(setting => setting.Secret))
        {
            Assert.Contains($"`{setting.FileVariable}`", Docs, StringComparison.Ordinal);
            Assert.Contains($"`{setting.FileName}`", Docs, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_example_of_appsettings_is_read_without_a_fault()
    {
        var examples = Example().Matches(Docs);
        Assert.Equal(2, examples.Count);
        foreach (Match example in examples)
        {
            using var reading = new Reading().AppSettings(example.Groups["json"].Value);
            Assert.Empty(reading.Read().Faults);
        }
    }

    [GeneratedRegex("GROVE_[A-Z_]*")]
    private static partial Regex Variable();

    [GeneratedRegex("(?<=[`])--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
