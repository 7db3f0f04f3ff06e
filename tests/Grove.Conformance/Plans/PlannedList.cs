using System.Globalization;
using System.Net;
using Grove.Bench.Data;
using Grove.Bench.Reads;
using Xunit;

namespace Grove.Conformance.Plans;

/// <summary>How a list is walked.</summary>
internal enum Walk
{
    /// <summary>By <c>page_token</c>, and <c>page_size</c> rows at a time.</summary>
    Token,

    /// <summary>By <c>cursor</c>, and <c>limit</c> rows at a time.</summary>
    Cursor,

    /// <summary>By <c>page</c>, and <c>per_page</c> rows at a time.</summary>
    Number,

    /// <summary>All at once.</summary>
    Whole,
}

/// <summary>A list of the server, and what its pages may touch.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="User">Who asks.</param>
/// <param name="Path">With a query or without; <c>{name}</c> stands for one of <see cref="PlanGround.Names"/>.</param>
/// <param name="Walk">How its pages follow each other.</param>
internal sealed record PlannedList(string Name, string User, string Path, Walk Walk)
{
    private const int Budget = 20_000;
    private const string Window = "since=2020-01-01&before=2999-01-01";
    private const int PerMembership = 6;

    public static IReadOnlyList<PlannedList> All { get; } =
    [
        new("organizations", BenchUsers.Big, "organizations", Walk.Token),
        // The total asks of each membership what is below it.
        new("organizations of 50 memberships", BenchUsers.Fifty, "organizations", Walk.Token) { Most = 130 + 49 * PerMembership, Counted = _ => 49, PerCounted = PerMembership },
        new("organizations by parent", BenchUsers.Big, "organizations?parent.id={big}", Walk.Token),
        new("organizations that are roots", BenchUsers.Roots, "organizations?parent.id=null", Walk.Token) { Counted = n => n / 20, PerCounted = 3 },
        new("organizations by id", BenchUsers.Big, "organizations?id={ids}", Walk.Token) { Counted = _ => 500, PerCounted = 12, Always = true },
        new("organizations containing an organization", BenchUsers.Big, "organizations?containing.organization={deep}", Walk.Token),
        new("organizations containing an account", BenchUsers.Big, "organizations?containing.account={account}", Walk.Token),
        new("organizations containing a user", BenchUsers.Roots, "organizations?containing.user={user}", Walk.Token) { Most = 200 },
        ByName("name", "name"), ByName("start", "name.startsWith"), ByName("end", "name.endsWith"), ByName("part", "name.contains"),
        // No visible name has it.
        new("organizations by a rare part of the name", BenchUsers.Big, $"organizations?name.contains={Uri.EscapeDataString(Vocabulary.Rare)}", Walk.Token) { Most = 300 },
        new("tenants", BenchUsers.Big, "user/tenants", Walk.Whole) { Counted = _ => 1000, PerCounted = 7 },
        new("accounts of an organization", BenchUsers.Big, "organizations/{big}/accounts", Walk.Token) { Counted = n => n / 4, PerCounted = 0.1 },
        // No index has the accounts of an organization by name; the limit on their number is what bounds this.
        new("accounts of an organization by name", BenchUsers.Big, "organizations/{big}/accounts?order_by=account_name", Walk.Token) { Counted = n => n / 4, PerCounted = 0.05, Always = true },
        new("members", BenchUsers.Big, "organizations/{big}/members", Walk.Token) { Counted = n => n / 4, PerCounted = 0.1 },
        new("own organizations", PlanGround.Hub, "user/organizations", Walk.Number) { Counted = n => n / 2, PerCounted = 6 },
        new("self", PlanGround.Hub, "user", Walk.Whole) { Most = 130 + 50 * PerMembership },
        new("invites", PlanGround.Hub, "user/invites", Walk.Whole) { Counted = n => n / 4, PerCounted = 8 },
        new("tokens", BenchUsers.Big, "user/tokens", Walk.Number) { Counted = n => n / 4, PerCounted = 0.1 },
        new("memberships", PlanGround.Hub, "memberships", Walk.Number) { Counted = n => n / 4, PerCounted = 2.5 },
        new("accounts", BenchUsers.Big, "accounts", Walk.Number) { Passed = AccountsOfBig, PerPassed = 3 },
        new("accounts from the last", BenchUsers.Big, "accounts?direction=desc", Walk.Number) { Passed = AccountsOfBig, PerPassed = 3 },
        new("account members", BenchUsers.Big, "accounts/{account}/members", Walk.Number) { Counted = n => n / 4, PerCounted = 0.1 },
        new("audit records of an organization", BenchUsers.Big, "organizations/{big}/logs/audit?" + Window, Walk.Cursor) { Most = 260 },
        new("audit records of a subtree", BenchUsers.Big, "/grove/v1/organizations/{big}/logs/audit?" + Window, Walk.Cursor) { Most = 400 },
        new("all audit records", BenchUsers.Operator, "/grove/v1/audit", Walk.Cursor),
        new("all users", BenchUsers.Operator, "/grove/v1/users", Walk.Token),
        new("all organizations", BenchUsers.Operator, "/grove/v1/organizations", Walk.Token),
        new("all accounts", BenchUsers.Operator, "/grove/v1/accounts", Walk.Token),
        new("organizations of a user", BenchUsers.Operator, "/grove/v1/users/{fifty}/organizations", Walk.Token) { Most = 130 + 49 * PerMembership, Counted = _ => 49, PerCounted = PerMembership },
        new("accounts of a user", BenchUsers.Operator, "/grove/v1/users/{owner}/accounts", Walk.Token) { Most = 150 },
    ];

    /// <summary>Buffers that a page may touch, whatever there is.</summary>
    public int Most { get; init; } = 130;

    /// <summary>
    /// How many rows of a data set of this size a first page counts for its total; a page by number also walks past them. 20,000 at most, and null where none
    /// are counted.
    /// </summary>
    public Func<int, int>? Counted { get; init; }

    /// <summary>Buffers for each of those.</summary>
    public double PerCounted { get; init; }

    /// <summary>True when later pages look at those too.</summary>
    public bool Always { get; init; }

    /// <summary>How many rows of a data set of this size the last page walks past; one in the middle half of them, and the first none.</summary>
    public Func<int, int>? Passed { get; init; }

    /// <summary>Buffers for each of those.</summary>
    public double PerPassed { get; init; }

    /// <summary>The most buffers that a page there may touch.</summary>
    public double Bound(PlanGround ground, string place) => Most + Passing(ground.Organizations, place)
        + (Counted is not null && Counts(place) ? PerCounted * Math.Min(Budget, Counted(ground.Organizations)) : 0);

    /// <summary>True when the bound of the page there knows how much there is to count, or to walk past.</summary>
    public bool Counts(string place) => (Counted is not null && (place == "first" || Always || Walk == Walk.Number)) || (Passed is not null && place != "first");

    private double Passing(int organizations, string place) =>
        Passed is null || place == "first" ? 0 : PerPassed * Passed(organizations) / (place == "middle" ? 2 : 1);

    private static int AccountsOfBig(int organizations) => organizations / 4 + 2 * organizations / 5;

    public override string ToString() => Name;

    /// <summary>A search scans 1,000 rows, and looks at 20,000 for its total.</summary>
    private static PlannedList ByName(string name, string parameter) =>
        new($"organizations by {name}", BenchUsers.Big, $"organizations?{parameter}=Group", Walk.Token) { Most = 130 + 1000 * 4, Counted = n => n / 5, PerCounted = 4, Always = true };

    /// <summary>What its first page touches, one in the middle and the last; only the first where there is no other.</summary>
    public async Task<IReadOnlyList<(string Place, Reading Reading)>> WalkAsync(PlanGround ground)
    {
        var path = ground.Names.Aggregate(Path, (text, name) => text.Replace($"{{{name.Key}}}", name.Value, StringComparison.Ordinal));
        path += path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var (token, size, most) = Walk switch
        {
            Walk.Cursor => ("cursor", "limit", 1000),
            Walk.Number => ("page", "per_page", 50),
            _ => ("page_token", "page_size", 1000),
        };
        var actor = ground.As(User);
        async Task<(Reading, Reply)> PageAsync(string? at)
        {
            var (reading, reply) = await ground.MeasureAsync(actor, $"{path}{(Walk == Walk.Whole ? "" : size + "=10")}{(at is null ? "" : $"&{token}={at}")}");
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            return (reading, reply);
        }
        var (first, start) = await PageAsync(null);
        var readings = new List<(string, Reading)> { ("first", first) };
        if (Walk == Walk.Whole) return readings;
        if (Walk == Walk.Number)
        {
            var pages = start.Info.GetProperty("total_pages").GetInt32();
            foreach (var (place, page) in new[] { ("middle", pages / 2), ("last", pages) })
                readings.Add((place, (await PageAsync(page.ToString(CultureInfo.InvariantCulture))).Item1));
            return readings;
        }
        var places = new List<string>();
        // In great steps first, then in smaller ones from where those end.
        foreach (var step in (int[])[most, 100, 10])
        {
            var at = places.LastOrDefault();
            while (true)
            {
                var reply = await actor.GetAsync($"{path}{size}={step}{(at is null ? "" : $"&{token}={at}")}");
                Assert.Equal(HttpStatusCode.OK, reply.Status);
                if (!reply.Info.TryGetProperty(Walk == Walk.Cursor ? "cursor" : "next_page_token", out var next)) break;
                places.Add(at = next.GetString()!);
            }
        }
        if (places.Count == 0) return readings;
        readings.Add(("middle", (await PageAsync(places[places.Count / 2])).Item1));
        readings.Add(("last", (await PageAsync(places[^1])).Item1));
        return readings;
    }
}
