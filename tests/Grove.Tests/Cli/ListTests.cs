using System.Globalization;
using System.Text.Json;
using System.Web;
using Xunit;
using static Grove.Tests.Cli.CommandRun;

namespace Grove.Tests.Cli;

/// <summary>Lists, whatever way they are paged: one page, or all rows once and in order.</summary>
public sealed class ListTests
{
    private const int Rows = 25;

    public static TheoryData<string> Lists => ["org list", "account list", "audit list"];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task All_rows_come_once_and_in_order(string verb)
    {
        foreach (var size in (int[])[1, 7, 10, 25, 50])
        {
            using var run = new CommandRun { Api = (asked, _) => (200, Page(asked, size)) };
            Assert.Equal(Expected(), Quiet(await run.RunAsync([.. verb.Split(' '), "--all", "--quiet"])));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task All_as_json_is_one_envelope_with_the_last_pages_info(string verb)
    {
        using var run = new CommandRun { Api = (asked, _) => (200, Page(asked, 10)) };
        var ran = await run.RunAsync([.. verb.Split(' '), "--all", "--json"]);
        var whole = JsonElement.Parse(ran.Out);
        Assert.Equal(Expected(), whole.GetProperty("result").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        Assert.Equal(["success", "errors", "messages", "result", "result_info"], whole.EnumerateObject().Select(member => member.Name));
        var last = Page(ran.Requests[^1], 10);
        Assert.Equal(JsonElement.Parse(last).GetProperty("result_info").GetRawText(), whole.GetProperty("result_info").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task One_page_says_that_there_is_more_and_how_to_get_it(string verb)
    {
        using var run = new CommandRun { Api = (asked, _) => (200, Page(asked, 10)) };
        List<string> seen = [];
        string[] further = [];
        for (var page = 0; page < 3; page++)
        {
            var ran = await run.RunAsync([.. verb.Split(' '), "--quiet", .. further]);
            Assert.Single(ran.Requests);
            seen.AddRange(Quiet(ran));
            if (page == 2)
            {
                Assert.Empty(ran.Error);
                break;
            }
            Assert.Contains("--all", ran.Error, StringComparison.Ordinal);
            further = ran.Error[ran.Error.IndexOf("--", StringComparison.Ordinal)..].Split(',')[0].Split(' ');
        }
        Assert.Equal(Expected(), seen);
    }

    [Fact]
    public async Task A_failure_on_a_later_page_leaves_no_half_of_json()
    {
        using var run = new CommandRun { Api = (asked, number) => number == 0 ? (200, Page(asked, 10)) : (400, Failure(1001, "no")) };
        var ran = await run.RunAsync("org", "list", "--all", "--json");
        Assert.Equal((1, Failure(1001, "no") + "\n"), (ran.Code, ran.Out));
    }

    [Fact]
    public async Task A_server_that_repeats_a_page_is_not_asked_for_ever()
    {
        using var run = new CommandRun { Api = (_, _) => (200, Envelope("""[{"id":"a"}]""", """{"next_page_token":"same"}""")) };
        Assert.Equal(2, (await run.RunAsync("org", "list", "--all")).Requests.Count);
    }

    [Fact]
    public async Task Filters_are_sent_as_they_are_and_again_with_each_page()
    {
        using var run = new CommandRun { Api = (asked, _) => (200, Page(asked, 10)) };
        var ran = await run.RunAsync("org", "list", "--name-starts-with", "a&b é", "--id", Id, "--id", Id, "--parent", "null", "--all", "--page-size", "10");
        Assert.Equal(3, ran.Requests.Count);
        Assert.All(ran.Requests, asked => Assert.StartsWith(
            $"/client/v4/organizations?id={Id}&id={Id}&name.startsWith=a%26b%20%C3%A9&parent.id=null&page_size=10", asked.Target, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Expected() => Enumerable.Range(1, Rows).Select(number => $"row-{number}");

    private static string[] Quiet(Ran ran) => ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // 25 rows, by any of the three ways of paging.
    private static string Page(Asked asked, int size)
    {
        var query = HttpUtility.ParseQueryString(asked.Target.Contains('?', StringComparison.Ordinal) ? asked.Target.Split('?')[1] : "");
        var byNumber = asked.Target.Contains("/accounts", StringComparison.Ordinal);
        var from = byNumber ? (int.Parse(query["page"] ?? "1", CultureInfo.InvariantCulture) - 1) * size
            : int.Parse((query["page_token"] ?? query["cursor"] ?? "t0")[1..], CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(from + 1, Math.Max(0, Math.Min(size, Rows - from))).Select(number => $$"""{"id":"row-{{number}}"}""").ToList();
        var next = from + size < Rows ? $"\"t{from + size}\"" : "null";
        var info = byNumber ? $$"""{"page":{{(from / size) + 1}},"per_page":{{size}},"count":{{rows.Count}},"total_count":{{Rows}},"total_pages":{{(Rows + size - 1) / size}}}"""
            : asked.Target.Contains("/audit", StringComparison.Ordinal) ? $$"""{"count":{{rows.Count}},"cursor":{{next}}}"""
            : $$"""{"next_page_token":{{next}},"total_size":{{Rows}}}""";
        return Envelope($"[{string.Join(',', rows)}]", info);
    }
}
