using Grove.Client;
using static Grove.Tests.Client.Resources.ResourceCall;

namespace Grove.Tests.Client.Resources;

/// <summary>Every method of <c>client.Grove</c>, with nothing and with everything that can be said.</summary>
internal static class GroveCalls
{
    private const string ManagedUser =
        """
        {
          "id": "u1", "email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace", "telephone": "+44 0", "country": "GB", "zipcode": "W1",
          "two_factor_authentication_enabled": true, "suspended": true, "operator": true, "managing_organization_id": "o1",
          "create_time": "2026-11-21T20:15:30.123Z", "external_id": "x-1"
        }
        """;

    private const string Account =
        """
        {
          "id": "a1", "created_on": "2026-11-21T20:15:30.123Z", "name": "Shop", "type": "standard",
          "managed_by": { "parent_org_id": "o1", "parent_org_name": "Emea" },
          "settings": { "abuse_contact_email": "abuse@example.com", "enforce_twofactor": true }
        }
        """;

    private const string Member =
        """
        {
          "id": "m1", "status": "active",
          "user": { "id": "u1", "email": "ada@example.com", "name": "Ada Lovelace", "two_factor_authentication_enabled": true },
          "meta": { "roles": [{ "id": "r1", "name": "Organization Read Only" }], "expires_on": "2026-11-28T20:15:30.123Z", "invite_secret": "secret" },
          "create_time": "2026-11-21T20:15:30.123Z", "update_time": "2026-11-22T20:15:30.123Z"
        }
        """;

    private const string AuditRecord =
        """
        {
          "id": "r1",
          "action": { "description": "Update organization", "result": "success", "time": "2026-11-21T20:15:30.123Z", "type": "update" },
          "actor": {
            "id": "u1", "context": "api_key", "email": "ada@example.com", "ip_address": "192.0.2.1", "token_id": "t1", "token_name": "ci", "type": "user",
            "operator": { "id": "u2", "email": "op@example.com" }
          },
          "organization": { "id": "o1" },
          "raw": { "cf_ray_id": "q1", "method": "PUT", "status_code": 200, "uri": "/organizations/o1", "user_agent": "curl" },
          "resource": {
            "id": "o1", "product": "organizations", "request": { "name": "Emea" }, "response": { "name": "Emea" }, "scope": "organizations",
            "type": "organization"
          },
          "attempts": 2, "before": { "name": "Acme", "managed_by": null }, "after": { "name": "Emea", "managed_by": null }
        }
        """;

    private const string Role = """{ "id": "r1", "name": "Organization Read Only", "scope": "organization", "permissions": ["#organization:read"] }""";

    private const string Allowed =
        """{ "allowed": true, "role": "Organization Administrator", "via": { "organization_id": "o1", "account_id": "a1", "member_id": "m1" } }""";

    private const string Moved = """{ "account_id": "a1", "destination_organization_id": "o2", "source_organization_id": "o1" }""";

    public static IReadOnlyList<ResourceCall> All { get; } = [.. OfUsers(), .. OfOrganizations(), .. OfAccounts(), .. OfInvites(), .. OfTheRest()];

    private static IEnumerable<ResourceCall> OfUsers() =>
    [
        .. List("Grove.Users", client => client.Grove.Users.ListAsync(), client => client.Grove.Users.ListAutoPagingAsync(), "GET /grove/v1/users", ManagedUser),
        .. List("Grove.Users", client => client.Grove.Users.ListAsync(UserFilter), client => client.Grove.Users.ListAutoPagingAsync(UserFilter),
            "GET /grove/v1/users?email=ada%40example.com&email.startsWith=ada&external_id=x%201&page_size=100&page_token=p%2F%3D", ManagedUser),
        Of("Grove.Users.CreateAsync", client => client.Grove.Users.CreateAsync(new() { Email = "ada@example.com" }),
            "POST /grove/v1/users", CreatedUser, """{"email":"ada@example.com"}"""),
        Of("Grove.Users.CreateAsync", client => client.Grove.Users.CreateAsync(new()
        {
            Email = "ada@example.com", FirstName = "Ada", LastName = "Lovelace", ManagingOrganizationId = "o1", ExternalId = "x-1", Operator = true,
            TwoFactorAuthenticationEnabled = false,
        }), "POST /grove/v1/users", CreatedUser,
            """
            {"email":"ada@example.com","first_name":"Ada","last_name":"Lovelace","managing_organization_id":"o1","external_id":"x-1","operator":true,
             "two_factor_authentication_enabled":false}
            """),
        Of("Grove.Users.GetAsync", client => client.Grove.Users.GetAsync("u1"), "GET /grove/v1/users/u1", ManagedUser),
        Of("Grove.Users.UpdateAsync", client => client.Grove.Users.UpdateAsync("u1", new()), "PATCH /grove/v1/users/u1", ManagedUser, "{}"),
        Of("Grove.Users.UpdateAsync", client => client.Grove.Users.UpdateAsync("u1", new()
        {
            FirstName = null, LastName = null, Telephone = null, Country = null, Zipcode = null, ManagingOrganizationId = null, ExternalId = null,
        }), "PATCH /grove/v1/users/u1", ManagedUser,
            """
            {"first_name":null,"last_name":null,"telephone":null,"country":null,"zipcode":null,"managing_organization_id":null,"external_id":null}
            """),
        Of("Grove.Users.UpdateAsync", client => client.Grove.Users.UpdateAsync("u1", new()
        {
            FirstName = "Ada", LastName = "Lovelace", Telephone = "+44 0", Country = "GB", Zipcode = "W1", ManagingOrganizationId = "o1", ExternalId = "x-1",
            Operator = false, Suspended = true, TwoFactorAuthenticationEnabled = true,
        }), "PATCH /grove/v1/users/u1", ManagedUser,
            """
            {"first_name":"Ada","last_name":"Lovelace","telephone":"+44 0","country":"GB","zipcode":"W1","managing_organization_id":"o1","external_id":"x-1",
             "operator":false,"suspended":true,"two_factor_authentication_enabled":true}
            """),
        Of("Grove.Users.DeleteAsync", client => client.Grove.Users.DeleteAsync("u1"), "DELETE /grove/v1/users/u1", UserSamples.Deleted),
        Of("Grove.Users.ApiKey.RollAsync", client => client.Grove.Users.ApiKey.RollAsync("u1"), "POST /grove/v1/users/u1/api_key", """{ "api_key": "secret" }"""),
        Of("Grove.Users.Tokens.CreateAsync", client => client.Grove.Users.Tokens.CreateAsync("u1", new() { Name = "ci", Policies = [UserCalls.Policy] }),
            "POST /grove/v1/users/u1/tokens", UserCalls.CreatedToken, $$"""{"name":"ci","policies":[{{UserCalls.PolicySent}}]}"""),
        .. List("Grove.Users.Organizations", client => client.Grove.Users.Organizations.ListAsync("u1"),
            client => client.Grove.Users.Organizations.ListAutoPagingAsync("u1"), "GET /grove/v1/users/u1/organizations", UserSamples.Organization),
        .. List("Grove.Users.Organizations",
            client => client.Grove.Users.Organizations.ListAsync("u1", new() { Id = ["o1", "o2"], Parent = OrganizationParentFilter.None, PageSize = 5 }),
            client => client.Grove.Users.Organizations.ListAutoPagingAsync("u1", new() { Id = ["o1", "o2"], Parent = OrganizationParentFilter.None, PageSize = 5 }),
            "GET /grove/v1/users/u1/organizations?id=o1&id=o2&parent.id=null&page_size=5", UserSamples.Organization),
        .. List("Grove.Users.Accounts", client => client.Grove.Users.Accounts.ListAsync("u1"), client => client.Grove.Users.Accounts.ListAutoPagingAsync("u1"),
            "GET /grove/v1/users/u1/accounts", Account),
        .. List("Grove.Users.Accounts", client => client.Grove.Users.Accounts.ListAsync("u1", new() { Name = "Shop", PageSize = 5, PageToken = "p" }),
            client => client.Grove.Users.Accounts.ListAutoPagingAsync("u1", new() { Name = "Shop", PageSize = 5, PageToken = "p" }),
            "GET /grove/v1/users/u1/accounts?name=Shop&page_size=5&page_token=p", Account),
    ];

    private static IEnumerable<ResourceCall> OfOrganizations() =>
    [
        .. List("Grove.Organizations", client => client.Grove.Organizations.ListAsync(), client => client.Grove.Organizations.ListAutoPagingAsync(),
            "GET /grove/v1/organizations", ManagedOrganization),
        .. List("Grove.Organizations", client => client.Grove.Organizations.ListAsync(new() { ExternalId = "x-1", PageSize = 5, PageToken = "p" }),
            client => client.Grove.Organizations.ListAutoPagingAsync(new() { ExternalId = "x-1", PageSize = 5, PageToken = "p" }),
            "GET /grove/v1/organizations?external_id=x-1&page_size=5&page_token=p", ManagedOrganization),
        Of("Grove.Organizations.GetAsync", client => client.Grove.Organizations.GetAsync("o1"), "GET /grove/v1/organizations/o1", ManagedOrganization),
        Of("Grove.Organizations.UpdateAsync", client => client.Grove.Organizations.UpdateAsync("o1", new()), "PATCH /grove/v1/organizations/o1", ManagedOrganization, "{}"),
        Of("Grove.Organizations.UpdateAsync", client => client.Grove.Organizations.UpdateAsync("o1", new() { ManagedBy = null, ExternalId = null }),
            "PATCH /grove/v1/organizations/o1", ManagedOrganization, """{"managed_by":null,"external_id":null}"""),
        Of("Grove.Organizations.UpdateAsync", client => client.Grove.Organizations.UpdateAsync("o1", new()
        {
            Flags = new() { AccountCreation = "disabled", MemberManagement = "enabled" }, ManagedBy = "reseller", ExternalId = "x-1",
        }), "PATCH /grove/v1/organizations/o1", ManagedOrganization,
            """{"flags":{"account_creation":"disabled","member_management":"enabled"},"managed_by":"reseller","external_id":"x-1"}"""),
        Of("Grove.Organizations.Users.UpdateAsync", client => client.Grove.Organizations.Users.UpdateAsync("o1", "u1"),
            "PUT /grove/v1/organizations/o1/users/u1", Member, "{}"),
        Of("Grove.Organizations.Users.UpdateAsync", client => client.Grove.Organizations.Users.UpdateAsync("o1", "u1", new() { Roles = ["r1", "r2"] }),
            "PUT /grove/v1/organizations/o1/users/u1", Member, """{"roles":["r1","r2"]}"""),
        Of("Grove.Organizations.Users.DeleteAsync", client => client.Grove.Organizations.Users.DeleteAsync("o1", "u1"),
            "DELETE /grove/v1/organizations/o1/users/u1", UserSamples.Deleted),
        Of("Grove.Organizations.Members.UpdateAsync", client => client.Grove.Organizations.Members.UpdateAsync("o1", "m1", new() { Roles = ["r1"] }),
            "PATCH /grove/v1/organizations/o1/members/m1", Member, """{"roles":["r1"]}"""),
        Of("Grove.Organizations.Members.ResendAsync", client => client.Grove.Organizations.Members.ResendAsync("o1", "m1"),
            "POST /grove/v1/organizations/o1/members/m1/resend", Member),
        .. List("Grove.Organizations.Logs.Audit", client => client.Grove.Organizations.Logs.Audit.ListAsync("o1"),
            client => client.Grove.Organizations.Logs.Audit.ListAutoPagingAsync("o1"), "GET /grove/v1/organizations/o1/logs/audit", AuditRecord),
        .. List("Grove.Organizations.Logs.Audit", client => client.Grove.Organizations.Logs.Audit.ListAsync("o1", AuditFilter),
            client => client.Grove.Organizations.Logs.Audit.ListAutoPagingAsync("o1", AuditFilter), $"GET /grove/v1/organizations/o1/logs/audit?{AuditQuery}", AuditRecord),
    ];

    private static IEnumerable<ResourceCall> OfAccounts() =>
    [
        .. List("Grove.Accounts", client => client.Grove.Accounts.ListAsync(), client => client.Grove.Accounts.ListAutoPagingAsync(), "GET /grove/v1/accounts", ManagedAccount),
        .. List("Grove.Accounts", client => client.Grove.Accounts.ListAsync(new() { ExternalId = "x-1", PageSize = 5, PageToken = "p" }),
            client => client.Grove.Accounts.ListAutoPagingAsync(new() { ExternalId = "x-1", PageSize = 5, PageToken = "p" }),
            "GET /grove/v1/accounts?external_id=x-1&page_size=5&page_token=p", ManagedAccount),
        Of("Grove.Accounts.GetAsync", client => client.Grove.Accounts.GetAsync("a1"), "GET /grove/v1/accounts/a1", ManagedAccount),
        Of("Grove.Accounts.UpdateAsync", client => client.Grove.Accounts.UpdateAsync("a1", new()), "PATCH /grove/v1/accounts/a1", ManagedAccount, "{}"),
        Of("Grove.Accounts.UpdateAsync", client => client.Grove.Accounts.UpdateAsync("a1", new() { ExternalId = null }),
            "PATCH /grove/v1/accounts/a1", ManagedAccount, """{"external_id":null}"""),
        Of("Grove.Accounts.UpdateAsync", client => client.Grove.Accounts.UpdateAsync("a1", new() { ExternalId = "x-1" }),
            "PATCH /grove/v1/accounts/a1", ManagedAccount, """{"external_id":"x-1"}"""),
        Of("Grove.Accounts.MoveAsync", client => client.Grove.Accounts.MoveAsync(new() { AccountIds = ["a1", "a2"], DestinationOrganizationId = "o2" }),
            "POST /grove/v1/accounts/move", $"[{Moved}]", """{"account_ids":["a1","a2"],"destination_organization_id":"o2"}"""),
    ];

    private static IEnumerable<ResourceCall> OfInvites() =>
    [
        Of("Grove.Invites.AcceptAsync", client => client.Grove.Invites.AcceptAsync(new() { Secret = "s" }),
            "POST /grove/v1/invites/accept", UserSamples.With(UserSamples.Invite, "\"api_key\": \"secret\""), """{"secret":"s"}"""),
        Of("Grove.Invites.RejectAsync", client => client.Grove.Invites.RejectAsync(new() { Secret = "s" }),
            "POST /grove/v1/invites/reject", UserSamples.Invite, """{"secret":"s"}"""),
        Of("Grove.User.Invites.DeleteAsync", client => client.Grove.User.Invites.DeleteAsync("i1"), "DELETE /grove/v1/user/invites/i1", UserSamples.Deleted),
    ];

    private static IEnumerable<ResourceCall> OfTheRest() =>
    [
        .. List("Grove.Roles", client => client.Grove.Roles.ListAsync(), client => client.Grove.Roles.ListAutoPagingAsync(), "GET /grove/v1/roles", Role),
        Of("Grove.Check.GetAsync", client => client.Grove.Check.GetAsync(new() { UserId = "u1", OrganizationId = "o1", Permission = "#organization:edit" }),
            "GET /grove/v1/check?user_id=u1&organization_id=o1&permission=%23organization%3Aedit", Allowed),
        Of("Grove.Check.GetAsync", client => client.Grove.Check.GetAsync(new() { UserId = "u1", AccountId = "a1", Permission = "#dns:read" }),
            "GET /grove/v1/check?user_id=u1&account_id=a1&permission=%23dns%3Aread", Allowed),
        Of("Grove.Check.BatchAsync", client => client.Grove.Check.BatchAsync(new()
        {
            Checks = [new() { UserId = "u1", OrganizationId = "o1", Permission = "#organization:edit" }, new() { UserId = "u1", AccountId = "a1", Permission = "#dns:read" }],
        }), "POST /grove/v1/check", $"[{Allowed}]",
            """
            {"checks":[{"user_id":"u1","organization_id":"o1","permission":"#organization:edit"},{"user_id":"u1","account_id":"a1","permission":"#dns:read"}]}
            """),
        .. List("Grove.Audit", client => client.Grove.Audit.ListAsync(), client => client.Grove.Audit.ListAutoPagingAsync(), "GET /grove/v1/audit", AuditRecord),
        .. List("Grove.Audit", client => client.Grove.Audit.ListAsync(AuditFilter), client => client.Grove.Audit.ListAutoPagingAsync(AuditFilter),
            $"GET /grove/v1/audit?{AuditQuery}", AuditRecord),
    ];

    private const string AuditQuery =
        "since=2026-11-21T20%3A15%3A30Z&before=2026-11-22T20%3A15%3A30Z&action_type=create&action_type=delete&actor_email.not=ada%40example.com&direction=asc&limit=5&cursor=c";

    private static string CreatedUser => UserSamples.With(ManagedUser, "\"api_key\": \"secret\"");

    private static string ManagedOrganization => UserSamples.With(UserSamples.Organization, "\"external_id\": \"x-1\", \"has_members\": true, \"has_profile\": true");

    private static string ManagedAccount => UserSamples.With(Account, """
        "external_id": "x-1", "has_members": true, "profile": {
          "business_address": "1 Grove Street", "business_email": "hello@example.com", "business_name": "Acme", "business_phone": "+351 000 000 000",
          "external_metadata": "{}"
        }
        """);

    private static ManagedUserListParams UserFilter => new()
    {
        Email = new() { Is = "ada@example.com", StartsWith = "ada" },
        ExternalId = "x 1",
        PageSize = 100,
        PageToken = "p/=",
    };

    private static WholeAuditListParams AuditFilter => new()
    {
        Since = new(2026, 11, 21, 20, 15, 30, TimeSpan.Zero),
        Before = new(2026, 11, 22, 20, 15, 30, TimeSpan.Zero),
        ActionType = new() { Is = [AuditActionType.Create, AuditActionType.Delete] },
        ActorEmail = new() { Not = ["ada@example.com"] },
        Direction = SortDirection.Ascending,
        Limit = 5,
        Cursor = "c",
    };
}
