namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    private const string Users =
        """
        {
          "User": {
            "type": "object",
            "required": [
              "id", "email", "first_name", "last_name", "telephone", "country", "zipcode", "two_factor_authentication_enabled", "suspended",
              "two_factor_authentication_locked", "betas", "has_pro_zones", "has_business_zones", "has_enterprise_zones", "organizations"
            ],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "email": { "type": "string" },
              "first_name": { "type": ["string", "null"] }, "last_name": { "type": ["string", "null"] },
              "telephone": { "type": ["string", "null"] }, "country": { "type": ["string", "null"] }, "zipcode": { "type": ["string", "null"] },
              "two_factor_authentication_enabled": { "type": "boolean" }, "suspended": { "type": "boolean" },
              "two_factor_authentication_locked": { "type": "boolean" },
              "betas": { "type": "array", "items": { "type": "string" } },
              "has_pro_zones": { "type": "boolean" }, "has_business_zones": { "type": "boolean" }, "has_enterprise_zones": { "type": "boolean" },
              "organizations": { "type": "array", "description": "The first 50.", "items": { "$ref": "#/components/schemas/UserOrganization" } }
            }
          },
          "UserDetails": {
            "type": "object", "description": "What is left out stays; null clears.",
            "properties": {
              "first_name": { "type": ["string", "null"], "maxLength": 100 }, "last_name": { "type": ["string", "null"], "maxLength": 100 },
              "telephone": { "type": ["string", "null"], "maxLength": 100 }, "country": { "type": ["string", "null"], "maxLength": 100 },
              "zipcode": { "type": ["string", "null"], "maxLength": 100 }
            },
            "examples": [{ "first_name": "Ada", "country": null }]
          },
          "ManagedUser": {
            "type": "object",
            "required": [
              "id", "email", "first_name", "last_name", "telephone", "country", "zipcode", "two_factor_authentication_enabled", "suspended", "operator",
              "managing_organization_id", "create_time", "external_id"
            ],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "email": { "type": "string" },
              "first_name": { "type": ["string", "null"] }, "last_name": { "type": ["string", "null"] },
              "telephone": { "type": ["string", "null"] }, "country": { "type": ["string", "null"] }, "zipcode": { "type": ["string", "null"] },
              "two_factor_authentication_enabled": { "type": "boolean" }, "suspended": { "type": "boolean" }, "operator": { "type": "boolean" },
              "managing_organization_id": { "type": ["string", "null"] },
              "create_time": { "$ref": "#/components/schemas/Time" },
              "external_id": { "type": ["string", "null"], "description": "What another system calls them." }
            }
          },
          "UserCreate": {
            "type": "object", "required": ["email"],
            "properties": {
              "email": { "type": "string", "minLength": 3, "maxLength": 90, "description": "ASCII, one @." },
              "first_name": { "type": ["string", "null"], "maxLength": 100 }, "last_name": { "type": ["string", "null"], "maxLength": 100 },
              "telephone": { "type": ["string", "null"], "maxLength": 100 }, "country": { "type": ["string", "null"], "maxLength": 100 },
              "zipcode": { "type": ["string", "null"], "maxLength": 100 },
              "managing_organization_id": { "type": ["string", "null"] },
              "external_id": { "$ref": "#/components/schemas/ExternalId" },
              "operator": { "type": "boolean" },
              "two_factor_authentication_enabled": { "type": "boolean", "description": "Grove has no second factor of its own: whoever signs users in tells it." }
            },
            "examples": [{ "email": "ada@example.com", "first_name": "Ada" }]
          },
          "UserUpdate": {
            "type": "object", "description": "What is left out stays; null clears.",
            "properties": {
              "first_name": { "type": ["string", "null"], "maxLength": 100 }, "last_name": { "type": ["string", "null"], "maxLength": 100 },
              "telephone": { "type": ["string", "null"], "maxLength": 100 }, "country": { "type": ["string", "null"], "maxLength": 100 },
              "zipcode": { "type": ["string", "null"], "maxLength": 100 },
              "managing_organization_id": { "type": ["string", "null"] },
              "external_id": { "$ref": "#/components/schemas/ExternalId" },
              "operator": { "type": "boolean" },
              "suspended": { "type": "boolean" },
              "two_factor_authentication_enabled": { "type": "boolean" }
            },
            "examples": [{ "suspended": true }]
          },
          "ApiKey": {
            "type": "object", "required": ["api_key"],
            "properties": { "api_key": { "type": "string", "description": "The new global API key. Shown this once." } }
          }
        }
        """;

    private const string Tokens =
        """
        {
          "TokenCreate": {
            "type": "object", "required": ["name", "policies"], "additionalProperties": false,
            "properties": {
              "name": { "type": "string", "minLength": 1, "maxLength": 120 },
              "policies": { "type": "array", "minItems": 1, "items": { "$ref": "#/components/schemas/TokenPolicyCreate" } },
              "condition": { "anyOf": [{ "$ref": "#/components/schemas/TokenCondition" }, { "type": "null" }] },
              "not_before": { "type": ["string", "null"], "format": "date-time" },
              "expires_on": { "type": ["string", "null"], "format": "date-time" }
            },
            "examples": [{
              "name": "ci",
              "policies": [{
                "effect": "allow", "permission_groups": [{ "id": "8acbe5bb0d54464ab867149d7f7cf8ac" }],
                "resources": { "com.cloudflare.api.organization.019a0c11d2f07c3e9b5a4d6e7f8091a2": "*" }
              }]
            }]
          },
          "TokenPolicyCreate": {
            "type": "object", "required": ["effect", "permission_groups", "resources"], "additionalProperties": false,
            "properties": {
              "id": { "type": "string", "description": "Ignored." },
              "effect": { "type": "string", "enum": ["allow", "deny"] },
              "permission_groups": {
                "type": "array", "minItems": 1,
                "items": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }
              },
              "resources": { "$ref": "#/components/schemas/TokenResources" }
            }
          },
          "TokenResources": {
            "type": "object", "minProperties": 1, "additionalProperties": { "type": "string", "enum": ["*"] },
            "description": "com.cloudflare.api.user.<id>, com.cloudflare.api.account.*, com.cloudflare.api.account.<id> or com.cloudflare.api.organization.<id>, each with the value *."
          },
          "TokenCondition": {
            "type": "object", "additionalProperties": false,
            "properties": {
              "request_ip": {
                "type": "object", "additionalProperties": false,
                "properties": {
                  "in": { "type": "array", "items": { "type": "string" }, "description": "Addresses and CIDR ranges." },
                  "not_in": { "type": "array", "items": { "type": "string" } }
                }
              }
            },
            "examples": [{ "request_ip": { "in": ["192.0.2.0/24"] } }]
          },
          "TokenUpdate": {
            "type": "object", "required": ["name", "policies"], "additionalProperties": false, "description": "What is left out is taken away.",
            "properties": {
              "name": { "type": "string", "minLength": 1, "maxLength": 120 },
              "policies": { "type": "array", "minItems": 1, "items": { "$ref": "#/components/schemas/TokenPolicyCreate" } },
              "condition": { "anyOf": [{ "$ref": "#/components/schemas/TokenCondition" }, { "type": "null" }] },
              "status": { "type": ["string", "null"], "enum": ["active", "disabled", null], "description": "Active when left out." },
              "not_before": { "type": ["string", "null"], "format": "date-time" },
              "expires_on": { "type": ["string", "null"], "format": "date-time" },
              "id": { "description": "Ignored." }, "issued_on": { "description": "Ignored." }, "modified_on": { "description": "Ignored." },
              "last_used_on": { "description": "Ignored." }
            },
            "examples": [{
              "name": "ci", "status": "disabled",
              "policies": [{
                "effect": "allow", "permission_groups": [{ "id": "8acbe5bb0d54464ab867149d7f7cf8ac" }], "resources": { "com.cloudflare.api.account.*": "*" }
              }]
            }]
          },
          "Token": {
            "type": "object", "required": ["id", "name", "status", "policies", "issued_on", "modified_on"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "name": { "type": "string" },
              "status": { "type": "string", "enum": ["active", "disabled", "expired"] },
              "policies": { "type": "array", "items": { "$ref": "#/components/schemas/TokenPolicy" } },
              "condition": { "$ref": "#/components/schemas/TokenCondition" },
              "issued_on": { "$ref": "#/components/schemas/Time" },
              "modified_on": { "$ref": "#/components/schemas/Time" },
              "last_used_on": { "$ref": "#/components/schemas/Time", "description": "To the minute; left out when it was never used." },
              "not_before": { "$ref": "#/components/schemas/Time" },
              "expires_on": { "$ref": "#/components/schemas/Time" }
            }
          },
          "TokenValue": { "type": "string", "description": "The new token itself. Shown this once." },
          "TokenVerification": {
            "type": "object", "required": ["id", "status"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "status": { "type": "string", "enum": ["active"] },
              "not_before": { "$ref": "#/components/schemas/Time" },
              "expires_on": { "$ref": "#/components/schemas/Time" }
            }
          },
          "PermissionGroup": {
            "type": "object", "required": ["id", "name", "scopes"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "name": { "type": "string" },
              "scopes": { "type": "array", "items": { "type": "string" } }
            },
            "examples": [{ "id": "8acbe5bb0d54464ab867149d7f7cf8ac", "name": "User Details Read", "scopes": ["com.cloudflare.api.user"] }]
          },
          "TokenPolicy": {
            "type": "object", "required": ["id", "effect", "permission_groups", "resources"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "effect": { "type": "string", "enum": ["allow", "deny"] },
              "permission_groups": {
                "type": "array",
                "items": {
                  "type": "object", "required": ["id", "name"],
                  "properties": { "id": { "$ref": "#/components/schemas/Identifier" }, "name": { "type": "string" } }
                }
              },
              "resources": { "$ref": "#/components/schemas/TokenResources" }
            }
          }
        }
        """;
}
