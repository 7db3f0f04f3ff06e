using Grove.Client;
using static Grove.Tests.Client.Resources.ResourceCall;

namespace Grove.Tests.Client.Resources;

/// <summary>Every method of <c>client.User</c>, with nothing and with everything that can be said.</summary>
internal static class UserCalls
{
#pragma warning disable CS0618 // Deprecated methods work as long as they are there.
    public static IReadOnlyList<ResourceCall> All { get; } =
    [
        Of("User.GetAsync", client => client.User.GetAsync(), "GET /user", UserSamples.User),
        Of("User.EditAsync", client => client.User.EditAsync(new()), "PATCH /user", UserSamples.User, "{}"),
        Of("User.EditAsync", client => client.User.EditAsync(new() { FirstName = "Ada", LastName = null, Telephone = "", Country = null, Zipcode = "W1" }),
            "PATCH /user", UserSamples.User, """{"first_name":"Ada","last_name":null,"telephone":"","country":null,"zipcode":"W1"}"""),

        .. List("User.Organizations", client => client.User.Organizations.ListAsync(), client => client.User.Organizations.ListAutoPagingAsync(),
            "GET /user/organizations", UserSamples.UserOrganization),
        .. List("User.Organizations", client => client.User.Organizations.ListAsync(OrganizationFilter), client => client.User.Organizations.ListAutoPagingAsync(OrganizationFilter),
            "GET /user/organizations?name=A%20%26%20B&status=invited&order=name&direction=desc&match=any&page=3&per_page=5", UserSamples.UserOrganization),
        Of("User.Organizations.GetAsync", client => client.User.Organizations.GetAsync("o1"), "GET /user/organizations/o1", UserSamples.UserOrganization),
        Of("User.Organizations.DeleteAsync", client => client.User.Organizations.DeleteAsync("o1"), "DELETE /user/organizations/o1", UserSamples.Deleted) with { Bare = true },

        .. List("User.Invites", client => client.User.Invites.ListAsync(), client => client.User.Invites.ListAutoPagingAsync(), "GET /user/invites", UserSamples.Invite),
        Of("User.Invites.GetAsync", client => client.User.Invites.GetAsync("i1"), "GET /user/invites/i1", UserSamples.Invite),
        Of("User.Invites.EditAsync", client => client.User.Invites.EditAsync("i1", new() { Status = InviteStatus.Accepted }),
            "PATCH /user/invites/i1", UserSamples.Invite, """{"status":"accepted"}"""),
        Of("User.Invites.EditAsync", client => client.User.Invites.EditAsync("i1", new() { Status = InviteStatus.Rejected }),
            "PATCH /user/invites/i1", UserSamples.Invite, """{"status":"rejected"}"""),

        .. List("User.Tokens", client => client.User.Tokens.ListAsync(), client => client.User.Tokens.ListAutoPagingAsync(), "GET /user/tokens", UserSamples.Token),
        .. List("User.Tokens", client => client.User.Tokens.ListAsync(TokenFilter), client => client.User.Tokens.ListAutoPagingAsync(TokenFilter),
            "GET /user/tokens?direction=asc&include_expired=false&page=2&per_page=50", UserSamples.Token),
        Of("User.Tokens.CreateAsync", client => client.User.Tokens.CreateAsync(new() { Name = "ci", Policies = [Policy] }),
            "POST /user/tokens", CreatedToken, $$"""{"name":"ci","policies":[{{PolicySent}}]}"""),
        Of("User.Tokens.CreateAsync", client => client.User.Tokens.CreateAsync(new() { Name = "ci", Policies = [Policy], Condition = Condition, NotBefore = Time, ExpiresOn = Time.AddDays(1) }),
            "POST /user/tokens", CreatedToken, $$"""{"name":"ci","policies":[{{PolicySent}}],{{RestSent}}}"""),
        Of("User.Tokens.GetAsync", client => client.User.Tokens.GetAsync("t1"), "GET /user/tokens/t1", UserSamples.Token),
        Of("User.Tokens.UpdateAsync", client => client.User.Tokens.UpdateAsync("t1", new() { Name = "ci", Policies = [Policy] }),
            "PUT /user/tokens/t1", UserSamples.Token, $$"""{"name":"ci","policies":[{{PolicySent}}]}"""),
        Of("User.Tokens.UpdateAsync", client => client.User.Tokens.UpdateAsync("t1", new()
        {
            Name = "ci", Policies = [Policy], Condition = Condition, NotBefore = Time, ExpiresOn = Time.AddDays(1), Status = TokenStatus.Disabled,
        }), "PUT /user/tokens/t1", UserSamples.Token, $$"""{"name":"ci","policies":[{{PolicySent}}],"status":"disabled",{{RestSent}}}"""),
        Of("User.Tokens.DeleteAsync", client => client.User.Tokens.DeleteAsync("t1"), "DELETE /user/tokens/t1", UserSamples.Deleted),
        Of("User.Tokens.DeleteAsync", client => client.User.Tokens.DeleteAsync("t2"), "DELETE /user/tokens/t2", "null"),
        Of("User.Tokens.VerifyAsync", client => client.User.Tokens.VerifyAsync(), "GET /user/tokens/verify", UserSamples.TokenVerification),
        Of("User.Tokens.Value.UpdateAsync", client => client.User.Tokens.Value.UpdateAsync("t1"), "PUT /user/tokens/t1/value", "\"secret\""),
        .. List("User.Tokens.PermissionGroups", client => client.User.Tokens.PermissionGroups.ListAsync(), client => client.User.Tokens.PermissionGroups.ListAutoPagingAsync(),
            "GET /user/tokens/permission_groups", UserSamples.PermissionGroup),
        .. List("User.Tokens.PermissionGroups",
            client => client.User.Tokens.PermissionGroups.ListAsync(new() { Name = "User Details Read", Scope = "com.cloudflare.api.user" }),
            client => client.User.Tokens.PermissionGroups.ListAutoPagingAsync(new() { Name = "User Details Read", Scope = "com.cloudflare.api.user" }),
            "GET /user/tokens/permission_groups?name=User%20Details%20Read&scope=com.cloudflare.api.user", UserSamples.PermissionGroup),

        .. List("User.Tenants", client => client.User.Tenants.ListAsync(), client => client.User.Tenants.ListAutoPagingAsync(), "GET /user/tenants", UserSamples.Organization),
    ];
#pragma warning restore CS0618

    public static TokenPolicy Policy => new()
    {
        PermissionGroups = [new() { Id = "g1" }],
        Resources = new Dictionary<string, TokenResource>
        {
            ["com.cloudflare.api.organization.o1"] = TokenResource.All,
            ["com.cloudflare.api.account.a1"] = TokenResource.Of(new Dictionary<string, string> { ["com.cloudflare.api.account.zone.*"] = "*" }),
        },
    };

    public const string PolicySent =
        """
        {"effect":"allow","permission_groups":[{"id":"g1"}],"resources":{
          "com.cloudflare.api.organization.o1":"*","com.cloudflare.api.account.a1":{"com.cloudflare.api.account.zone.*":"*"}}}
        """;

    public static string CreatedToken => UserSamples.With(UserSamples.Token, "\"value\": \"secret\"");

    private const string RestSent =
        """
        "condition":{"request_ip":{"in":["192.0.2.0/24"],"not_in":["192.0.2.1"]}},"not_before":"2026-11-21T20:15:30Z","expires_on":"2026-11-22T20:15:30Z"
        """;

    private static TokenCondition Condition => new() { RequestIp = new() { In = ["192.0.2.0/24"], NotIn = ["192.0.2.1"] } };

    // It is sent in UTC.
    private static DateTimeOffset Time => new(2026, 11, 21, 21, 15, 30, TimeSpan.FromHours(1));

    private static UserOrganizationListParams OrganizationFilter => new()
    {
        Name = "A & B",
        Status = UserOrganizationStatus.Invited,
        Order = UserOrganizationOrder.Name,
        Direction = SortDirection.Descending,
        Match = FilterMatch.Any,
        Page = 3,
        PerPage = 5,
    };

    private static TokenListParams TokenFilter => new() { Direction = SortDirection.Ascending, IncludeExpired = false, Page = 2, PerPage = 50 };
}
