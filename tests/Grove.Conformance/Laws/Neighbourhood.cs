using System.Net;
using Grove.Conformance.Cases;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>A small random forest with accounts, and people who hold random roles in it: what is asked about others is compared with what they can do.</summary>
internal sealed class Neighbourhood
{
    // From the lowest to the highest.
    private static readonly (string Id, string Name)[] Roles =
        [(Role.ReadOnly, "Organization Read Only"), (Role.Administrator, "Organization Administrator"), (Role.SuperAdministrator, "Organization Super Administrator")];

    private readonly Dictionary<string, string?> parents = [];
    private readonly Dictionary<(string Organization, string Person), int> held = [];

    private Neighbourhood(Actor owner) => Owner = owner;

    public Actor Owner { get; }

    public List<string> Organizations { get; } = [];

    public Dictionary<string, string> Names { get; } = [];

    public List<string> Accounts { get; } = [];

    /// <summary>The owner, and those who hold roles; the last holds none.</summary>
    public List<Actor> People { get; } = [];

    public static async Task<Neighbourhood> SettleAsync(GroveHost host, int seed, int organizations = 14, int people = 4)
    {
        var random = new Random(seed);
        var world = new Neighbourhood(await host.NewUserAsync());
        world.People.Add(world.Owner);
        string Anywhere() => world.Organizations[random.Next(world.Organizations.Count)];
        while (world.Organizations.Count < organizations)
            await world.FoundAsync(world.Organizations.Count == 0 || random.Next(6) == 0 ? null : Anywhere());
        for (var i = 0; i < organizations / 2; i++) world.Accounts.Add(await world.Owner.CreateAccountAsync($"Account {i % 3}", Anywhere()));
        for (var i = 0; i < people; i++)
        {
            var person = await host.NewUserAsync();
            world.People.Add(person);
            world.Accounts.Add(await person.CreateAccountAsync("Own"));
            // An account of their own in a place that they may see no more afterwards.
            var carried = await person.CreateAccountAsync("Carried");
            var place = Anywhere();
            await host.GiveRoleAsync(place, person.Id, Role.SuperAdministrator);
            Assert.Equal(HttpStatusCode.OK, (await person.PostAsync($"accounts/{carried}/move", new { destination_organization_id = place })).Status);
            (await host.Operator.DeleteAsync($"/grove/v1/organizations/{place}/users/{person.Id}")).Succeeded();
            world.Accounts.Add(carried);
            for (var left = i == people - 1 ? 0 : random.Next(1, 4); left > 0; left--)
            {
                var (at, role) = (Anywhere(), random.Next(Roles.Length));
                await host.GiveRoleAsync(at, person.Id, Roles[role].Id);
                world.held[(at, person.Id)] = role;
            }
        }
        return world;
    }

    /// <summary>The name of the highest role that a person holds on or above an organization, and the nearest place where they do; nulls for none.</summary>
    public (string? Role, string? At) Holds(Actor person, string organization)
    {
        var best = (Role: -1, At: (string?)null);
        for (var at = organization; at is not null; at = parents[at])
            if (held.TryGetValue((at, person.Id), out var role) && role > best.Role) best = (role, at);
        return best.At is null ? default : (Roles[best.Role].Name, best.At);
    }

    private async Task FoundAsync(string? parent)
    {
        var name = parent is null ? "Root" : $"Place {Organizations.Count}";
        var id = await Owner.CreateAsync(name, parent);
        Organizations.Add(id);
        Names[id] = name;
        parents[id] = parent;
        if (parent is null) held[(id, Owner.Id)] = Roles.Length - 1;
    }
}
