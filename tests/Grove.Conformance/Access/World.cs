using Grove.Conformance.Cases;

namespace Grove.Conformance.Access;

/// <summary>The organizations that questions are about, with what is in them, and who made them all.</summary>
internal sealed record World(
    Actor Owner, IReadOnlyDictionary<Place, string> Places, string TargetName, string Account, string AccountName, (string Id, string Secret) Member, string AccountMember, string User,
    string Record)
{
    public static async Task<World> MakeAsync(GroveHost host)
    {
        var owner = await host.NewUserAsync();
        var mark = Requests.UnknownId();
        var (targetName, accountName) = ($"Target-{mark}", $"Account-{mark}");
        var top = await owner.CreateAsync("Top");
        var target = await owner.CreateAsync(targetName, top);
        var places = new Dictionary<Place, string>
        {
            [Place.Top] = top,
            [Place.Target] = target,
            [Place.Below] = await owner.CreateAsync("Below", target),
            [Place.Sibling] = await owner.CreateAsync("Sibling", top),
            [Place.Other] = await owner.CreateAsync("Other"),
        };
        var account = await owner.CreateAccountAsync(accountName, target);
        (await owner.PutAsync($"organizations/{target}/profile", Surface.Profile)).Succeeded();
        (await owner.PutAsync($"accounts/{account}/profile", Surface.Profile)).Succeeded();
        var member = await owner.InviteForSecretAsync(target, Invitations.NewAddress());
        var accountMember = await owner.InviteToAccountAsync(account, Invitations.NewAddress());
        var user = await host.NewMemberAsync(target, Role.ReadOnly);
        var records = await owner.ReadAsync(AuditLog.Of(target), "&direction=asc");
        return new(owner, places, targetName, account, accountName, member, accountMember, user.Id, records[0].RecordId());
    }

    /// <summary>What its owner reads of it.</summary>
    public async Task<string> ReadAsync()
    {
        var target = Places[Place.Target];
        var paths = Places.Values.Select(id => $"organizations/{id}").Concat(
        [
            $"organizations/{target}/profile", $"organizations/{target}/members/{Member.Id}", $"accounts/{Account}", $"accounts/{Account}/profile",
            $"accounts/{Account}/members/{AccountMember}",
            $"accounts/{Account}/organizations",
        ]);
        var texts = new List<string>();
        foreach (var path in paths) texts.Add((await Owner.GetAsync(path)).Succeeded(path).Text);
        return string.Join('\n', texts);
    }
}

/// <summary>One caller in a world, by each of their credentials.</summary>
internal sealed class Scene
{
    private readonly GroveHost host;
    private readonly World world;
    private readonly Actor person;
    private readonly Dictionary<string, Actor> tokens = [];

    private Scene(GroveHost host, World world, Caller caller, Actor person, Named named) =>
        (this.host, this.world, Caller, this.person, Named) = (host, world, caller, person, named);

    public Caller Caller { get; }

    public Named Named { get; }

    /// <summary>A new user who stands in the world as the caller does.</summary>
    public static async Task<Scene> EnterAsync(GroveHost host, World world, Caller caller)
    {
        var person = await host.NewUserAsync(caller.Operator);
        var invite = await PlaceAsync(host, world, caller, person);
        var membership = caller.OnAccount > Held.Nothing ? await world.Owner.JoinAccountAsync(world.Account, person, AccountRoleOf(caller.OnAccount)) : world.AccountMember;
        var free = await person.CreateAccountAsync("Free");
        var token = (await host.NewTokenAsync(person.Id, Policy.Allow("API Tokens Read", Policy.Everything(person.Id)))).Id;
        string At(Place place) => world.Places[place];
        return new(host, world, caller, person, new(
            At(Place.Top), At(Place.Target), At(Place.Below), At(Place.Sibling), At(Place.Other), world.Account, free, world.Member.Id,
            (invite ?? world.Member).Id, (invite ?? world.Member).Secret, world.AccountMember, membership, token, world.User, person.Id, world.Record, world.TargetName, world.AccountName));
    }

    /// <summary>The caller with this credential, for an operation that accepts these permission groups.</summary>
    public async Task<Actor> ByAsync(Credential credential, IReadOnlyList<string> groups)
    {
        if (credential is Credential.Key or Credential.Acting) return credential == Credential.Key ? person : host.Operator.ActingAs(person.Id);
        var resource = credential switch
        {
            Credential.TokenOfTarget => Policy.Subtree(world.Places[Place.Target]),
            Credential.TokenOfAccount => $"com.cloudflare.api.account.{world.Account}",
            Credential.TokenOfSibling => Policy.Subtree(world.Places[Place.Sibling]),
            _ => Policy.Everything(person.Id),
        };
        string[] granted = credential == Credential.TokenWithoutGroup ? [.. Policy.Groups.Keys.Except(groups)] : [groups.Count == 0 ? "User Details Read" : groups[0]];
        var key = $"{resource} {string.Join(',', granted)}";
        if (!tokens.TryGetValue(key, out var actor))
            tokens[key] = actor = await host.ByTokenAsync(person, [.. granted.Select(group => Policy.Allow(group, resource))]);
        return actor;
    }

    /// <summary>Gives the person the caller's membership; the answer is an invitation, by its id and its secret.</summary>
    private static async Task<(string Id, string Secret)?> PlaceAsync(GroveHost host, World world, Caller caller, Actor person)
    {
        if (caller.Place is not { } place) return null;
        var (at, role) = (world.Places[place], IdOf(caller.Role));
        if (caller.Standing == Standing.Pending) return await world.Owner.InviteForSecretAsync(at, person.Email, role);
        await host.GiveRoleAsync(at, person.Id, role);
        if (caller.Standing == Standing.Canceled) (await host.Operator.DeleteAsync($"/grove/v1/organizations/{at}/users/{person.Id}")).Succeeded();
        return null;
    }

    private static string IdOf(Held role) => role switch
    {
        Held.SuperAdministrator => Role.SuperAdministrator,
        Held.Administrator => Role.Administrator,
        Held.ReadOnly => Role.ReadOnly,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };

    private static string AccountRoleOf(Held role) => role switch
    {
        Held.SuperAdministrator => AccountRoleId.SuperAdministrator,
        Held.Administrator => AccountRoleId.Administrator,
        Held.ReadOnly => AccountRoleId.ReadOnly,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };
}
