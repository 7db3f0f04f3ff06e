namespace Grove.Tests.Client.Resources;

/// <summary>Answers with every member that Cloudflare or Grove documents, whether Grove sends it or not.</summary>
internal static class UserSamples
{
    public const string Organization =
        """
        {
          "id": "o1", "create_time": "2026-11-21T20:15:30.123Z", "name": "Emea",
          "meta": {
            "flags": {
              "account_creation": "enabled", "account_deletion": "enabled", "account_migration": "enabled", "account_mobility": "enabled",
              "sub_org_creation": "disabled"
            },
            "tenant_flags": {
              "account_creation": "enabled", "account_creation_applies_tenant_defaults": "disabled", "account_deletion": "enabled",
              "account_migration": "enabled", "account_mobility": "enabled", "enterprise_capability": "enabled", "member_management": "enabled",
              "sub_org_creation": "enabled"
            },
            "hierarchy_tags": ["o0", "o1"], "managed_by": "reseller"
          },
          "parent": { "id": "o0", "name": "Acme" },
          "profile": {
            "business_address": "1 Grove Street", "business_email": "hello@example.com", "business_name": "Acme", "business_phone": "+351 000 000 000",
            "external_metadata": "{}"
          }
        }
        """;

    public const string UserOrganization =
        """
        { "id": "o1", "name": "Emea", "permissions": ["#organization:read"], "roles": ["Organization Read Only"], "status": "member" }
        """;

    public const string User =
        $$"""
        {
          "id": "u1", "email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace", "telephone": "+44 0", "country": "GB", "zipcode": "W1",
          "two_factor_authentication_enabled": true, "two_factor_authentication_locked": true, "suspended": true, "betas": ["new"],
          "has_pro_zones": true, "has_business_zones": true, "has_enterprise_zones": true, "organizations": [{{UserOrganization}}]
        }
        """;

    public const string Invite =
        """
        {
          "id": "i1", "organization_id": "o1", "organization_name": "Emea", "invited_member_id": "u1", "invited_member_email": "ada@example.com",
          "invited_by": "bo@example.com", "invited_on": "2026-11-21T20:15:30.123Z", "expires_on": "2026-11-28T20:15:30.123Z",
          "roles": ["Organization Read Only"], "status": "pending", "organization_is_enforcing_twofactor": true
        }
        """;

    public const string Policies =
        """
        [
          {
            "id": "p1", "effect": "allow",
            "permission_groups": [{ "id": "g1", "name": "User Details Read", "meta": { "label": "user_details_read", "editable": false } }],
            "resources": {
              "com.cloudflare.api.organization.o1": "*",
              "com.cloudflare.api.account.a1": { "com.cloudflare.api.account.zone.*": "*" }
            }
          },
          { "id": "p2", "effect": "deny", "permission_groups": [{ "id": "g2" }], "resources": { "com.cloudflare.api.account.a2": "*" } }
        ]
        """;

    public const string Token =
        $$"""
        {
          "id": "t1", "name": "ci", "status": "active", "policies": {{Policies}},
          "condition": { "request_ip": { "in": ["192.0.2.0/24"], "not_in": ["192.0.2.1"] } },
          "issued_on": "2026-11-21T20:15:30.123Z", "modified_on": "2026-11-22T20:15:30.123Z", "last_used_on": "2026-11-23T20:15:00Z",
          "not_before": "2026-11-21T00:00:00Z", "expires_on": "2027-11-21T00:00:00Z", "creator_email_at_creation": "ada@example.com",
          "provisioner_id": "oauth-client", "provisioner_type": "oauth"
        }
        """;

    public const string TokenVerification = """{ "id": "t1", "status": "active", "not_before": "2026-11-21T00:00:00Z", "expires_on": "2027-11-21T00:00:00Z" }""";

    public const string PermissionGroup =
        """
        {
          "id": "g1", "name": "User Details Read", "scopes": ["com.cloudflare.api.user"], "category": "account_and_billing", "is_selectable": true
        }
        """;

    public const string Deleted = """{ "id": "x1" }""";

    /// <summary>The same object with one more member.</summary>
    public static string With(string json, string members) => json.TrimEnd()[..^1] + ", " + members + " }";
}
