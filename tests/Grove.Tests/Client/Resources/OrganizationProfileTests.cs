using System.Text.Json.Nodes;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client.Resources;

/// <summary>The profiles of organizations and of accounts, which are alike.</summary>
public sealed class OrganizationProfileTests
{
    private const string Json =
        """{"business_address":"1 Way","business_email":"a@example.com","business_name":"One","business_phone":"+1","external_metadata":"{\"a\":1}"}""";

    private static readonly Profile Profile = new()
    {
        BusinessAddress = "1 Way",
        BusinessEmail = "a@example.com",
        BusinessName = "One",
        BusinessPhone = "+1",
        ExternalMetadata = """{"a":1}""",
    };

    [Fact]
    public async Task A_profile_is_read_from_the_organization_and_from_the_account()
    {
        var server = Recorder.Of(Json);
        Assert.Equal(Profile, await server.Client.Organizations.OrganizationProfile.GetAsync("o1", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(Profile, await server.Client.Accounts.AccountProfile.GetAsync("a1", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal([new("GET", "/organizations/o1/profile", null), new("GET", "/accounts/a1/profile", null)], server.All);
    }

    [Fact]
    public async Task A_profile_is_written_with_all_five_texts_at_the_top_and_answers_nothing()
    {
        var server = Recorder.Nothing();
        await server.Client.Organizations.OrganizationProfile.UpdateAsync("o1", Profile, cancellationToken: TestContext.Current.CancellationToken);
        await server.Client.Accounts.AccountProfile.UpdateAsync("a1", new Profile(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["PUT /organizations/o1/profile", "PUT /accounts/a1/profile"], server.All.Select(sent => sent.Line));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), JsonNode.Parse(server.All[0].Body!)));
        Assert.All(JsonNode.Parse(server.All[1].Body!)!.AsObject(), member => Assert.Equal("", member.Value!.GetValue<string>()));
        Assert.Equal(5, JsonNode.Parse(server.All[1].Body!)!.AsObject().Count);
    }

    [Fact]
    public async Task The_answer_to_a_write_can_be_had_as_it_came()
    {
        var server = Recorder.Nothing();
        var response = await server.Client.WithRawResponseAsync(client => client.Organizations.OrganizationProfile.UpdateAsync("o1", Profile));
        Assert.Equal((System.Net.HttpStatusCode.NoContent, ""), (response.StatusCode, response.Body));
    }
}
