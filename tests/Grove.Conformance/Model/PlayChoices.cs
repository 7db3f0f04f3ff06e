using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What the play chooses from.</summary>
internal sealed partial class Play
{
    private static readonly string[] ProfileMembers = ["business_address", "business_email", "business_name", "business_phone", "external_metadata"];

    /// <summary>Somebody by their key, or at times by one of their tokens; hardly ever somebody who is suspended.</summary>
    private Caller Someone()
    {
        var caller = SomeoneByKey();
        return caller.Person.Tokens.Count > 0 && Chance(20) ? caller with { Token = OneOf([.. caller.Person.Tokens]) } : caller;
    }

    private Caller SomeoneByKey()
    {
        var awake = forest.People.Where(person => !person.Suspended).ToArray();
        return new(Chance(99) ? OneOf(awake) : OneOf([.. forest.People]));
    }

    private Person SomePerson() => OneOf([.. forest.People]);

    private string SomePersonId() => Chance(95) ? SomePerson().Id : Guid.NewGuid().ToString("N");

    private Caller OftenAnOperator(Caller otherwise) => Chance(12) ? otherwise : new(OneOf([.. forest.People.Where(person => person is { Operator: true, Suspended: false })]));

    private T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private bool Chance(int percent) => random.Next(100) < percent;

    /// <summary>An id to use: mostly of what the caller sees, at times of what they do not see, what is gone, what never was, and what is none.</summary>
    private string SomeId(Caller caller) => SomeId([.. forest.Organizations.Where(organization => forest.Sees(caller, organization)).Select(organization => organization.Id)],
        [.. forest.Organizations.Select(organization => organization.Id)]);

    private string SomeAccountId(Caller caller) => SomeId(
        [.. forest.Accounts.Where(account => forest.Sees(caller, account)).Select(account => account.Id)], [.. forest.Accounts.Select(account => account.Id)]);

    private string SomeId(string[] visible, string[] all)
    {
        var id = random.Next(100) switch
        {
            < 89 when visible.Length > 0 => OneOf(visible),
            < 96 when all.Length > 0 => OneOf(all),
            < 98 when gone.Count > 0 => OneOf([.. gone]),
            < 99 => Guid.NewGuid().ToString("N"),
            _ => OneOf("x", "null", "0123456789abcdef0123456789abcdeg", "%F0%9F%98%80", "-"),
        };
        return Chance(5) ? id.ToUpperInvariant() : id;
    }

    /// <summary>An organization on which the caller has this role, when there is one; at times one that may not do what the flag is about.</summary>
    private string SomeIdWith(Caller caller, Role role, string flag)
    {
        var own = forest.Organizations.Where(organization => forest.Sees(caller, organization) && forest.RoleOn(caller.Person, organization) >= role).ToArray();
        var limited = own.Where(organization => !organization.Flags.Contains(flag)).ToArray();
        if (limited.Length > 0 && Chance(16)) return OneOf(limited).Id;
        return own.Length > 0 && Chance(80) ? OneOf(own).Id : SomeId(caller);
    }

    private Condition? SomeCondition(long? version)
    {
        if (version is not { } present || Chance(85)) return null;
        var (right, wrong) = ($"\"{present}.0123456789abcdef\"", $"\"{present + OneOf(-1, 1, 5)}.0123456789abcdef\"");
        return random.Next(8) switch
        {
            0 => new("*", _ => true),
            1 => new($"{wrong}, {right}", at => at == present),
            2 => new($"W/{right}", _ => false),
            3 => new("nonsense", _ => false),
            4 or 5 => new(wrong, _ => false),
            _ => new(right, at => at == present),
        };
    }

    /// <summary>A name for a body, or what is put there instead and refused.</summary>
    private (JsonNode? Sent, string Name, string[] Faults) SomeName()
    {
        var name = Names.Random(random);
        return Chance(4) ? (OneOf<JsonNode?>(Names.RandomInvalid(random), null, 7), name, ["/name"]) : (name, name, []);
    }

    private JsonObject SomeProfile() => new([.. ProfileMembers.Select(member => KeyValuePair.Create(member, (JsonNode?)(
        member == "business_email" ? OneOf("", "a@b", "ß@\u0301") : Chance(30) ? "" : " " + Names.Random(random) + "\n")))]);

    /// <summary>Makes the profile one that is refused; the pointer to what is wrong.</summary>
    private string Spoil(JsonObject profile, string at)
    {
        var member = OneOf(ProfileMembers);
        switch (random.Next(3))
        {
            case 0: profile.Remove(member); break;
            case 1: profile[member] = null; break;
            default: profile[member = "business_email"] = "nobody"; break;
        }
        return $"{at}/{member}";
    }

    private static string Decoded(string id) => Uri.UnescapeDataString(id);

    private static JsonObject Reference(string id) => new() { ["id"] = Decoded(id) };
}
