using System.Net;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private static readonly string[] NameFilters =
        ["name", "name.startsWith", "name.endsWith", "name.contains", "account_pubname", "account_pubname.startsWith", "account_pubname.endsWith", "account_pubname.contains"];

    private async Task GetAccountAsync(Caller caller)
    {
        var id = SomeAccountId(caller);
        await SendAsync(caller, Area.Accounts, HttpMethod.Get, $"accounts/{id}", null, null, () => forest.GetAccount(caller, id));
    }

    private async Task GetAccountProfileAsync(Caller caller)
    {
        var id = SomeAccountId(caller);
        await SendAsync(caller, Area.Accounts, HttpMethod.Get, $"accounts/{id}/profile", null, null, () => forest.GetAccountProfile(caller, id));
    }

    private async Task ChainAsync(Caller caller)
    {
        var id = SomeAccountId(caller);
        await SendAsync(caller, Area.Accounts, HttpMethod.Get, $"accounts/{id}/organizations", null, null, () => forest.Chain(caller, id));
    }

    private async Task ListAccountsAsync(Caller caller)
    {
        var names = forest.Accounts.Select(account => account.Name).DefaultIfEmpty("a").ToArray();
        await ListAccountsAsync(caller, Chance(20) ? OneOf(OneOf(names), OneOf(names).ToUpperInvariant()) : null, OneOf(null, "asc", "desc"),
            OneOf(null, "1", "2", "3", "0", "1.0", "99"), OneOf(null, "5", "1", "7", "50", "1000"));
    }

    private async Task ListAllAccountsAsync(Caller caller)
    {
        for (var page = 1; page <= 2; page++) await ListAccountsAsync(caller, null, null, $"{page}", "50");
    }

    private async Task ListAccountsAsync(Caller caller, string? name, string? direction, string? page, string? perPage)
    {
        var (rows, info) = forest.ListAccounts(caller, name, direction == "desc", page, perPage);
        var query = Query.Write([("name", name), ("direction", direction), ("page", page), ("per_page", perPage)]);
        var reply = await SendAsync(caller, Area.Accounts, HttpMethod.Get, "accounts?" + query, null, null, () => Expected.Done(rows), nameof(ListAccountsAsync));
        if (reply.Status == HttpStatusCode.OK) SameJson("result_info", info, reply.Info, reply);
    }

    private async Task ListAccountsInAsync(Caller caller)
    {
        var names = forest.Accounts.Select(account => account.Name).DefaultIfEmpty("a").ToArray();
        var query = new AccountQuery
        {
            Names = Enumerable.Range(0, OneOf(0, 0, 1, 1, 2)).Select(_ => OneOf(NameFilters)).Distinct().ToDictionary(filter => filter, _ => Names.RandomTerm(random, OneOf(names))),
            ByName = Chance(40),
            Direction = OneOf(null, "asc", "desc"),
        };
        await WalkAccountsInAsync(caller, SomeId(caller), query, OneOf(0, 1, 2, 3, 1000));
    }

    private async Task WalkAccountsInAsync(Caller caller, string id, AccountQuery query, int pageSize) => await WalkAsync(
        caller, Area.Accounts, $"organizations/{id}/accounts", query.Write(), forest.ListAccountsIn(caller, id, query), pageSize, nameof(ListAccountsInAsync));
}
