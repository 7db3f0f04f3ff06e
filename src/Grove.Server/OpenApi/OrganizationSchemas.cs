namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    private const string Organizations =
        """
        {
          "Capability": { "type": "string", "enum": ["enabled", "disabled"] },
          "Organization": {
            "type": "object", "required": ["id", "create_time", "meta", "name"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "create_time": { "$ref": "#/components/schemas/Time" },
              "meta": { "$ref": "#/components/schemas/OrganizationMeta" },
              "name": { "type": "string" },
              "parent": {
                "type": "object", "required": ["id", "name"], "description": "Left out of a root, and of the topmost organization that the caller sees.",
                "properties": { "id": { "$ref": "#/components/schemas/Identifier" }, "name": { "type": "string" } }
              },
              "profile": { "$ref": "#/components/schemas/Profile" }
            },
            "examples": [{
              "id": "019a0c11d2f07c3e9b5a4d6e7f8091a2", "create_time": "2026-11-21T20:15:30.123Z",
              "meta": {
                "flags": {
                  "account_creation": "enabled", "account_deletion": "enabled", "account_migration": "enabled", "account_mobility": "enabled",
                  "sub_org_creation": "enabled"
                },
                "tenant_flags": {
                  "account_creation": "enabled", "account_creation_applies_tenant_defaults": "disabled", "account_deletion": "enabled",
                  "account_migration": "enabled", "account_mobility": "enabled", "enterprise_capability": "enabled", "member_management": "enabled",
                  "sub_org_creation": "enabled"
                },
                "hierarchy_tags": ["019a0c10b1e07a11a2b3c4d5e6f70812", "019a0c11d2f07c3e9b5a4d6e7f8091a2"]
              },
              "name": "Emea", "parent": { "id": "019a0c10b1e07a11a2b3c4d5e6f70812", "name": "Acme" }
            }]
          },
          "OrganizationMeta": {
            "type": "object", "required": ["flags", "tenant_flags", "hierarchy_tags"],
            "properties": {
              "flags": {
                "type": "object", "description": "The five capabilities of the earlier schema.",
                "required": ["account_creation", "account_deletion", "account_migration", "account_mobility", "sub_org_creation"],
                "properties": {
                  "account_creation": { "$ref": "#/components/schemas/Capability" },
                  "account_deletion": { "$ref": "#/components/schemas/Capability" },
                  "account_migration": { "$ref": "#/components/schemas/Capability" },
                  "account_mobility": { "$ref": "#/components/schemas/Capability" },
                  "sub_org_creation": { "$ref": "#/components/schemas/Capability" }
                }
              },
              "tenant_flags": {
                "type": "object", "description": "The eight capabilities of the present schema.",
                "required": [
                  "account_creation", "account_creation_applies_tenant_defaults", "account_deletion", "account_migration", "account_mobility",
                  "enterprise_capability", "member_management", "sub_org_creation"
                ],
                "properties": {
                  "account_creation": { "$ref": "#/components/schemas/Capability" },
                  "account_creation_applies_tenant_defaults": { "$ref": "#/components/schemas/Capability" },
                  "account_deletion": { "$ref": "#/components/schemas/Capability" },
                  "account_migration": { "$ref": "#/components/schemas/Capability" },
                  "account_mobility": { "$ref": "#/components/schemas/Capability" },
                  "enterprise_capability": { "$ref": "#/components/schemas/Capability" },
                  "member_management": { "$ref": "#/components/schemas/Capability" },
                  "sub_org_creation": { "$ref": "#/components/schemas/Capability" }
                }
              },
              "hierarchy_tags": {
                "type": "array", "description": "The ids from the topmost organization that the caller sees to this one.",
                "items": { "$ref": "#/components/schemas/Identifier" }
              },
              "managed_by": { "type": "string" }
            }
          },
          "OrganizationCreate": {
            "type": "object", "required": ["name"], "description": "Other members, such as the read-only ones of an answer, are ignored.",
            "properties": {
              "name": { "$ref": "#/components/schemas/OrganizationName" },
              "parent": { "$ref": "#/components/schemas/ParentReference" },
              "profile": { "anyOf": [{ "$ref": "#/components/schemas/Profile" }, { "type": "null" }] }
            },
            "examples": [{ "name": "Emea", "parent": { "id": "019a0c10b1e07a11a2b3c4d5e6f70812" } }]
          },
          "OrganizationUpdate": {
            "type": "object", "required": ["name"], "description": "What is left out stays as it is. Other members are ignored.",
            "properties": {
              "name": { "$ref": "#/components/schemas/OrganizationName" },
              "parent": { "$ref": "#/components/schemas/ParentReference", "description": "Another parent moves the organization with all below it; null makes it a root." },
              "profile": {
                "anyOf": [{ "$ref": "#/components/schemas/Profile" }, { "type": "null" }],
                "description": "Null ends the embedding of the profile and keeps it at …/profile."
              }
            },
            "examples": [{ "name": "Emea", "parent": { "id": "019a0c10b1e07a11a2b3c4d5e6f70812" } }]
          },
          "OrganizationName": {
            "type": "string", "minLength": 1, "maxLength": 100, "description": "No white space at either end, no control characters.", "examples": ["Emea"]
          },
          "ParentReference": {
            "type": ["object", "null"], "required": ["id"], "properties": { "id": { "type": "string" } },
            "examples": [{ "id": "019a0c10b1e07a11a2b3c4d5e6f70812" }]
          },
          "Profile": {
            "type": "object", "required": ["business_address", "business_email", "business_name", "business_phone", "external_metadata"],
            "description": "Kept exactly as sent, up to 4 KiB each; an e-mail that is not empty has an @.",
            "properties": {
              "business_address": { "type": "string" }, "business_email": { "type": "string" }, "business_name": { "type": "string" },
              "business_phone": { "type": "string" }, "external_metadata": { "type": "string" }
            },
            "examples": [{
              "business_address": "1 Grove Street", "business_email": "hello@example.com", "business_name": "Acme", "business_phone": "+351 000 000 000",
              "external_metadata": "{}"
            }]
          },
          "UserOrganization": {
            "type": "object", "required": ["id", "name", "permissions", "roles", "status"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "name": { "type": "string" },
              "permissions": { "type": "array", "items": { "type": "string" } },
              "roles": { "type": "array", "items": { "type": "string" } },
              "status": { "type": "string", "enum": ["member", "invited"] }
            },
            "examples": [{
              "id": "019a0c11d2f07c3e9b5a4d6e7f8091a2", "name": "Emea", "permissions": ["#organization:read"], "roles": ["Organization Read Only"],
              "status": "member"
            }]
          },
          "Role": {
            "type": "object", "required": ["id", "name", "scope", "permissions"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "name": { "type": "string" },
              "scope": { "type": "string", "enum": ["organization", "account"], "description": "What the role is held on." },
              "permissions": { "type": "array", "items": { "type": "string" } }
            }
          },
          "RoleReference": {
            "type": "object", "required": ["id", "name"],
            "properties": { "id": { "$ref": "#/components/schemas/Identifier" }, "name": { "type": "string" } },
            "examples": [{ "id": "4d1fcf3f8f6b4cb69b2e0c7b5e1aa303", "name": "Organization Read Only" }]
          }
        }
        """;
}
