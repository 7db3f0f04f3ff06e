using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>The members of <c>GET /organizations/{id}/accounts</c>; null is not sent.</summary>
internal sealed record AccountQuery
{
    /// <summary>Each kind of filter (equal, startsWith, endsWith, contains) by its name on the wire, all without case.</summary>
    public Dictionary<string, string> Names { get; init; } = [];
    public bool ByName { get; init; }
    public string? Direction { get; init; }

    public string Write() => Query.Write([.. Names.Select(name => (name.Key, (string?)name.Value)), ("order_by", ByName ? "account_name" : null), ("direction", Direction)]);
}

/// <summary>The members of <c>GET /organizations/{id}/members</c>; null is not sent.</summary>
internal sealed record MemberQuery
{
    public string[]? Statuses { get; init; }

    /// <summary>Filters of the address by their names on the wire.</summary>
    public Dictionary<string, string> Emails { get; init; } = [];

    public string Write(bool commas)
    {
        var parts = Emails.Select(email => (email.Key, (string?)email.Value)).ToList();
        if (Statuses is not null) parts.AddRange(commas ? [("status", string.Join(',', Statuses))] : Statuses.Select(status => ("status", (string?)status)));
        return Query.Write(parts);
    }
}

/// <summary>What is read of accounts and members.</summary>
internal sealed partial class Forest
{
    /// <summary>Free ones first, then by organization; each in order of creation.</summary>
    public (JsonArray Rows, JsonObject Info) ListAccounts(Caller caller, string? name, bool descending, string? page, string? perPage)
    {
        var inOrder = Accounts.Where(account => Sees(caller, account) && (name is null || account.Name == name))
            .OrderBy(account => account.Organization?.Order ?? -1).ThenBy(account => account.Order);
        return Query.Page((descending ? inOrder.Reverse() : inOrder).ToList(), page, perPage, account => Show(caller, account));
    }

    /// <summary>The accounts directly in an organization, in order; null when the caller does not see it.</summary>
    public List<JsonObject>? ListAccountsIn(Caller caller, string id, AccountQuery query)
    {
        if (FindVisible(caller, id) is not { } organization) return null;
        var matches = Accounts.Where(account => account.Organization == organization && caller.Covers(account) && query.Names.All(filter => Matches(account.Name, filter.Key, filter.Value)));
        var sorted = query.ByName ? matches.OrderBy(account => Names.Fold(account.Name), Comparer<string>.Create(Names.Compare)).ThenBy(account => account.Order) : matches;
        return [.. (query.Direction == "desc" ? sorted.Reverse() : sorted).Select(account => account.ShowInOrganization())];
    }

    private static bool Matches(string name, string filter, string term) => (filter.Split('.') is [_, var kind] ? kind : "") switch
    {
        "startsWith" => Names.StartsWith(name, term),
        "endsWith" => Names.EndsWith(name, term),
        "contains" => Names.Contains(name, term),
        _ => Names.Fold(name) == Names.Fold(term),
    };

    /// <summary>From the topmost organization that the caller sees down to the one that holds the account.</summary>
    public Expected Chain(Caller caller, string id)
    {
        if (FindVisibleAccount(caller, id) is not { } account) return Expected.NotFound;
        var chain = account.Organization is { } place && Sees(caller, place) ? place.Upwards.Where(at => Sees(caller, at)).Reverse() : [];
        return Expected.Done(new JsonArray([.. chain.Select(at => (JsonNode)Show(caller, at))]));
    }

    /// <summary>The members of an organization in order, with all that is over when asked for; null when the caller does not see it.</summary>
    public List<Member>? ListMembers(Caller caller, string id, MemberQuery query)
    {
        if (FindVisible(caller, id) is not { } organization) return null;
        var statuses = query.Statuses ?? ["active", "pending"];
        return [.. Members.Where(member => member.Organization == organization && statuses.Contains(member.StatusName) && query.Emails.All(filter => MatchesAddress(member.Email, filter.Key, filter.Value)))];
    }

    private static bool MatchesAddress(string address, string filter, string term)
    {
        var (text, part) = (Folded(address), Folded(term));
        return filter switch
        {
            "user.email.startsWith" => text.StartsWith(part, StringComparison.Ordinal),
            "user.email.endsWith" => text.EndsWith(part, StringComparison.Ordinal),
            "user.email.contains" => text.Contains(part, StringComparison.Ordinal),
            _ => text == part,
        };
    }
}
