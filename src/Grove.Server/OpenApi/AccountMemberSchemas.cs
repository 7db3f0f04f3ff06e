namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    private const string AccountMembers =
        """
        {
          "AreaPermission": {
            "type": "object", "required": ["read", "write"], "properties": { "read": { "type": "boolean" }, "write": { "type": "boolean" } },
            "examples": [{ "read": true, "write": false }]
          },
          "AccountPermissions": {
            "type": "object",
            "required": ["analytics", "billing", "cache_purge", "dns", "dns_records", "lb", "logs", "organization", "ssl", "waf", "zone_settings", "zones"],
            "properties": {
              "analytics": { "$ref": "#/components/schemas/AreaPermission" }, "billing": { "$ref": "#/components/schemas/AreaPermission" },
              "cache_purge": { "$ref": "#/components/schemas/AreaPermission" }, "dns": { "$ref": "#/components/schemas/AreaPermission" },
              "dns_records": { "$ref": "#/components/schemas/AreaPermission" }, "lb": { "$ref": "#/components/schemas/AreaPermission" },
              "logs": { "$ref": "#/components/schemas/AreaPermission" }, "organization": { "$ref": "#/components/schemas/AreaPermission" },
              "ssl": { "$ref": "#/components/schemas/AreaPermission" }, "waf": { "$ref": "#/components/schemas/AreaPermission" },
              "zone_settings": { "$ref": "#/components/schemas/AreaPermission" }, "zones": { "$ref": "#/components/schemas/AreaPermission" }
            }
          },
          "AccountRole": {
            "type": "object", "required": ["id", "name", "description", "permissions"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" }, "name": { "type": "string" }, "description": { "type": "string" },
              "permissions": { "$ref": "#/components/schemas/AccountPermissions" }
            }
          },
          "AccountPermissionGroup": {
            "type": "object", "required": ["id", "name", "meta"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" }, "name": { "type": "string" },
              "meta": {
                "type": "object", "required": ["description", "label", "scopes"],
                "properties": { "description": { "type": "string" }, "label": { "type": "string" }, "scopes": { "type": "string" } }
              }
            },
            "examples": [{
              "id": "f2b20eaa1a5d4af42b53ac16238c99c7", "name": "Administrator Read Only",
              "meta": { "description": "Can see everything of the account.", "label": "administrator_read_only", "scopes": "com.cloudflare.api.account" }
            }]
          },
          "AccountMember": {
            "type": "object", "required": ["id", "email", "status", "roles", "policies", "user"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "email": { "type": "string" },
              "status": { "type": "string", "enum": ["accepted", "pending", "rejected"] },
              "roles": { "type": "array", "items": { "$ref": "#/components/schemas/AccountRole" } },
              "policies": { "type": "array", "maxItems": 0, "items": { "type": "object" }, "description": "Always empty." },
              "user": {
                "type": "object", "required": ["id", "email", "first_name", "last_name", "two_factor_authentication_enabled"],
                "description": "Of who has not accepted only the address as typed, and the id that their user has or will get.",
                "properties": {
                  "id": { "$ref": "#/components/schemas/Identifier" }, "email": { "type": "string" },
                  "first_name": { "type": ["string", "null"] }, "last_name": { "type": ["string", "null"] },
                  "two_factor_authentication_enabled": { "type": "boolean" }
                }
              }
            }
          },
          "AccountMemberRole": {
            "anyOf": [{ "type": "string" }, { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }],
            "description": "The id of a role on accounts, or an object that has it; other members of it are ignored."
          },
          "NoPolicies": { "type": ["array", "null"], "maxItems": 0, "items": { "type": "object" }, "description": "Policies of members are not enforced: any is refused." },
          "AccountMemberCreate": {
            "type": "object", "required": ["email", "roles"],
            "properties": {
              "email": { "type": "string", "minLength": 3, "maxLength": 90, "description": "ASCII, one @." },
              "roles": { "type": "array", "minItems": 1, "items": { "$ref": "#/components/schemas/AccountMemberRole" } },
              "status": {
                "type": ["string", "null"], "enum": ["pending", "accepted", null],
                "description": "Pending, the default, invites. Accepted is for operators, and for users that the account's organization or one above it manages."
              },
              "policies": { "$ref": "#/components/schemas/NoPolicies" }
            },
            "examples": [{ "email": "ada@example.com", "roles": ["f2b20eaa1a5d4af42b53ac16238c99c7"] }]
          },
          "AccountMemberUpdate": {
            "type": "object", "required": ["roles"], "description": "Other members, such as the read-only ones of an answer, are ignored.",
            "properties": {
              "roles": {
                "type": "array", "minItems": 1, "items": { "$ref": "#/components/schemas/AccountMemberRole" }, "description": "All roles of the member from now on."
              },
              "policies": { "$ref": "#/components/schemas/NoPolicies" }
            },
            "examples": [{ "roles": [{ "id": "f2b20eaa1a5d4af42b53ac16238c99c7" }] }]
          },
          "Membership": {
            "type": "object", "required": ["id", "account", "api_access_enabled", "permissions", "roles", "status"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "account": {
                "type": "object", "required": ["id", "created_on", "name", "type"], "description": "As the account itself; until the invitation is accepted, only its first four members.",
                "properties": {
                  "id": { "$ref": "#/components/schemas/Identifier" },
                  "created_on": { "$ref": "#/components/schemas/Time" },
                  "name": { "type": "string" },
                  "type": { "$ref": "#/components/schemas/AccountType" },
                  "managed_by": {
                    "type": "object", "required": ["parent_org_id", "parent_org_name"],
                    "properties": { "parent_org_id": { "$ref": "#/components/schemas/Identifier" }, "parent_org_name": { "type": "string" } }
                  },
                  "settings": {
                    "type": "object", "required": ["abuse_contact_email", "enforce_twofactor"],
                    "properties": { "abuse_contact_email": { "type": ["string", "null"] }, "enforce_twofactor": { "type": "boolean" } }
                  }
                }
              },
              "api_access_enabled": { "type": "null" },
              "permissions": { "$ref": "#/components/schemas/AccountPermissions" },
              "roles": { "type": "array", "items": { "type": "string" } },
              "status": { "type": "string", "enum": ["accepted", "pending", "rejected"] },
              "policies": { "type": "array", "maxItems": 0, "items": { "type": "object" }, "description": "Always empty; left out of lists." }
            }
          }
        }
        """;
}
