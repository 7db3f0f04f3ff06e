using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Queries and pages.</summary>
public class PagingCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_query_that_is_not_text_is_refused_and_names_the_parameter(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        foreach (var path in (string[])["organizations", "user", "user/organizations", $"organizations/{Requests.UnknownId()}"])
        {
            foreach (var bad in (string[])["%00", "a%00b", "%ff", "%c0%80", "%ed%a0%80", "%f4%90%80%80", "%", "%2", "%zz", "a%"])
            {
                var reply = await host.SendAsync("GET", $"{path}?name={bad}", null, Requests.Pair(user.Email, user.Key));
                Assert.StartsWith("name ", reply.Refused(HttpStatusCode.BadRequest, 1001, $"{path} {bad}").Json.GetProperty("errors")[0].GetProperty("message").GetString());
                Assert.Equal([null], reply.Pointers);
                (await host.SendAsync("GET", $"{path}?{bad}=1", null, Requests.Pair(user.Email, user.Key))).Refused(HttpStatusCode.BadRequest, 1001, $"{path} {bad}");
            }
        }
        // A thousand faults are not a thousand errors.
        var many = await host.SendAsync("GET", "organizations?" + string.Join('&', Enumerable.Repeat("name=%ff", 1000)), null, Requests.Pair(user.Email, user.Key));
        many.WearsTheEnvelope();
        Assert.InRange(many.Codes.Count, 1, 100);
    }

    [Theory, EveryDoor]
    public async Task Page_size_is_strict_and_zero_is_the_default(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        for (var i = 0; i < 11; i++) await user.CreateAsync($"Root {i}");
        foreach (var path in (string[])["organizations", "/grove/v1/users"])
        {
            var who = path[0] == '/' ? host.Operator : user;
            foreach (var bad in (string[])["-1", "1001", "1.0", "1e1", "x", "%2B1%2B", "0x10", "99999999999999999999", "1%201", "10,20"])
                Assert.Contains("page_size", (await who.GetAsync($"{path}?page_size={bad}")).Refused(HttpStatusCode.BadRequest, 1001, bad).Text, StringComparison.Ordinal);
            (await who.GetAsync($"{path}?page_size=5&page_size=6")).Refused(HttpStatusCode.BadRequest, 1001);
        }
        foreach (var (query, count) in ((string, int)[])[("", 10), ("?page_size=", 10), ("?page_size=0", 10), ("?page_size=-0", 10), ("?page_size=3&page_size=3", 3), ("?page_size=1000", 11), ("?page_size=11", 11)])
        {
            var page = (await user.GetAsync("organizations" + query)).Succeeded(query);
            Assert.Equal(count, page.Result.GetArrayLength());
            Assert.Equal(11, page.Info.GetProperty("total_size").GetInt32());
            Assert.Equal(count < 11, page.Info.TryGetProperty("next_page_token", out _));
        }
    }

    [Theory, EveryDoor]
    public async Task Page_numbers_are_clamped_and_a_page_beyond_the_end_is_empty(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        for (var i = 0; i < 7; i++) await user.CreateAsync($"Root {i}");
        foreach (var (query, page, size, count) in ((string, int, int, int)[])
        [
            ("", 1, 20, 7), ("per_page=5", 1, 5, 5), ("per_page=5&page=2", 2, 5, 2), ("per_page=5&page=3", 3, 5, 0), ("per_page=1", 1, 5, 5), ("per_page=-3", 1, 5, 5),
            ("per_page=0", 1, 5, 5), ("per_page=1000", 1, 50, 7), ("per_page=1e30", 1, 50, 7), ("page=0", 1, 20, 7), ("page=-7", 1, 20, 7), ("page=1.0", 1, 20, 7),
            ("page=2.0&per_page=5.0", 2, 5, 2), ("page=2147483647", 2147483647, 20, 0), ("page=1e30", 2147483647, 20, 0), ("page=", 1, 20, 7),
        ])
        {
            var reply = (await user.GetAsync($"user/organizations?{query}")).Succeeded(query);
            Assert.Equal(count, reply.Result.GetArrayLength());
            Assert.Equal(["page", "per_page", "count", "total_count", "total_pages"], reply.Info.EnumerateObject().Select(member => member.Name));
            Assert.Equal((page, size, count, 7, (7 + size - 1) / size), (reply.Info.GetProperty("page").GetInt32(), reply.Info.GetProperty("per_page").GetInt32(),
                reply.Info.GetProperty("count").GetInt32(), reply.Info.GetProperty("total_count").GetInt32(), reply.Info.GetProperty("total_pages").GetInt32()));
        }
        foreach (var bad in (string[])["page=x", "page=1.5", "per_page=NaN", "per_page=Infinity", "page=%221%22", "page=1&page=2", "order=x", "order=Name", "direction=down", "match=none", "status=active", "name=" + new string('n', 101)])
            (await user.GetAsync($"user/organizations?{bad}")).Refused(HttpStatusCode.BadRequest, 1001, bad);
    }

    [Theory, EveryDoor]
    public async Task A_page_token_is_good_only_for_whom_and_what_it_was_given(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var (user, other) = (await host.NewUserAsync(), await host.NewUserAsync());
        for (var i = 0; i < 5; i++) await user.CreateAsync($"Root {i}");
        for (var i = 0; i < 5; i++) await other.CreateAsync($"Root {i}");
        var byToken = await host.ByTokenAsync(user, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        var byOther = await host.ByTokenAsync(user, Policy.Allow("User Details Read", Policy.Everything(user.Id)));
        const string query = "organizations?page_size=2&name.contains=root";
        static string Next(Reply reply) => reply.Succeeded().Info.GetProperty("next_page_token").GetString()!;
        var token = Next(await user.GetAsync(query));
        Assert.Matches("^[A-Za-z0-9_-]+$", token);
        Assert.Equal(2, (await user.GetAsync($"{query}&page_token={token}")).Succeeded().Result.GetArrayLength());
        // The size may change; the filters may not, nor the person, nor the token that speaks for them.
        Assert.Equal(3, (await user.GetAsync($"organizations?page_size=9&name.contains=ROOT&page_token={token}")).Succeeded().Result.GetArrayLength());
        foreach (var path in (string[])["organizations", "organizations?name.contains=roo", "organizations?name.startsWith=root", query + "&parent.id=null", query + $"&id={Requests.UnknownId()}",
            query + "&name=Root 1", query + $"&containing.user={user.Id}", "organizations?name=root"])
            (await user.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001, path);
        foreach (var who in (Actor[])[other, byToken, host.Operator]) (await who.GetAsync($"{query}&page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001);
        (await byOther.GetAsync($"{query}&page_token={Next(await byToken.GetAsync(query))}")).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.GetAsync($"{query}&page_token={Next(await byToken.GetAsync(query))}")).Refused(HttpStatusCode.BadRequest, 1001);

        foreach (var bad in Damaged(token))
            (await user.GetAsync($"{query}&page_token={Uri.EscapeDataString(bad)}")).Refused(HttpStatusCode.BadRequest, 1001, bad);
        (await user.GetAsync($"{query}&page_token={token}&page_token={token}x")).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.GetAsync("organizations?page_token=" + new string('1', 3000))).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task The_page_tokens_of_the_users_list_are_bound_likewise(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var second = await host.NewUserAsync(asOperator: true);
        await host.NewUserAsync();
        var byToken = await host.ByTokenAsync(second, Policy.Allow("Grove Operator", Policy.Everything(second.Id)));
        var token = (await second.GetAsync("/grove/v1/users?page_size=1")).Succeeded().Info.GetProperty("next_page_token").GetString();
        Assert.Equal(1, (await second.GetAsync($"/grove/v1/users?page_size=1&page_token={token}")).Succeeded().Result.GetArrayLength());
        foreach (var (who, path) in ((Actor, string)[])[(host.Operator, "/grove/v1/users"), (byToken, "/grove/v1/users"), (second, "/grove/v1/users?email.startsWith=user-"), (second, "organizations")])
            (await who.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page_token={token}")).Refused(HttpStatusCode.BadRequest, 1001, path);
        // Filters that look alike when joined are different filters.
        await host.Operator.PostAsync("/grove/v1/users", new { email = $"{Requests.UnknownId()}@a" });
        var joined = (await second.GetAsync("/grove/v1/users?page_size=1&email.startsWith=u")).Succeeded().Info.GetProperty("next_page_token").GetString();
        (await second.GetAsync($"/grove/v1/users?email=%0Au&page_token={joined}")).Refused(HttpStatusCode.BadRequest, 1001);
        (await second.GetAsync($"/grove/v1/users?email=&email.startsWith=u%0A&page_token={joined}")).Refused(HttpStatusCode.BadRequest, 1001);
    }

    [Theory, EveryDoor]
    public async Task Users_are_found_by_any_beginning_of_their_address(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var mark = Requests.UnknownId();
        foreach (var rest in (string[])["@x", "a@x", "~~~@x", "~@x", "A~~b@x"]) (await host.Operator.PostAsync("/grove/v1/users", new { email = mark + rest })).Succeeded();
        async Task<int> CountAsync(string starts) => (await host.Operator.GetAsync("/grove/v1/users?page_size=100&email.startsWith=" + starts)).Succeeded().Result.GetArrayLength();
        Assert.Equal(5, await CountAsync(mark));
        Assert.Equal(2, await CountAsync(mark.ToUpperInvariant() + "A"));
        Assert.Equal(2, await CountAsync(mark + "~"));
        Assert.Equal(1, await CountAsync(mark + "~~"));
        Assert.Equal(0, await CountAsync(mark + "%25"));
    }

    private static IEnumerable<string> Damaged(string token)
    {
        for (var i = 0; i < token.Length; i++) yield return token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
        for (var i = 1; i < token.Length; i += 7) yield return token[..i];
        foreach (var more in (string[])["A", "AAAA", "=", " ", "\n", "%"]) yield return token + more;
        yield return "1" + token[1..];
        yield return " " + token;
        yield return token.ToUpperInvariant();
        yield return "é" + token[1..];
    }
}
