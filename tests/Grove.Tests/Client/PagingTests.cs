using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Web;
using Grove.Client;
using Grove.Client.Core;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>Walks over lists of every kind: each row once, in order, however the pages fall.</summary>
public sealed class PagingTests
{
    private static readonly int[] Lengths = [0, 1, 2, 9, 10, 11, 25];
    private static readonly int[] Sizes = [1, 2, 3, 10, 25, 100];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_walk_yields_each_row_once_and_in_order_for_every_kind_of_paging_and_every_size()
    {
        await using var script = Script.With(null, Serve);
        foreach (var kind in Enum.GetValues<Paging>())
        {
            foreach (var (rows, size) in from rows in Lengths from size in Sizes select (rows, size))
            {
                var before = script.Requests.Count;
                var list = List(script, kind, rows, size);
                var seen = new List<string>();
                await foreach (var row in list) seen.Add(row.Id);
                Assert.Equal(Ids(rows), seen);
                var pages = kind switch
                {
                    Paging.Single => 1,
                    Paging.Number => rows == 0 ? 1 : ((rows + size - 1) / size) + 1,
                    _ => Math.Max(1, (rows + size - 1) / size),
                };
                Assert.Equal(pages, script.Requests.Count - before);
            }
        }
    }

    [Fact]
    public async Task A_list_of_25_organizations_with_pages_of_10_yields_25_in_order()
    {
        await using var script = Script.With(null, Serve);
        var seen = new List<string>();
        await foreach (var organization in script.Client.Organizations.ListAutoPagingAsync(
            new() { PageSize = 10, Name = new() { Contains = "a&b" } }, new() { Query = new Dictionary<string, string> { ["rows"] = "25" } }, Token))
            seen.Add(organization.Id);
        Assert.Equal(Ids(25), seen);
        Assert.Equal(["", "10", "20"], script.Requests.Select(request => Parameter(request, "page_token")));
        Assert.All(script.Requests, request => Assert.Equal(("a&b", "25", "10"), (Parameter(request, "name.contains"), Parameter(request, "rows"), Parameter(request, "page_size"))));
    }

    [Fact]
    public async Task Pages_come_one_by_one_with_what_the_server_says_of_them()
    {
        await using var script = Script.With(null, Serve);
        var sizes = new List<int>();
        await foreach (var page in List(script, Paging.Token, 25, 10).AsPagesAsync(Token))
        {
            sizes.Add(page.Result.Count);
            Assert.Equal((sizes.Count < 3, 25), (page.HasNextPage, page.Info.TotalSize));
            Assert.Equal(System.Net.HttpStatusCode.OK, page.Response.StatusCode);
            Assert.Equal(sizes.Count, script.Requests.Count);
        }
        Assert.Equal([10, 10, 5], sizes);
    }

    [Fact]
    public async Task From_a_page_one_goes_to_the_next_and_from_the_last_nowhere()
    {
        await using var script = Script.With(null, Serve);
        var query = new Dictionary<string, string> { ["rows"] = "3" };
        var first = await script.Client.Organizations.ListAsync(new() { PageSize = 2 }, new() { Query = query }, Token);
        var second = await first.GetNextPageAsync(Token);
        Assert.Equal(Ids(3), first.Result.Concat(second.Result).Select(row => row.Id));
        Assert.False(second.HasNextPage);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.GetNextPageAsync(Token));
        var pages = new List<Page<Organization>>();
        await foreach (var page in first.PagesAsync(Token)) pages.Add(page);
        Assert.Same(first, pages[0]);
        Assert.Equal([2, 1], pages.Select(page => page.Result.Count));
    }

    [Fact]
    public async Task Nothing_is_asked_before_the_walk_and_no_more_than_is_reached()
    {
        await using var script = Script.With(null, Serve);
        var list = List(script, Paging.Token, 25, 10);
        Assert.Empty(script.Requests);
        await foreach (var row in list)
        {
            if (row.Id == "10") break;
        }
        Assert.Equal(2, script.Requests.Count);
    }

    [Fact]
    public async Task Walking_twice_asks_twice_from_the_beginning()
    {
        await using var script = Script.With(null, Serve);
        var list = List(script, Paging.Cursor, 5, 3);
        for (var walk = 0; walk < 2; walk++)
        {
            var seen = new List<string>();
            await foreach (var row in list) seen.Add(row.Id);
            Assert.Equal(Ids(5), seen);
        }
        Assert.Equal(4, script.Requests.Count);
    }

    [Theory]
    [InlineData(nameof(Paging.Token), """{"next_page_token":"same"}""")]
    [InlineData(nameof(Paging.Cursor), """{"cursor":"same"}""")]
    [InlineData(nameof(Paging.Cursor), """{"cursors":{"after":"same"}}""")]
    public async Task A_server_that_repeats_its_token_ends_the_walk(string kind, string info)
    {
        await using var script = Script.With(null, (_, _) => new Answer(200, $$"""{"result":[{"id":"x"}],"result_info":{{info}}}"""));
        var rows = 0;
        await foreach (var _ in List(script, Enum.Parse<Paging>(kind), 1, 1)) rows++;
        Assert.Equal(2, rows);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"next_page_token":null}""")]
    [InlineData("""{"next_page_token":""}""")]
    public async Task Without_a_token_the_page_is_the_last(string info)
    {
        await using var script = Script.Of(new Answer(200, $$"""{"result":[{"id":"x"}],"result_info":{{info}}}"""));
        Assert.False((await script.Client.Organizations.ListAsync(null, null, Token)).HasNextPage);
    }

    [Fact]
    public async Task Of_two_cursors_the_one_of_cursors_wins()
    {
        await using var script = Script.Of(new Answer(200, """{"result":[],"result_info":{"cursor":"a","cursors":{"after":"b"}}}"""), new Answer(200, """{"result":[]}"""));
        await foreach (var _ in List(script, Paging.Cursor, 0, 1))
        {
        }
        Assert.Equal(["", "b"], script.Requests.Select(request => Parameter(request, "cursor")));
    }

    [Theory]
    [InlineData("3", "3,4,5,6")]
    [InlineData("0", "0,2,3,4,5,6")]
    [InlineData("-7", "-7,2,3,4,5,6")]
    public async Task A_walk_may_begin_at_any_page_also_by_the_options_of_the_call(string page, string pages)
    {
        await using var script = Script.With(null, Serve);
        var list = List(script, Paging.Number, 10, 2, new() { Query = new Dictionary<string, string> { ["page"] = page } });
        await foreach (var _ in list)
        {
        }
        Assert.Equal(pages.Split(','), script.Requests.Select(request => Parameter(request, "page")));
    }

    [Fact]
    public async Task Failures_in_the_middle_are_thrown_there_and_passing_ones_are_tried_again()
    {
        await using var script = Script.With(null, (request, number) => number switch { 1 => Answer.Error(503), 3 => Answer.Error(404), _ => Serve(request, number) });
        var seen = new List<string>();
        await Assert.ThrowsAsync<NotFoundException>(async () =>
        {
            await foreach (var row in List(script, Paging.Token, 25, 10)) seen.Add(row.Id);
        });
        Assert.Equal(Ids(20), seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Giving_up_ends_the_walk_at_once_with_the_token_that_gave_up(bool ofTheList)
    {
        using var stop = new CancellationTokenSource();
        await using var script = Script.With(null, Serve);
        var list = List(script, Paging.Token, 25, 10, null, ofTheList ? stop.Token : Token);
        var seen = 0;
        var given = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in list.WithCancellation(ofTheList ? Token : stop.Token))
            {
                if (++seen == 13) await stop.CancelAsync();
            }
        });
        Assert.Equal((stop.Token, 13, 2), (given.CancellationToken, seen, script.Requests.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Giving_up_while_a_page_is_awaited_names_the_token_that_gave_up(bool ofTheList)
    {
        using var stop = new CancellationTokenSource();
        await using var script = Script.With(null, (_, _) => Answer.Ok with { Ending = Ending.Never });
        var list = List(script, Paging.Token, 25, 10, null, ofTheList ? stop.Token : Token);
        var walk = list.GetAsyncEnumerator(ofTheList ? Token : stop.Token);
        var first = walk.MoveNextAsync().AsTask();
        await script.Server.ReceivedAsync();
        await stop.CancelAsync();
        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first)).CancellationToken);
        await walk.DisposeAsync();
    }

    [Fact]
    public async Task A_row_that_is_null_is_not_what_the_api_promises()
    {
        await using var script = Script.Of(Answer.Result("""[{"id":"a"},null]"""));
        await Assert.ThrowsAsync<ApiResponseValidationException>(() => script.Client.Organizations.ListAsync(null, null, Token));
    }

    private static AutoPages<Organization> List(
        Script script, Paging kind, int rows, int size, RequestOptions? options = null, CancellationToken? cancellation = null)
    {
        var list = new PagedList<Organization>(script.Client.Transport, ApiPath.Wire($"{$"{kind}"}"), kind, (JsonTypeInfo<Organization[]>)GroveJson.Default.GetTypeInfo(typeof(Organization[]))!, options);
        return list.All(new QueryBuilder().Add("rows", rows).Add(kind == Paging.Number ? "per_page" : "page_size", size), cancellation ?? Token);
    }

    private static IEnumerable<string> Ids(int rows) => Enumerable.Range(0, rows).Select(row => $"{row}");

    // A list of as many rows as the query says, paged as the path says.
    private static Answer Serve(SeenRequest request, int number)
    {
        int Whole(string name, int otherwise) => int.TryParse(Parameter(request, name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
        var rows = Whole("rows", 0);
        var kind = Enum.TryParse<Paging>(request.Target.Split('/', '?')[^2], out var named) ? named : Paging.Token;
        var size = kind == Paging.Single ? rows : Whole("page_size", Whole("per_page", 10));
        var start = kind == Paging.Number ? (Math.Max(Whole("page", 1), 1) - 1) * size : Whole(kind == Paging.Token ? "page_token" : "cursor", 0);
        var next = start + size < rows ? $"\"{start + size}\"" : "null";
        var info = kind switch
        {
            Paging.Token => $$"""{"next_page_token":{{next}},"total_size":{{rows}}}""",
            Paging.Cursor => $$"""{"cursor":{{next}},"count":"{{size}}"}""",
            Paging.Number => $$"""{"page":1.0,"per_page":{{size}}}""",
            _ => "null",
        };
        return new Answer(200, $$"""{"result":[{{string.Join(',', Ids(rows).Skip(start).Take(size).Select(id => $$"""{"id":"{{id}}"}"""))}}],"result_info":{{info}}}""");
    }

    private static string Parameter(SeenRequest request, string name) => HttpUtility.ParseQueryString(request.Target.Split('?', 2)[^1])[name] ?? "";
}
