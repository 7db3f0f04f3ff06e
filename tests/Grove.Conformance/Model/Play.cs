using System.Net;
using System.Text.Json.Nodes;
using Grove.Server.Organizations;
using Grove.Tests;

namespace Grove.Conformance.Model;

/// <summary>Several people act on one server at random, one after the other; every answer is compared with that of the <see cref="Forest"/>.</summary>
internal sealed partial class Play
{
    private const int Remembered = 12;
    private const int CountEvery = 10;

    private readonly Random random;
    private readonly int seed;
    private readonly GroveHost host;
    private readonly TestClock clock;
    private readonly Forest forest;
    private readonly List<string> gone = [];
    private readonly Queue<string> history = new();
    private readonly (int Weight, Func<Caller, Task> Act)[] acts;
    private int step;
    private Reply? judging;

    public Play(int seed, Limits limits, GroveHost host, TestClock clock)
    {
        (this.seed, this.host, this.clock, random, forest) = (seed, host, clock, new Random(seed), new Forest(limits, clock));
        acts =
        [
            (18, CreateAsync), (24, UpdateAsync), (12, DeleteAsync), (5, PutProfileAsync), (2, GetProfileAsync), (4, GetAsync), (8, ListAsync), (1, MisuseTokenAsync),
            (4, ListOwnAsync), (2, GetOwnAsync), (4, LeaveAsync), (5, PutMembershipAsync), (3, EndMembershipAsync), (8, AdministerAsync),
            (14, CreateAccountAsync), (8, UpdateAccountAsync), (7, DeleteAccountAsync), (16, MoveAccountAsync), (9, MoveAccountsAsync), (3, PutAccountProfileAsync),
            (2, GetAccountProfileAsync), (2, GetAccountAsync), (4, ListAccountsAsync), (5, ListAccountsInAsync), (4, ChainAsync),
            (18, AddMemberAsync), (6, AddMembersAsync), (8, RemoveMemberAsync), (8, SetRolesAsync), (5, ResendAsync), (2, GetMemberAsync), (5, ListMembersAsync),
            (18, AnswerAsync), (4, AnswerBySecretAsync), (5, DismissAsync), (2, GetInviteAsync), (3, ListInvitesAsync), (1, PassTimeAsync),
            (4, CreateUserAsync), (8, ChangeUserAsync), (3, DeleteUserAsync), (2, GetUserAsync), (2, GetSelfAsync), (4, ChangeSelfAsync),
            (4, CreateTokenAsync), (2, DeleteTokenAsync), (6, RepeatAsync), (4, ReadLogAsync),
            (14, AddAccountMemberAsync), (7, SetAccountRolesAsync), (6, RemoveAccountMemberAsync), (2, GetAccountMemberAsync), (4, ListAccountMembersAsync),
            (4, ListMembershipsAsync), (2, GetMembershipAsync), (14, AnswerMembershipAsync), (5, LeaveAccountAsync),
        ];
    }

    /// <summary>How many answers each act had, by status and codes: a play in which everything is refused tells nothing.</summary>
    public SortedDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync(int steps, int checkEvery)
    {
        await using var tail = log = await AuditTail.OpenAsync(host.Database);
        first.UnionWith((await tail.ReadAsync()).Select(row => row["id"]!));
        await BeginAsync();
        for (step = 1; step <= steps; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(50)));
            var roll = random.Next(acts.Sum(act => act.Weight));
            var at = 0;
            while (roll >= acts[at].Weight) roll -= acts[at++].Weight;
            await acts[at].Act(Someone());
            await LearnAsync();
            await CountAccountsAsync();
            if (step % checkEvery == 0 || step == steps) await CompareAllAsync();
        }
    }

    /// <summary>One organization after the other gets a stored count of its accounts, large or not, and now and then what was added is folded in.</summary>
    private async Task CountAccountsAsync()
    {
        var counts = host.Background<AccountCounts>()!;
        if (step % CountEvery == 0) await counts.CountAsync(step / CountEvery, CancellationToken.None);
        if (step % (5 * CountEvery) == 0) await counts.FoldAsync(CancellationToken.None);
    }

    /// <summary>Everything that anybody sees, by any credential.</summary>
    private async Task CompareAllAsync()
    {
        foreach (var caller in forest.People.Where(person => !person.Suspended).SelectMany(CredentialsOf).ToList())
        {
            await WalkAsync(caller, new(), 1000);
            await WalkAsync(caller, new(), random.Next(2, 9));
            await WalkAsync(caller, new() { Parent = "null" }, 7);
            await ListAllAccountsAsync(caller);
            await ListInvitesAsync(caller);
            await ListMembershipsAsync(caller);
            await GetSelfAsync(caller);
        }
        await ReadAllLogsAsync();
        var reader = SomeoneByKey();
        foreach (var organization in forest.Organizations.Where(organization => forest.Sees(reader, organization) || Chance(10)).ToList())
        {
            await SendAsync(reader, Area.Details, HttpMethod.Get, $"organizations/{organization.Id}", null, null, () => forest.Get(reader, organization.Id));
            await WalkAccountsInAsync(reader, organization.Id, new(), 3);
            await WalkMembersAsync(reader, organization.Id, new() { Statuses = ["active", "pending", "rejected", "canceled"] }, 100);
        }
    }

    private static IEnumerable<Caller> CredentialsOf(Person person) => [new(person), .. person.Tokens.Select(token => new Caller(person, token))];

    private async Task<Reply> SendAsync(
        Caller who, Area area, HttpMethod method, string path, JsonNode? body, Condition? condition, Func<Expected> judge,
        [System.Runtime.CompilerServices.CallerMemberName] string act = "", string? idempotencyKey = null)
    {
        var headers = new List<(string, string)>();
        if (condition is not null) headers.Add(("If-Match", condition.Header));
        if (idempotencyKey is not null) headers.Add(("Idempotency-Key", idempotencyKey));
        var text = body?.ToJsonString();
        history.Enqueue($"{forest.People.IndexOf(who.Person)}{(who.Token is null ? "" : $" token {who.Person.Tokens.IndexOf(who.Token)}")} {method} {path} {text} {string.Join(' ', headers)}");
        if (history.Count > Remembered) history.Dequeue();
        var reply = await who.Actor.SendAsync(method, path, text, [.. headers]);
        // A change is judged with the answer at hand, as only the service gives ids.
        judging = reply;
        var expected = RefuseCredential(who, area, write: method != HttpMethod.Get) ?? judge();
        Compare(expected, reply);
        await CheckRecordsAsync(who, expected, reply);
        var codes = reply.Json.ValueKind == System.Text.Json.JsonValueKind.Object && reply.Json.TryGetProperty("errors", out _) ? reply.Codes.Distinct() : [];
        var outcome = $"{act} {(int)reply.Status}{string.Concat(codes.Select(code => $" {code}"))}";
        Seen[outcome] = Seen.GetValueOrDefault(outcome) + 1;
        return reply;
    }

    private Expected? RefuseCredential(Caller who, Area area, bool write)
    {
        var silenced = who.Person.Suspended || !forest.People.Contains(who.Person);
        if (who.Token is { } token && (silenced || !who.Person.Tokens.Contains(token))) return Expected.InvalidToken;
        if (silenced) return Expected.Unknown;
        return who.Permits(area, write) ? null : Expected.Forbidden;
    }

    /// <summary>A member of the result that is being judged: an id that only the service could give.</summary>
    private string Shown(string name) => ShownIn(judging!.Status == HttpStatusCode.OK ? judging.Result : default, name);

    private static string ShownIn(System.Text.Json.JsonElement json, string name) =>
        json.ValueKind == System.Text.Json.JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ToString() : $"no {name}";

    /// <summary>Reads the ids of members who were made without being shown: those who made a root or a free account.</summary>
    private async Task LearnAsync()
    {
        foreach (var member in forest.AccountMembers.Where(member => member.Id is null).ToList())
            member.Id = ShownIn((await member.Person!.Actor.GetAsync($"accounts/{member.Account.Id}/members")).Result.EnumerateArray().Single(), "id");
        foreach (var member in forest.Members.Where(member => member.Id is null).ToList())
        {
            var reply = await member.Person!.Actor.GetAsync($"organizations/{member.Organization.Id}/members?page_size=1000&status=active");
            member.Id = ShownIn(reply.Result.EnumerateArray().Single(row => ShownIn(row.GetProperty("user"), "id") == member.UserId), "id");
        }
    }
}
