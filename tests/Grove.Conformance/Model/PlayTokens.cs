using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private const int ManyTokens = 3;

    private static readonly Dictionary<Area, string> GroupNames = new()
    {
        [Area.Details] = "User Details",
        [Area.Accounts] = "Account Settings",
        [Area.Memberships] = "Memberships",
    };

    private static readonly Area[] Wire = [.. GroupNames.Keys];

    /// <summary>Somebody gives themselves a narrower credential.</summary>
    private async Task CreateTokenAsync(Caller otherwise)
    {
        var caller = otherwise with { Token = null };
        var person = caller.Person;
        if (person.Tokens.Count >= ManyTokens) return;
        var token = SomeToken(person);
        var reply = await SendAsync(caller, Area.Details, HttpMethod.Post, "user/tokens", Body(token, person), null,
            () => new Expected(HttpStatusCode.OK) { Version = 1 }.With(new Record("user.token.create", "create", "api_token", Shown("id")) { AnyState = true }));
        if (reply.Status != HttpStatusCode.OK) return;
        person.Tokens.Add(token with { Id = Shown("id"), Actor = new(host.Http, Shown("value")) { Id = person.Id } });
    }

    private async Task DeleteTokenAsync(Caller otherwise)
    {
        if (otherwise.Person.Tokens.Count == 0) return;
        var token = OneOf([.. otherwise.Person.Tokens]);
        var caller = otherwise with { Token = null };
        var reply = await SendAsync(caller, Area.Details, HttpMethod.Delete, $"user/tokens/{token.Id}", null, null,
            () => Expected.Done(Forest.IdOf(token.Id)).With(new Record("user.token.delete", "delete", "api_token", token.Id) { AnyState = true }));
        if (reply.Status != HttpStatusCode.OK) return;
        caller.Person.Tokens.Remove(token);
        await SendAsync(caller with { Token = token }, Area.Details, HttpMethod.Get, "organizations", null, null, () => Expected.Forbidden, "UseDeletedTokenAsync");
    }

    private Token SomeToken(Person person)
    {
        var caller = new Caller(person);
        string[] Subtrees(int most) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => SomeKnownId(caller)).Distinct()];
        string[] Accounts() => [.. forest.Accounts.Where(account => forest.Sees(caller, account)).Select(account => account.Id).OrderBy(_ => random.Next()).Take(random.Next(1, 3))];
        var token = new Token(person.Actor, Chance(85) ? Wire : [OneOf(Wire)], Writes: Chance(75)) { Id = "" };
        return random.Next(5) switch
        {
            0 => token with { Everything = true, Areas = person.Operator ? [.. Wire, Area.Operator] : Wire, Writes = true },
            1 => token with { Everything = true, Denied = Subtrees(1), DeniedAccounts = Accounts() },
            2 => token with { Allowed = Subtrees(2) },
            3 => token with { Allowed = Subtrees(1), Denied = Chance(60) ? Subtrees(1) : [], AllowedAccounts = Accounts() },
            _ => token with { AllowedAccounts = [.. Accounts().DefaultIfEmpty(Guid.NewGuid().ToString("N"))] },
        };
    }

    /// <summary>An organization that is there, mostly one that the caller sees; a token may name any id.</summary>
    private string SomeKnownId(Caller caller)
    {
        var ids = forest.Organizations.Where(organization => Chance(10) || forest.Sees(caller, organization)).Select(organization => organization.Id).ToArray();
        return ids.Length > 0 ? OneOf(ids) : Guid.NewGuid().ToString("N");
    }

    private static JsonObject Body(Token token, Person owner)
    {
        var allowed = token.Everything
            ? [Grove.Conformance.Policy.Everything(owner.Id)]
            : token.Allowed.Select(Grove.Conformance.Policy.Subtree).Concat(token.AllowedAccounts.Select(OfAccount));
        var denied = token.Denied.Select(Grove.Conformance.Policy.Subtree).Concat(token.DeniedAccounts.Select(OfAccount)).ToList();
        var policies = new JsonArray(Policy("allow", token, allowed));
        if (denied.Count > 0) policies.Add(Policy("deny", token, denied));
        return new() { ["name"] = "token", ["policies"] = policies };
    }

    private static string OfAccount(string id) => "com.cloudflare.api.account." + id;

    private static JsonObject Policy(string effect, Token token, IEnumerable<string> resources) => new JsonObject
    {
        ["effect"] = effect,
        ["permission_groups"] = new JsonArray([.. token.Areas
            .Select(area => area == Area.Operator ? "Grove Operator" : $"{GroupNames[area]} {(token.Writes ? "Write" : "Read")}")
            .Select(name => (JsonNode)new JsonObject { ["id"] = Grove.Conformance.Policy.Groups[name] })]),
        ["resources"] = new JsonObject(resources.Distinct().Select(resource => KeyValuePair.Create(resource, (JsonNode?)"*"))),
    };
}
