using System.Globalization;
using System.Text;
using Grove.Cli.Trees;
using Xunit;

namespace Grove.Tests.Cli.Trees;

public sealed class TreeReaderTests
{
    // Each is a line with a fault, at the place of an organization's members, and where in the line it is.
    private static readonly (string Line, int Column, string Message)[] Faults =
    [
        ("name: ''", 7, "A name may not be empty."),
        ("name: ~", 7, "name must be text."),
        ("name: [a]", 7, "name must be text."),
        ("name: \" a\"", 7, "A name may not begin or end with white space."),
        ("name: \"a\\u0001\"", 7, "A name may not contain control characters; this one has U+0001."),
        ("colour: green", 1, "An organization has no member colour."),
        ("profile: text", 10, "profile must have members (name: value)."),
        ("profile: {business_email: nobody}", 27, "business_email must contain @, or be empty."),
        ("profile: {city: Porto}", 11, "profile has no member city."),
        ("external_id: ''", 14, "An external id has 1 to 255 characters."),
        ("accounts: {name: a}", 11, "accounts must be a list."),
        ("accounts: [{}]", 12, "name is missing."),
        ("accounts: [{name: a, type: big}]", 28, "type must be standard or enterprise."),
        ("accounts: [{name: a, settings: {enforce_twofactor: maybe}}]", 52, "enforce_twofactor must be true or false."),
        ("accounts: [{name: a}, {name: a}]", 23, "An account a is there already, in line "),
        ("members: [{email: nobody}]", 19, "An e-mail address has one @ with something on either side of it."),
        ("members: [{email: a@b, status: accepted}]", 32, "status must be pending or active."),
        ("members: [{email: a@b, roles: []}]", 31, "roles needs at least one role"),
        ("members: [{email: a@b}, {email: A@B}]", 25, "A member a@b is there already, in line "),
        ("organizations: 5", 16, "organizations must be a list."),
        ("? [a]\n    : b", 3, "The name of a member must be text."),
    ];

    [Fact]
    public void A_file_with_k_faults_names_k_lines()
    {
        var file = new StringBuilder("organizations:\n");
        var expected = new List<(long Line, long Column, string Message)>();
        var line = 1;
        foreach (var (text, column, message) in Faults)
        {
            line++;
            expected.Add((line, column + 4, message));
            file.Append(CultureInfo.InvariantCulture, $"  - {text}\n");
            line += text.Count(c => c == '\n');
            if (!text.StartsWith("name", StringComparison.Ordinal))
            {
                file.Append(CultureInfo.InvariantCulture, $"    name: Good {line}\n");
                line++;
            }
        }

        var read = TreeFiles.Yaml(file.ToString());

        Assert.Equal(expected.Select(fault => (fault.Line, fault.Column)), read.Faults.Select(fault => (fault.Place.Line, fault.Place.Column)));
        Assert.All(read.Faults.Zip(expected), pair => Assert.StartsWith(pair.Second.Message, pair.First.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_of_json_have_their_places_too()
    {
        var read = TreeFiles.Json("{\"organizations\": [\n  {\"name\": 5},\n  {\"name\": \"é\", \"colour\": {\"a\": [1, 2]}},\n  {}\n]}");

        Assert.Equal([new(new(2, 12), "name must be text."), new(new(3, 17), "An organization has no member colour."), new(new(4, 3), "name is missing.")], read.Faults);
    }

    [Theory]
    [InlineData("2026-11-24")]
    [InlineData("12")]
    [InlineData("1e3")]
    [InlineData("true")]
    [InlineData("yes")]
    [InlineData("12:30")]
    [InlineData("0o17")]
    public void Numbers_dates_and_truth_as_names_stay_text(string name) =>
        Assert.Equal(name, Assert.Single(TreeFiles.Yaml($"organizations:\n  - name: {name}\n").Organizations).Name);

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    public void What_is_null_is_not_named(string nothing)
    {
        var read = TreeFiles.Yaml($"organizations:\n  - name: a\n    profile: {nothing}\n    accounts: {nothing}\n    external_id: {nothing}\n");

        Assert.Empty(read.Faults);
        Assert.Null(read.Organizations[0].Profile);
        Assert.Empty(read.Organizations[0].Accounts);
    }

    [Fact]
    public void Siblings_of_one_name_are_a_fault_and_cousins_are_not()
    {
        var read = TreeFiles.Yaml("organizations:\n- name: a\n  organizations: [{name: x}]\n- name: b\n  organizations: [{name: x}]\n- name: a\n");

        Assert.Equal([new(new(6, 3), "An organization a is there already, in line 2.")], read.Faults);
    }

    [Fact]
    public void A_member_that_is_there_twice_is_a_fault() =>
        Assert.Equal([new(new(3, 3), "name is there twice.")], TreeFiles.Yaml("organizations:\n- name: a\n  name: b\n").Faults);

    [Theory]
    [InlineData("", "The file is empty; it needs organizations.")]
    [InlineData("# nothing\n", "The file is empty; it needs organizations.")]
    [InlineData("a: 1\n", "The file has no member a.")]
    [InlineData("[]", "The file must have members (name: value).")]
    [InlineData("organizations: []\n---\norganizations: []\n", "A file holds one document.")]
    public void A_file_needs_organizations(string text, string message) => Assert.Equal(message, TreeFiles.Yaml(text).Faults[0].Message);

    [Theory]
    [InlineData("organizations:\n- name: a\n", "\r\n")]
    [InlineData("organizations:\n- name: a\n", "\n")]
    public void Line_ends_and_the_mark_of_utf8_make_no_difference(string text, string lineEnd)
    {
        var read = TreeReader.ReadYaml(new MemoryStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ReplaceLineEndings(lineEnd))]));

        Assert.Empty(read.Faults);
        Assert.Equal("a", Assert.Single(read.Organizations).Name);
        Assert.Equal(new(2, 3), read.Organizations[0].Place);
    }

    [Theory]
    [InlineData("tree.json", "{\"organizations\": [{\"name\": \"a\"}]}")]
    [InlineData("tree.JSON", "\uFEFF{\"organizations\": [{\"name\": \"a\"}]}")]
    [InlineData("tree", " \n{\"organizations\": [{\"name\": \"a\"}]}")]
    [InlineData("tree", "organizations: [{name: a}]")]
    [InlineData("tree.yml", "{organizations: [{name: a}]}")]
    [InlineData("tree.yaml", "organizations: [{name: a}]")]
    public void The_format_is_known_by_the_extension_or_by_what_a_file_begins_with(string name, string text)
    {
        var folder = Directory.CreateTempSubdirectory("grove-tree-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            Assert.Equal("a", Assert.Single(TreeReader.ReadFile(path).Organizations).Name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
