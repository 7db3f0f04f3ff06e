using System.Net;
using Grove.Conformance.Cases;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>A small random forest with accounts, and people who hold random roles in it: what is asked about others is compared with what they can do.</summary>
internal sealed record Neighbourhood(Actor Owner, IReadOnlyList<string> Organizations, IReadOnlyList<string> Accounts, IReadOnlyList<Actor> People)
{
    private static readonly string[] Roles = [Role.SuperAdministrator, Role.Administrator, Role.ReadOnly];

    public static async Task<Neighbourhood> SettleAsync(GroveHost host, int seed, int organizationCount = 14, int people = 4)
    {
        var random = new Random(seed);
        var owner = await host.NewUserAsync();
        var organizations = new List<string> { await owner.CreateAsync("Root") };
        while (organizations.Count < organizationCount)
            organizations.Add(await owner.CreateAsync($"Place {organizations.Count}", random.Next(6) == 0 ? null : organizations[random.Next(organizations.Count)]));
        var accounts = new List<string>();
        for (var i = 0; i < organizationCount / 2; i++) accounts.Add(await owner.CreateAccountAsync($"Account {i % 3}", organizations[random.Next(organizations.Count)]));

        var actors = new List<Actor>();
        for (var i = 0; i < people; i++)
        {
            var person = await host.NewUserAsync();
            actors.Add(person);
            accounts.Add(await person.CreateAccountAsync("Own"));
            // An account of their own in a place that they see no more afterwards.
            var carried = await person.CreateAccountAsync("Carried");
            var place = organizations[random.Next(organizations.Count)];
            await host.GiveRoleAsync(place, person.Id, Role.SuperAdministrator);
            Assert.Equal(HttpStatusCode.OK, (await person.PostAsync($"accounts/{carried}/move", new { destination_organization_id = place })).Status);
            (await host.Operator.DeleteAsync($"/grove/v1/organizations/{place}/users/{person.Id}")).Succeeded();
            accounts.Add(carried);
            // Some memberships nest; the last person has none.
            for (var held = i == people - 1 ? 0 : random.Next(1, 4); held > 0; held--)
                await host.GiveRoleAsync(organizations[random.Next(organizations.Count)], person.Id, Roles[random.Next(Roles.Length)]);
        }
        return new(owner, organizations, accounts, [owner, .. actors]);
    }
}
