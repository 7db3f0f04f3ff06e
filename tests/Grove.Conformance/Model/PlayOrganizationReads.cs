using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private async Task GetAsync(Caller caller)
    {
        var id = SomeId(caller);
        await SendAsync(caller, Area.Details, HttpMethod.Get, $"organizations/{id}", null, null, () => forest.Get(caller, id));
    }

    private async Task GetProfileAsync(Caller caller)
    {
        var id = SomeId(caller);
        await SendAsync(caller, Area.Details, HttpMethod.Get, $"organizations/{id}/profile", null, null, () => forest.GetProfile(caller, id));
    }

    private async Task ListAsync(Caller caller) => await WalkAsync(caller, SomeQuery(caller), OneOf(0, 1, 2, 3, 5, 10, 60, 1000));

    private async Task WalkAsync(Caller caller, OrganizationQuery query, int pageSize) =>
        await WalkAsync(caller, Area.Details, "organizations", query.Write(commas: Chance(50)), forest.List(caller, query), pageSize, nameof(ListAsync));

    /// <summary>Reads a list page by page; null is what cannot be seen.</summary>
    private async Task WalkAsync(Caller caller, Area area, string path, string query, List<JsonObject>? expected, int pageSize, string act)
    {
        var size = pageSize == 0 ? 10 : pageSize;
        string? token = null;
        for (var start = 0; start == 0 || start < expected!.Count; start += size)
        {
            var reply = await SendAsync(caller, area, HttpMethod.Get, $"{path}?page_size={pageSize}{query}{(token is null ? "" : "&page_token=" + token)}", null, null,
                () => expected is null ? Expected.NotFound : Expected.Done(new JsonArray([.. expected.Skip(start).Take(size)])), act);
            if (reply.Status != HttpStatusCode.OK) return;
            Same("total_size", expected!.Count, reply.Info.GetProperty("total_size").GetInt32(), reply);
            token = reply.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
            Same("a next page", start + size < expected.Count, token is not null, reply);
        }
    }

    /// <summary>A token is of one credential and one query; the page size alone may change.</summary>
    private async Task MisuseTokenAsync(Caller caller)
    {
        var first = await caller.Actor.GetAsync("organizations?page_size=1");
        if (first.Status != HttpStatusCode.OK || !first.Info.TryGetProperty("next_page_token", out var next)) return;
        var token = next.GetString()!;
        var damaged = token[..^9] + (token[^9] == 'A' ? 'B' : 'A') + token[^8..];
        foreach (var other in (Caller[])[SomeoneByKey(), Someone()])
            if (other != caller) await RefusedAsync(other, $"page_token={token}");
        await RefusedAsync(caller, $"page_token={token}&name.contains=a");
        await RefusedAsync(caller, $"page_token={damaged}");
        await SendAsync(caller, Area.Details, HttpMethod.Get, $"organizations?page_size=1000&page_token={token}", null, null,
            () => Expected.Done(new JsonArray([.. forest.List(caller, new()).Skip(1)])));
    }

    private async Task RefusedAsync(Caller caller, string query) =>
        await SendAsync(caller, Area.Details, HttpMethod.Get, "organizations?" + query, null, null, () => Expected.NotNow, nameof(MisuseTokenAsync));

    private OrganizationQuery SomeQuery(Caller caller)
    {
        var names = forest.Organizations.Select(organization => organization.Name).DefaultIfEmpty("a").ToArray();
        string? Term(int percent) => Chance(percent) ? Names.RandomTerm(random, OneOf(names)) : null;
        return new()
        {
            Ids = Chance(15) ? [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => SomeId(caller)).Where(id => !id.Contains('%', StringComparison.Ordinal)).DefaultIfEmpty("x")] : null,
            Name = Chance(10) ? OneOf(OneOf(names), OneOf(names).ToUpperInvariant()) : null,
            StartsWith = Term(15),
            EndsWith = Term(15),
            Contains = Term(25),
            ContainingAccount = Chance(15) ? SomeAccountId(caller) : null,
            ContainingOrganization = Chance(15) ? SomeId(caller) : null,
            ContainingUser = Chance(10) ? SomePersonId() : null,
            Parent = Chance(25) ? OneOf("null", SomeId(caller), SomeId(caller)) : null,
        };
    }

    private async Task GetOwnAsync(Caller caller)
    {
        var id = SomeOwnId(caller);
        await SendAsync(caller, Area.Details, HttpMethod.Get, $"user/organizations/{id}", null, null, () => forest.GetOwn(caller, id));
    }

    private async Task ListOwnAsync(Caller caller)
    {
        var names = forest.Members.Where(member => member.Person == caller.Person).Select(member => member.Organization.Name).DefaultIfEmpty("a").ToArray();
        var query = new MembershipQuery(
            Chance(25) ? OneOf(OneOf(names), OneOf(names).ToLowerInvariant()) : null, OneOf(null, null, "member", "invited"), OneOf(null, "id", "name", "status"),
            OneOf(null, "asc", "desc"), OneOf(null, "all", "any"), OneOf(null, "1", "2", "2.0", "3", "0", "-4"), OneOf(null, "5", "1", "7", "50", "1000"));
        var (rows, info) = forest.ListOwn(caller, query);
        var reply = await SendAsync(caller, Area.Details, HttpMethod.Get, "user/organizations?" + query.Write(), null, null, () => Expected.Done(rows));
        if (reply.Status == HttpStatusCode.OK) SameJson("result_info", info, reply.Info, reply);
    }

    private string SomeOwnId(Caller caller)
    {
        var own = forest.Members.Where(member => member.Person == caller.Person).ToArray();
        return own.Length > 0 && Chance(70) ? OneOf(own).Organization.Id : SomeId(caller);
    }
}
