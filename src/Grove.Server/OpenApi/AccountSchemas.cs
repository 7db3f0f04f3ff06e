namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    private const string Accounts =
        """
        {
          "AccountType": { "type": "string", "enum": ["standard", "enterprise"] },
          "Account": {
            "type": "object", "required": ["id", "created_on", "name", "type", "settings"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "created_on": { "$ref": "#/components/schemas/Time" },
              "name": { "type": "string" },
              "type": { "$ref": "#/components/schemas/AccountType" },
              "managed_by": {
                "type": "object", "required": ["parent_org_id", "parent_org_name"],
                "description": "The organization that holds the account; left out of a free one, and when the caller does not see the organization.",
                "properties": { "parent_org_id": { "$ref": "#/components/schemas/Identifier" }, "parent_org_name": { "type": "string" } }
              },
              "settings": {
                "type": "object", "required": ["abuse_contact_email", "enforce_twofactor"],
                "properties": { "abuse_contact_email": { "type": ["string", "null"] }, "enforce_twofactor": { "type": "boolean" } }
              }
            },
            "examples": [{
              "id": "5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4", "created_on": "2026-11-21T20:15:30.123Z", "name": "Shop", "type": "standard",
              "managed_by": { "parent_org_id": "019a0c11d2f07c3e9b5a4d6e7f8091a2", "parent_org_name": "Emea" },
              "settings": { "abuse_contact_email": null, "enforce_twofactor": false }
            }]
          },
          "OrganizationAccount": {
            "type": "object", "required": ["id", "created_on", "name", "type", "settings"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "created_on": { "$ref": "#/components/schemas/Time" },
              "name": { "type": "string" },
              "type": { "$ref": "#/components/schemas/AccountType" },
              "settings": {
                "type": "object", "description": "All six; what Grove has no notion of is null.",
                "required": [
                  "abuse_contact_email", "access_approval_expiry", "api_access_enabled", "default_nameservers", "enforce_twofactor",
                  "use_account_custom_ns_by_default"
                ],
                "properties": {
                  "abuse_contact_email": { "type": ["string", "null"] }, "access_approval_expiry": { "type": ["string", "null"] },
                  "api_access_enabled": { "type": ["boolean", "null"] }, "default_nameservers": { "type": ["string", "null"] },
                  "enforce_twofactor": { "type": ["boolean", "null"] }, "use_account_custom_ns_by_default": { "type": ["boolean", "null"] }
                }
              }
            }
          },
          "AccountSettings": {
            "type": ["object", "null"], "description": "What is left out stays; null is the default.",
            "properties": {
              "abuse_contact_email": { "type": ["string", "null"], "maxLength": 90 }, "enforce_twofactor": { "type": ["boolean", "null"] }
            },
            "examples": [{ "abuse_contact_email": "abuse@example.com", "enforce_twofactor": true }]
          },
          "AccountCreate": {
            "type": "object", "required": ["name"], "description": "Other members, such as the read-only ones of an answer, are ignored.",
            "properties": {
              "name": { "$ref": "#/components/schemas/OrganizationName" },
              "type": { "anyOf": [{ "$ref": "#/components/schemas/AccountType" }, { "type": "null" }] },
              "unit": {
                "type": ["object", "null"], "required": ["id"], "description": "The organization to create it in; left out, the account is free and the caller's.",
                "properties": { "id": { "type": "string" } }
              },
              "standalone": { "type": ["boolean", "null"], "description": "True only, and not together with unit." },
              "settings": { "$ref": "#/components/schemas/AccountSettings" }
            },
            "examples": [{ "name": "Shop", "type": "standard", "unit": { "id": "019a0c11d2f07c3e9b5a4d6e7f8091a2" } }]
          },
          "AccountUpdate": {
            "type": "object", "required": ["name"], "description": "Other members, such as the read-only ones of an answer, are ignored.",
            "properties": {
              "name": { "$ref": "#/components/schemas/OrganizationName" },
              "type": { "anyOf": [{ "$ref": "#/components/schemas/AccountType" }, { "type": "null" }], "description": "Only the present one." },
              "settings": { "$ref": "#/components/schemas/AccountSettings" }
            },
            "examples": [{ "name": "Shop", "settings": { "enforce_twofactor": true } }]
          },
          "AccountMove": {
            "type": "object", "required": ["destination_organization_id"],
            "properties": { "destination_organization_id": { "type": "string" } },
            "examples": [{ "destination_organization_id": "019a0c11d2f07c3e9b5a4d6e7f8091a2" }]
          },
          "AccountsMove": {
            "type": "object", "required": ["account_ids", "destination_organization_id"],
            "properties": {
              "account_ids": { "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "string" } },
              "destination_organization_id": { "type": "string" }
            },
            "examples": [{ "account_ids": ["5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4"], "destination_organization_id": "019a0c11d2f07c3e9b5a4d6e7f8091a2" }]
          },
          "MovedAccount": {
            "type": "object", "required": ["account_id", "destination_organization_id", "source_organization_id"],
            "properties": {
              "account_id": { "$ref": "#/components/schemas/Identifier" },
              "destination_organization_id": { "$ref": "#/components/schemas/Identifier" },
              "source_organization_id": { "type": "string", "description": "Empty for an account that was free." }
            },
            "examples": [{
              "account_id": "5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4", "destination_organization_id": "019a0c11d2f07c3e9b5a4d6e7f8091a2", "source_organization_id": ""
            }]
          },
          "OrganizationCapabilities": {
            "type": "object", "description": "What is left out stays.", "additionalProperties": false,
            "properties": {
              "flags": {
                "type": "object", "additionalProperties": false,
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
              "managed_by": { "type": ["string", "null"], "maxLength": 100 },
              "external_id": { "$ref": "#/components/schemas/ExternalId" }
            },
            "examples": [{ "flags": { "account_creation": "disabled" }, "managed_by": null }]
          }
        }
        """;
}
