using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private const int Beginners = 5;

    /// <summary>The operator whom the server began with makes the others.</summary>
    private async Task BeginAsync()
    {
        var self = await host.Operator.GetAsync("user");
        var first = new Person(new Actor(host.Http, host.Operator.Email, host.Operator.Key) { Id = ShownIn(self.Result, "id") }, forest.Time) { Operator = true };
        forest.People.Add(first);
        for (var i = 0; i < Beginners; i++) await CreateUserAsync(new(first), $"Person-{i}@Example.com", new() { Operator = i == 0 }, []);
    }

    private async Task CreateUserAsync(Caller otherwise)
    {
        // With few people around there is more to see for each.
        if (forest.People.Count > Beginners + 2 && Chance(80)) return;
        var email = Chance(4) ? Spoiled : SomeAddress();
        await CreateUserAsync(OftenAnOperator(otherwise), email, SomeChange() with { Suspended = null }, email == Spoiled ? ["/email"] : []);
    }

    private async Task CreateUserAsync(Caller by, string email, Change change, string[] faults)
    {
        var body = change.Body();
        body["email"] = email;
        var reply = await SendAsync(by, Area.Operator, HttpMethod.Post, "/grove/v1/users", body, null,
            () => forest.CreateUser(by, email, change, faults, () => new Actor(host.Http, email, Shown("api_key")) { Id = Shown("id") }) with { Result = null });
        if (reply.Status != HttpStatusCode.OK) return;
        var made = forest.FindAddress(email)!;
        Same("the id that the address had", true, forest.IsExpectedId(made), reply);
        var shown = Forest.Show(made);
        shown["api_key"] = made.Actor.Key;
        SameJson("user", shown, reply.Result, reply);
    }

    private async Task GetUserAsync(Caller otherwise)
    {
        var (by, id) = (OftenAnOperator(otherwise), SomePersonId());
        await SendAsync(by, Area.Operator, HttpMethod.Get, $"/grove/v1/users/{id}", null, null, () => forest.GetUser(by, id));
    }

    private async Task ChangeUserAsync(Caller otherwise)
    {
        var (by, id, change) = (OftenAnOperator(otherwise), SomePersonId(), SomeChange());
        // Who is suspended comes back before long.
        if (forest.People.Find(person => person.Suspended) is { } suspended && Chance(40)) (id, change) = (suspended.Id, change with { Suspended = false });
        if (Chance(15)) (id, change) = (by.Person.Id, new() { Operator = false });
        var body = change.Body();
        string[] faults = [];
        if (Chance(4))
        {
            body["operator"] = OneOf<JsonNode?>(null, "yes");
            faults = ["/operator"];
        }
        var condition = SomeCondition(forest.FindPerson(id)?.Version);
        await SendAsync(by, Area.Operator, HttpMethod.Patch, $"/grove/v1/users/{id}", body, condition, () => forest.ChangeUser(by, id, change, condition, faults));
    }

    private async Task DeleteUserAsync(Caller otherwise)
    {
        if (forest.People.Count < Beginners && Chance(80)) return;
        var by = OftenAnOperator(otherwise);
        var id = Chance(20) ? by.Person.Id : SomePersonId();
        var condition = SomeCondition(forest.FindPerson(id)?.Version);
        await SendAsync(by, Area.Operator, HttpMethod.Delete, $"/grove/v1/users/{id}", null, condition, () => forest.DeleteUser(by, id, condition));
    }

    private async Task GetSelfAsync(Caller caller) => await SendAsync(caller, Area.Details, HttpMethod.Get, "user", null, null, () => forest.GetSelf(caller));

    private async Task ChangeSelfAsync(Caller caller)
    {
        var change = new Change { Details = SomeDetails() };
        var body = change.Body();
        string[] faults = [];
        if (Chance(10))
        {
            body["zipcode"] = OneOf<JsonNode>(1, new string('z', 101));
            faults = ["/zipcode"];
        }
        var condition = SomeCondition(caller.Person.Version);
        await SendAsync(caller, Area.Details, HttpMethod.Patch, "user", body, condition, () => forest.ChangeSelf(caller, change, condition, faults));
    }

    private Change SomeChange() => new()
    {
        Details = Chance(30) ? SomeDetails("first_name", "last_name") : [],
        TwoFactor = Chance(10) ? Chance(50) : null,
        Operator = Chance(12) ? Chance(50) : null,
        Suspended = Chance(15) ? Chance(50) : null,
        ManagedBy = Chance(50) ? Sent<string>.Of(Chance(35) ? null : SomeId(SomeoneByKey())) : Sent<string>.Nothing,
    };

    private Dictionary<string, string?> SomeDetails(params string[] names) => Enumerable.Range(0, random.Next(1, 4))
        .Select(_ => OneOf(names.Length > 0 ? names : ["first_name", "last_name", "telephone", "country", "zipcode"])).Distinct()
        .ToDictionary(name => name, _ => OneOf(null, "", "Ada", "漢 字", Names.Random(random)));
}
