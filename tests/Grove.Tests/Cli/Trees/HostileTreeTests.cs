using System.Globalization;
using System.Text;
using Grove.Cli.Trees;
using Xunit;

namespace Grove.Tests.Cli.Trees;

/// <summary>Files that are made to be too much: each is refused with a place, soon, and without stack or memory.</summary>
public sealed class HostileTreeTests
{
    public static TheoryData<string, string> Refused { get; } = new()
    {
        // A billion of laughs: nine levels of nine.
        { "a: &a [x, x, x]\nb: &b [*a, *a, *a]\norganizations: *b\n", "Aliases (*a) are not followed" },
        { "organizations: &o\n- name: a\n  organizations: *o\n", "Aliases (*o) are not followed" },
        { "organizations:\n- &a {name: a}\n- <<: *a\n", "Aliases (*a) are not followed" },
        { "organizations:\n- name: a\n\t  accounts: []\n", "This is not YAML" },
        { "organizations:\n- name: \"a\n", "This is not YAML" },
        { "organizations: [{name: a]\n", "This is not YAML" },
        { "organizations:\n- name: !!binary aGk=\n", "The tag tag:yaml.org,2002:binary is not understood." },
        { "organizations: !!python/object [a]\n", "The tag tag:yaml.org,2002:python/object is not understood." },
        { "organizations:\n- name: \"\\ud800\"\n", "" },
        { "organizations:\n- name: \"a\\0b\"\n", "A text may not contain U+0000." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_refused(string text, string message) => Assert.Contains(TreeFiles.Yaml(text).Faults, fault => fault.Message.StartsWith(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("{", "This is not JSON")]
    [InlineData("{\"organizations\": []} x", "This is not JSON")]
    [InlineData("{\"organizations\": [],}", "This is not JSON")]
    [InlineData("{\"organizations\": [{\"name\": \"\\ud800\"}]}", "This is not JSON")]
    [InlineData("{\"organizations\": [{\"name\": \"a\", \"name\": \"b\"}]}", "name is there twice.")]
    public void So_is_json(string text, string message) => Assert.StartsWith(message, TreeFiles.Json(text).Faults[0].Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Deep_nesting_ends_early(string level)
    {
        var fault = Assert.Single(TreeFiles.Yaml("organizations: \n  " + string.Concat(Enumerable.Repeat(level, 100_000))).Faults, fault => fault.Message.Contains("nested", StringComparison.Ordinal));

        Assert.Equal(2, fault.Place.Line);
    }

    [Fact]
    public void Deep_json_ends_early() =>
        Assert.StartsWith("This is not JSON", Assert.Single(TreeFiles.Json("{\"organizations\": " + new string('[', 100_000)).Faults, fault => fault.Message.Contains("depth", StringComparison.Ordinal)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    [InlineData(130, 1)]
    public void Organizations_are_nested_as_deep_as_any_server_allows(int levels, int faults)
    {
        var text = new StringBuilder("organizations:\n");
        for (var level = 0; level < levels; level++) text.Append(' ', level * 2).Append(CultureInfo.InvariantCulture, $"- name: o{level}\n").Append(' ', (level * 2) + 2).Append("organizations:\n");

        var read = TreeFiles.Yaml(text.ToString());

        Assert.Equal(faults, read.Faults.Count);
        Assert.All(read.Faults, fault => Assert.Equal("Organizations are nested at most 64 deep.", fault.Message));
    }

    [Fact]
    public void Long_texts_are_faults_that_are_not_long()
    {
        var long1 = new string('a', 1 << 20);
        var read = TreeFiles.Yaml($"organizations:\n- name: {long1}\n  {long1[..1000]}: 1\n  profile: {{business_name: '{long1}'}}\n  members: [{{email: {long1}}}]\n");

        Assert.Equal(
            ["A name has at most 100 characters; this one has 1048576.", $"An organization has no member {long1[..60]}….", "A member of a profile has at most 4 KiB.", "An e-mail address has 3 to 90 characters."],
            read.Faults.Select(fault => fault.Message));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_a_fault()
    {
        byte[] bytes = [.. "organizations:\n- name: "u8, 0xC3, 0x28, .. "\n"u8];

        Assert.Contains("not UTF-8", Assert.Single(TreeReader.ReadYaml(new MemoryStream(bytes)).Faults).Message, StringComparison.Ordinal);
        Assert.Equal(new TreeFault(new(2, 3), "The file is not UTF-8 here."), Assert.Single(TreeReader.ReadJson([.. "{\n  "u8, 0xC3, 0x28, .. "}"u8]).Faults));
    }

    [Fact]
    public void Text_for_a_message_moves_no_cursor() => Assert.Equal("a\uFFFD[31mb", TreeText.Short("a\u001b[31mb"));
}
