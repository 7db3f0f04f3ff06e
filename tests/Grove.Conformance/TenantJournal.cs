using Grove.Conformance.Cases;
using Xunit;

namespace Grove.Conformance;

using Row = IReadOnlyDictionary<string, string?>;

/// <summary>
/// An owner and a guest who change accounts, members, invitations and tokens of their own, one after the other, and remember what was
/// acknowledged: by what request, and what it left.
/// </summary>
public sealed class TenantJournal(int seed)
{
    private const string Accounts = "accounts";
    private const string Members = "organization_members";
    private const string AccountMembers = "account_members";
    private const string Tokens = "api_tokens";
    private const string Pending = "0";
    private const string Active = "1";
    private const string Canceled = "3";

    private readonly Random random = new(seed);
    private readonly string prefix = $"t{seed}-";
    private readonly Dictionary<(string Table, string Id), string> present = [];
    private readonly HashSet<string> requests = [];
    private readonly List<string> places = [];
    private int number;
    private Actor owner = null!;
    private Actor guest = null!;

    // What was under way when the server died: what it makes has no id yet, what it removes no state. It happened wholly or not at all.
    private (string Table, string? Id, string? State)? open;

    /// <summary>Begins, or goes on by way of a server that was started again.</summary>
    public async Task ResumeAsync(HttpClient http)
    {
        if (places.Count > 0)
        {
            (owner, guest) = (owner.Through(http), guest.Through(http));
            return;
        }
        var @operator = new Actor(http, GroveHost.OperatorEmail, GroveHost.OperatorKey) { Id = "" };
        (owner, guest) = (await NewUserAsync(), await NewUserAsync());
        for (var i = 0; i < 2; i++)
        {
            var made = (await owner.PostAsync("organizations", i == 0 ? new { name = "Root" } : new { name = "Below", parent = new { id = places[0] } })).Succeeded();
            requests.Add(made.Headers["X-Request-Id"]);
            places.Add(made.Id());
        }

        async Task<Actor> NewUserAsync()
        {
            var email = Invitations.NewAddress();
            var made = (await @operator.PostAsync("/grove/v1/users", new { email })).Succeeded();
            return new Actor(http, email, made.Result.Text("api_key")!) { Id = made.Id() };
        }
    }

    /// <summary>Writes until the server is gone; <paramref name="done"/> is told of each acknowledgement.</summary>
    public async Task WriteAsync(Action done)
    {
        try
        {
            while (true)
            {
                await OnceAsync();
                done();
            }
        }
        catch (HttpRequestException)
        {
        }
    }

    private Task OnceAsync()
    {
        var accounts = Of(Accounts);
        return random.Next(9) switch
        {
            < 2 => CreateAccountAsync(),
            2 when accounts.Count > 0 => MoveAsync(accounts[random.Next(accounts.Count)]),
            < 5 when accounts.Count > 0 => JoinAsync(AccountMembers, accounts[random.Next(accounts.Count)]),
            < 7 => JoinAsync(Members, places[random.Next(places.Count)]),
            _ => TokenAsync(),
        };
    }

    private Task CreateAccountAsync()
    {
        var (name, place) = (NewName(), places[random.Next(places.Count)]);
        return DoAsync(Accounts, null, place, () => owner.PostAsync("accounts", new { name, unit = new { id = place } }));
    }

    private Task MoveAsync(string id)
    {
        var place = places.Single(other => other != present[(Accounts, id)]);
        return DoAsync(Accounts, id, place, () => owner.PostAsync($"accounts/{id}/move", new { destination_organization_id = place }));
    }

    /// <summary>Invites the guest there; the next time they accept or the invitation is withdrawn, and after that they are removed.</summary>
    private Task JoinAsync(string table, string place)
    {
        var live = Of(table).Find(id => present[(table, id)] == $"{place} {Pending}" || present[(table, id)] == $"{place} {Active}");
        var members = $"{(table == Members ? "organizations" : "accounts")}/{place}/members";
        if (live is null)
        {
            return DoAsync(table, null, $"{place} {Pending}", () => owner.PostAsync(
                members, table == Members ? Invitations.Body(guest.Email, Role.ReadOnly) : AccountMemberships.Body(guest.Email)));
        }
        if (present[(table, live)].EndsWith(Active, StringComparison.Ordinal) || random.Next(3) == 0)
            return DoAsync(table, live, $"{place} {Canceled}", () => owner.DeleteAsync($"{members}/{live}"));
        return DoAsync(table, live, $"{place} {Active}", () => table == Members ? guest.AnswerAsync(live, "accepted") : guest.AnswerMembershipAsync(live, "accepted"));
    }

    private Task TokenAsync()
    {
        var (name, tokens) = (NewName(), Of(Tokens));
        var body = Surface.Token.Replace("\"t\"", $"\"{name}\"", StringComparison.Ordinal);
        if (tokens.Count < 2) return DoAsync(Tokens, null, name, () => owner.PostAsync("user/tokens", body));
        var id = tokens[random.Next(tokens.Count)];
        return random.Next(2) == 0
            ? DoAsync(Tokens, id, name, () => owner.PutAsync($"user/tokens/{id}", body))
            : DoAsync(Tokens, id, null, () => owner.DeleteAsync($"user/tokens/{id}"));
    }

    private async Task DoAsync(string table, string? id, string? state, Func<Task<Reply>> send)
    {
        open = (table, id, state);
        var reply = (await Journal.InsistAsync(send)).Succeeded(table);
        requests.Add(reply.Headers["X-Request-Id"]);
        Happened(table, id ?? reply.Id(), state);
        open = null;
    }

    private void Happened(string table, string id, string? state)
    {
        if (state is null) present.Remove((table, id));
        else present[(table, id)] = state;
    }

    /// <summary>
    /// Fails unless the database holds exactly what was acknowledged, and one record of success for each acknowledged request; what was
    /// under way may be there too, but then with its record.
    /// </summary>
    public void Check(Tables tables)
    {
        var organizations = tables["organizations"].ToDictionary(row => row["key"]!, row => row["id"]!);
        var accounts = tables[Accounts].ToDictionary(row => row["key"]!, row => row["id"]!);
        var stored = new Dictionary<(string Table, string Id), string>();
        Add(Accounts, IsNamedHere, row => organizations[row["organization_key"]!]);
        Add(Members, IsGuest, row => $"{organizations[row["organization_key"]!]} {row["status"]}");
        Add(AccountMembers, IsGuest, row => $"{accounts[row["account_key"]!]} {row["status"]}");
        Add(Tokens, IsNamedHere, row => row["name"]!);

        var records = tables["audit_records"].Where(row => row["action_result"] == "success" && (row["actor_id"] == owner.Id || row["actor_id"] == guest.Id)).ToList();
        Assert.Equal(records.Count, records.DistinctBy(row => row["request_id"]).Count());
        Assert.Superset(requests, records.Select(row => row["request_id"]!).ToHashSet());
        var more = records.Where(row => requests.Add(row["request_id"]!)).ToList();
        Assert.True(more.Count <= (open is null ? 0 : 1), "more than was asked for");
        // From now on what happened counts.
        if (more.Count == 1 && open is var (table, id, state))
            Happened(table, id ?? Assert.Single(stored.Keys, key => key.Table == table && !present.ContainsKey(key)).Id, state);
        open = null;
        Assert.Equal(Lines(present), Lines(stored));

        void Add(string table, Func<Row, bool> ours, Func<Row, string> state)
        {
            foreach (var row in tables[table].Where(ours)) stored.Add((table, row["id"]!), state(row));
        }
        bool IsNamedHere(Row row) => row["name"]!.StartsWith(prefix, StringComparison.Ordinal);
        bool IsGuest(Row row) => row["email"] == guest.Email;
    }

    private List<string> Of(string table) => [.. present.Keys.Where(key => key.Table == table).Select(key => key.Id)];

    private static IEnumerable<string> Lines(Dictionary<(string Table, string Id), string> states) =>
        states.Select(state => $"{state.Key.Table} {state.Key.Id} {state.Value}").Order(StringComparer.Ordinal);

    private string NewName() => $"{prefix}{number++}";
}
