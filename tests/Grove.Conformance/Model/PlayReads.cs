using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private async Task GetAsync(Person person)
    {
        var id = SomeId(person);
        await SendAsync(person, HttpMethod.Get, $"organizations/{id}", null, null, () => forest.Get(person, id));
    }

    private async Task GetProfileAsync(Person person)
    {
        var id = SomeId(person);
        await SendAsync(person, HttpMethod.Get, $"organizations/{id}/profile", null, null, () => forest.GetProfile(person, id));
    }

    private async Task GetOwnAsync(Person person)
    {
        var own = forest.Memberships.Where(membership => membership.Person == person).ToArray();
        var id = own.Length > 0 && Chance(60) ? OneOf(own).Organization.Id : SomeId(person);
        await SendAsync(person, HttpMethod.Get, $"user/organizations/{id}", null, null, () => forest.GetOwn(person, id));
    }

    private async Task ListAsync(Person person) => await WalkAsync(person, SomeQuery(person), OneOf(0, 1, 2, 3, 5, 10, 60, 1000));

    private async Task WalkAsync(Person person, OrganizationQuery query, int pageSize)
    {
        var expected = forest.List(person, query);
        var size = pageSize == 0 ? 10 : pageSize;
        var text = query.Write(commas: Chance(50));
        string? token = null;
        for (var start = 0; start == 0 || start < expected.Count; start += size)
        {
            var rows = expected.Skip(start).Take(size);
            var reply = await SendAsync(person, HttpMethod.Get, $"organizations?page_size={pageSize}{text}{(token is null ? "" : "&page_token=" + token)}", null, null,
                () => Expected.Done(new JsonArray([.. rows])), nameof(ListAsync));
            Same("total_size", expected.Count, reply.Info.GetProperty("total_size").GetInt32(), reply);
            token = reply.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
            Same("a next page", start + size < expected.Count, token is not null, reply);
        }
    }

    /// <summary>A token is of one person and one query; the page size alone may change.</summary>
    private async Task MisuseTokenAsync(Person person)
    {
        var first = await person.Actor.GetAsync("organizations?page_size=1");
        if (first.Status != HttpStatusCode.OK || !first.Info.TryGetProperty("next_page_token", out var next)) return;
        var token = next.GetString()!;
        var other = Someone();
        var damaged = token[..^9] + (token[^9] == 'A' ? 'B' : 'A') + token[^8..];
        if (other != person) await RefusedAsync(other, $"page_token={token}");
        await RefusedAsync(person, $"page_token={token}&name.contains=a");
        await RefusedAsync(person, $"page_token={damaged}");
        await SendAsync(person, HttpMethod.Get, $"organizations?page_size=1000&page_token={token}", null, null,
            () => Expected.Done(new JsonArray([.. forest.List(person, new()).Skip(1)])));
    }

    private async Task RefusedAsync(Person person, string query) =>
        await SendAsync(person, HttpMethod.Get, "organizations?" + query, null, null, () => new Expected(HttpStatusCode.BadRequest, 1001), nameof(MisuseTokenAsync));

    private OrganizationQuery SomeQuery(Person person)
    {
        var names = forest.Organizations.Select(organization => organization.Name).DefaultIfEmpty("a").ToArray();
        string? Term(int percent) => Chance(percent) ? Names.RandomTerm(random, OneOf(names)) : null;
        return new()
        {
            Ids = Chance(15) ? [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => SomeId(person)).Where(id => !id.Contains('%', StringComparison.Ordinal)).DefaultIfEmpty("x")] : null,
            Name = Chance(10) ? OneOf(OneOf(names), OneOf(names).ToUpperInvariant()) : null,
            StartsWith = Term(15),
            EndsWith = Term(15),
            Contains = Term(25),
            ContainingOrganization = Chance(15) ? SomeId(person) : null,
            ContainingUser = Chance(10) ? Someone().Id : null,
            Parent = Chance(25) ? OneOf("null", SomeId(person), SomeId(person)) : null,
        };
    }

    private async Task ListOwnAsync(Person person)
    {
        var names = forest.Memberships.Where(membership => membership.Person == person).Select(membership => membership.Organization.Name).DefaultIfEmpty("a").ToArray();
        var query = new MembershipQuery(
            Chance(25) ? OneOf(OneOf(names), OneOf(names).ToLowerInvariant()) : null, OneOf(null, null, "member", "invited"), OneOf(null, "id", "name", "status"),
            OneOf(null, "asc", "desc"), OneOf(null, "all", "any"), OneOf(null, "1", "2", "2.0", "3", "0", "-4"), OneOf(null, "5", "1", "7", "50", "1000"));
        var parts = new (string Name, string? Value)[]
        {
            ("name", query.Name), ("status", query.Status), ("order", query.Order), ("direction", query.Direction), ("match", query.Match),
            ("page", query.Page), ("per_page", query.PerPage),
        };
        var text = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        var (rows, info) = forest.ListOwn(person, query);
        var reply = await SendAsync(person, HttpMethod.Get, "user/organizations?" + text, null, null, () => Expected.Done(rows));
        SameJson("result_info", info, reply.Info, reply);
    }
}
