using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using static Grove.Tests.Cli.CommandRun;

namespace Grove.Tests.Cli;

/// <summary>What is sent: bodies, headers, names that become ids, and questions before something is destroyed.</summary>
public sealed class RequestTests
{
    private const string Other = "fedcba9876543210fedcba9876543210";

    [Theory]
    [InlineData("""{"name":"Acme"}""", "org", "create", "Acme")]
    [InlineData("""{"name":"-x --y"}""", "org", "create", "--", "-x --y")]
    [InlineData("""{"name":"@file"}""", "org", "create", "@file")]
    [InlineData("""{"name":""}""", "org", "create", "")]
    [InlineData("""{"name":"A","parent":{"id":"0123456789abcdef0123456789abcdef"},"profile":{"business_name":"N"}}""", "org", "create", "A", "--parent", Id, "--business-name", "N")]
    [InlineData("""{"name":"A","parent":null}""", "org", "update", Id, "--name", "A", "--unset", "parent")]
    [InlineData("""{"name":"A","profile":null}""", "org", "update", Id, "--name", "A", "--unset", "profile")]
    [InlineData("""{"flags":{"account_creation":"disabled"},"external_id":null}""", "org", "administer", Id, "--account-creation", "disabled", "--unset", "external-id")]
    [InlineData("""{"name":"A","unit":{"id":"0123456789abcdef0123456789abcdef"},"settings":{"enforce_twofactor":true}}""", "account", "create", "A", "--organization", Id, "--enforce-twofactor", "true")]
    [InlineData("""{"name":"A","settings":{"abuse_contact_email":null}}""", "account", "update", Id, "--name", "A", "--unset", "settings.abuse-contact-email")]
    [InlineData("""{"member":{"user":{"email":"a@b.c"},"status":"active","roles":["0123456789abcdef0123456789abcdef"]}}""", "member", "invite", Id, "a@b.c", "--status", "active", "--role", Id)]
    [InlineData("""{"status":"accepted"}""", "invite", "accept", Id)]
    [InlineData("""{"suspended":true}""", "user", "suspend", Id, "--yes")]
    [InlineData("""{"name":"t","policies":[{"effect":"allow"},{"effect":"deny"}],"condition":{"request_ip":{"in":["10.0.0.0/8"]}}}""",
        "token", "create", "--name", "t", "--policy", """{"effect":"allow"}""", "--policy", """{"effect":"deny"}""", "--from", "10.0.0.0/8")]
    [InlineData("""{"anything":[1.0,null],"a":1,"a":2}""", "org", "create", "--data", """{"anything":[1.0,null],"a":1,"a":2}""")]
    [InlineData("""[1]""", "api", "POST", "organizations", "--data", "[1]")]
    [InlineData("""{"x":1,"name":"B"}""", "org", "create", "B", "--data", """{"x":1,"name":"A"}""")]
    public async Task Options_become_members_of_the_body(string body, params string[] arguments)
    {
        using var run = new CommandRun();
        var ran = await run.RunAsync(arguments);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(body, Assert.Single(ran.Requests).Body, (one, other) => Same(one!, other!));
    }

    [Fact]
    public async Task A_body_can_come_from_standard_input_or_from_a_file()
    {
        using var run = new CommandRun { Input = """{"name":"from input"}""" };
        Assert.Equal("""{"name":"from input"}""", (await run.RunAsync("org", "create", "--data", "-")).Requests[0].Body);
        var file = Path.Combine(run.Environment["HOME"], "body.json");
        await File.WriteAllTextAsync(file, """{"name":"from a file"}""", TestContext.Current.CancellationToken);
        Assert.Equal("""{"name":"from a file"}""", (await run.RunAsync("org", "create", "--data", "@" + file)).Requests[0].Body);
    }

    [Fact]
    public async Task A_secret_comes_from_standard_input_only()
    {
        using var run = new CommandRun { Input = "s3cret\n" };
        var ran = await run.RunAsync("invite", "accept-secret");
        Assert.Equal(("""{"secret":"s3cret"}""", "/grove/v1/invites/accept"), (ran.Requests[0].Body, ran.Requests[0].Target));
        Assert.DoesNotContain("s3cret", ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await run.RunAsync("invite", "accept-secret", "s3cret")).Code);
    }

    [Fact]
    public async Task Headers_say_whom_what_and_when()
    {
        using var run = new CommandRun();
        var update = (await run.RunAsync("org", "rename", Id, "A", "--if-match", "\"1.a\"", "--as-user", Other)).Requests.Single();
        Assert.Equal(("\"1.a\"", Other, $"Bearer {Token}"), (update.Headers["If-Match"], update.Headers["Grove-As-User"], update.Headers["Authorization"]));
        var create = (await run.RunAsync("org", "create", "A", "--idempotency-key", "k1")).Requests.Single();
        Assert.Equal("k1", create.Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task Moving_reads_the_name_first_and_keeps_a_change_that_comes_between()
    {
        using var run = new CommandRun { Api = (_, _) => (200, Envelope("""{"id":"1","name":"Kept"}""")) };
        var ran = await run.RunAsync("org", "move", Id, "--root");
        Assert.Equal(["GET", "PUT"], ran.Requests.Select(asked => asked.Method));
        Assert.Equal("""{"name":"Kept","parent":null}""", ran.Requests[1].Body);
    }

    [Fact]
    public async Task An_id_is_taken_as_it_is_and_a_name_is_looked_up()
    {
        using var run = new CommandRun { Api = Named };
        Assert.Single((await run.RunAsync("org", "get", Id)).Requests);
        Assert.Equal("/client/v4/organizations/a%20b%2Fc", Assert.Single((await run.RunAsync("org", "get", "id:a b/c")).Requests).Target);
        var byName = (await run.RunAsync("org", "get", "Acme")).Requests;
        Assert.Equal(["/client/v4/organizations?name=Acme&page_size=1000", $"/client/v4/organizations/{Id}"], byName.Select(asked => asked.Target));
    }

    [Fact]
    public async Task A_name_of_several_is_refused_with_the_places_of_all()
    {
        using var run = new CommandRun { Api = Named };
        var ran = await run.RunAsync("org", "delete", "Sales", "--yes");
        Assert.Equal(2, ran.Code);
        Assert.Contains("  s1  Acme/Sales", ran.Error, StringComparison.Ordinal);
        Assert.Contains("  s2  Acme/Europe/Sales", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(ran.Requests, asked => asked.Method != "GET");
    }

    [Fact]
    public async Task A_path_of_names_tells_them_apart()
    {
        using var run = new CommandRun { Api = Named };
        Assert.EndsWith("/organizations/s2", (await run.RunAsync("org", "get", "Europe/Sales")).Requests[^1].Target, StringComparison.Ordinal);
        Assert.EndsWith("/organizations/s1", (await run.RunAsync("org", "get", "Acme/Sales")).Requests[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_nothing_is_3()
    {
        using var run = new CommandRun { Api = Named };
        Assert.Equal(3, (await run.RunAsync("org", "get", "Nobody")).Code);
        Assert.Equal(3, (await run.RunAsync("org", "get", "Acme/Nobody")).Code);
    }

    [Theory]
    [InlineData(true, "y", true)]
    [InlineData(true, "n", false)]
    [InlineData(true, "", false)]
    [InlineData(false, "y", false)]
    public async Task What_destroys_is_asked_for_first(bool terminal, string said, bool done)
    {
        using var run = new CommandRun { Terminal = terminal, Input = said + "\n" };
        foreach (var arguments in (string[][])[["org", "delete", Id], ["account", "delete", Id], ["token", "roll", Id], ["member", "remove", Id, Other], ["user", "delete", Id]])
        {
            using var one = new CommandRun { Terminal = terminal, Input = said + "\n" };
            var ran = await one.RunAsync(arguments);
            Assert.Equal(done ? 0 : 2, ran.Code);
            Assert.Equal(done ? 1 : 0, ran.Requests.Count);
            Assert.Contains("?", ran.Error, StringComparison.Ordinal);
            Assert.Single((await one.RunAsync([.. arguments, "--yes"])).Requests);
        }
    }

    private static (int Status, string Body) Named(Asked asked, int number)
    {
        static string Row(string id, string name, string tags) => $$"""{"id":"{{id}}","name":"{{name}}","meta":{"hierarchy_tags":["{{tags}}"]} }""";
        var acme = Row(Id, "Acme", Id);
        var sales = Row("s1", "Sales", $"{Id}\",\"s1") + "," + Row("s2", "Sales", $"{Id}\",\"e\",\"s2");
        return (200, asked.Target switch
        {
            var target when target.Contains("name=Acme&", StringComparison.Ordinal) => Envelope($"[{acme}]"),
            var target when target.Contains("name=Sales&", StringComparison.Ordinal) => Envelope($"[{sales}]"),
            var target when target.Contains("id=", StringComparison.Ordinal) => Envelope($"[{acme},{Row("e", "Europe", $"{Id}\",\"e")}]"),
            var target when target.Contains('?', StringComparison.Ordinal) => Envelope("[]"),
            _ => Envelope(acme),
        });
    }

    private static bool Same(string one, string other) =>
        one == other || JsonNode.DeepEquals(JsonNode.Parse(JsonElement.Parse(one).GetRawText()), JsonNode.Parse(other));
}
