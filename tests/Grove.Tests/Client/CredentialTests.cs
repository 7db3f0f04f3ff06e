using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>By what a client is known: options first, then the environment, and never a mixture that nobody chose.</summary>
public sealed class CredentialTests
{
    private const string Token = "CLOUDFLARE_API_TOKEN";
    private const string Email = "CLOUDFLARE_EMAIL";
    private const string Key = "CLOUDFLARE_API_KEY";
    private const string Service = "CLOUDFLARE_API_USER_SERVICE_KEY";

    // What is sent: token, address, key, service key.
    public static TheoryData<string, string, string> Sent { get; } = new()
    {
        // Nothing chosen: all that the environment has, as official clients do.
        { "", "", ",,," },
        { "", "t", "t,,," },
        { "", "k e", ",e,k," },
        { "", "s", ",,,s" },
        { "", "t e k s", "t,e,k,s" },
        // An address alone may be there for other programs.
        { "", "e", ",,," },
        { "", "t e", "t,,," },
        { "", "t k", "t,,," },
        // One chosen: the environment adds no other.
        { "T", "t e k s", "T,,," },
        { "S", "t e k s", ",,,S" },
        { "E K", "t e k s", ",E,K," },
        { "T E K S", "t e k s", "T,E,K,S" },
        // Half of a pair is completed.
        { "K", "t e k s", ",e,K," },
        { "E", "t e k s", ",E,k," },
        { "T K", "t e k s", "T,e,K," },
    };

    [Theory]
    [MemberData(nameof(Sent))]
    public async Task What_is_chosen_wins_pairs_are_completed_and_nothing_is_mixed(string options, string environment, string sent)
    {
        await using var server = new ScriptedServer((_, _) => Answer.Ok);
        using var client = new GroveClient(Options(options) with { BaseUrl = server.Url }, Environment(environment));
        await client.Organizations.GetAsync("o1", null, TestContext.Current.CancellationToken);
        var request = server.Requests.Single();
        Assert.Equal(sent, string.Join(',', request["Authorization"]?["Bearer ".Length..], request["X-Auth-Email"], request["X-Auth-Key"], request["X-Auth-User-Service-Key"]));
    }

    [Theory]
    [InlineData("K", "")]
    [InlineData("", "k")]
    [InlineData("E", "")]
    [InlineData("E", "t")]
    [InlineData("T K", "t")]
    public void Half_of_a_pair_is_refused(string options, string environment)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new GroveClient(Options(options), Environment(environment)));
        Assert.Contains("CLOUDFLARE_", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_variables_are_as_good_as_none_and_space_around_them_is_no_part()
    {
        using var none = new GroveClient(new(), name => name == "CLOUDFLARE_BASE_URL" ? null : " ");
        using var spaced = new GroveClient(new(), name => name == Token ? " t\n" : "");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("hunter2\n")]
    [InlineData("hunté2")]
    public void What_cannot_stand_in_a_header_is_refused_without_being_shown(string secret)
    {
        Func<GroveClientOptions>[] all =
        [
            () => new() { ApiToken = secret }, () => new() { ApiKey = secret, ApiEmail = "e" }, () => new() { ApiEmail = secret, ApiKey = "k" }, () => new() { UserServiceKey = secret },
        ];
        Assert.All(all, options =>
        {
            var refusal = Assert.Throws<ArgumentException>(() => new GroveClient(options(), _ => null));
            Assert.True(secret.Length == 0 || !refusal.ToString().Contains(secret, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Each_variable_has_the_name_that_official_clients_read()
    {
        await using var server = new ScriptedServer((_, _) => Answer.Ok);
        var asked = new List<string>();
        using var client = new GroveClient(new(), name =>
        {
            asked.Add(name);
            return name == "CLOUDFLARE_BASE_URL" ? $"{server.Url}" : null;
        });
        await client.Organizations.GetAsync("o1", null, TestContext.Current.CancellationToken);
        Assert.Equal([Key, Token, Service, "CLOUDFLARE_BASE_URL", Email], asked.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("/client/v4/organizations/o1", server.Requests.Single().Target);
    }

    private static GroveClientOptions Options(string chosen)
    {
        string? Chosen(string name) => chosen.Split(' ').Contains(name) ? name : null;
        return new() { ApiToken = Chosen("T"), ApiEmail = Chosen("E"), ApiKey = Chosen("K"), UserServiceKey = Chosen("S") };
    }

    private static Func<string, string?> Environment(string set)
    {
        string? Set(string value) => set.Split(' ').Contains(value) ? value : null;
        return name => name switch { Token => Set("t"), Email => Set("e"), Key => Set("k"), Service => Set("s"), _ => null };
    }
}
