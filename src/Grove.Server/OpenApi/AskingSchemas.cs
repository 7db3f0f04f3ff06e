namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    private const string Asking =
        """
        {
          "ExternalId": {
            "type": ["string", "null"], "minLength": 1, "maxLength": 255, "description": "Any text, compared exactly; null takes it away.", "examples": ["customer 4711"]
          },
          "AccountAdministration": {
            "type": "object", "description": "What is left out stays.", "additionalProperties": false,
            "properties": { "external_id": { "$ref": "#/components/schemas/ExternalId" } },
            "examples": [{ "external_id": "shop-1" }]
          },
          "Check": {
            "type": "object", "required": ["allowed", "role", "via"],
            "properties": {
              "allowed": { "type": "boolean", "description": "By the role alone; never for a suspended user." },
              "role": { "type": ["string", "null"], "description": "The name of the highest role that the user holds there." },
              "via": {
                "type": ["object", "null"], "required": ["member_id"],
                "description": "The membership that gives the role, of an organization or of the account itself; the nearest of equal ones.",
                "properties": {
                  "organization_id": { "$ref": "#/components/schemas/Identifier" }, "account_id": { "$ref": "#/components/schemas/Identifier" },
                  "member_id": { "$ref": "#/components/schemas/Identifier" }
                }
              }
            },
            "examples": [
              {
                "allowed": true, "role": "Organization Administrator",
                "via": { "organization_id": "019a0c10b1e07a11a2b3c4d5e6f70812", "member_id": "019a0c11d2f07c3e9b5a4d6e7f8091a2" }
              },
              { "allowed": false, "role": null, "via": null }
            ]
          },
          "Checks": {
            "type": "object", "required": ["checks"],
            "properties": {
              "checks": {
                "type": "array", "minItems": 1, "maxItems": 100,
                "items": {
                  "type": "object", "required": ["user_id", "permission"], "description": "With exactly one of organization_id and account_id.",
                  "properties": {
                    "user_id": { "type": "string" }, "organization_id": { "type": ["string", "null"] }, "account_id": { "type": ["string", "null"] },
                    "permission": { "type": "string" }
                  }
                }
              }
            },
            "examples": [{
              "checks": [{
                "user_id": "5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4", "organization_id": "019a0c11d2f07c3e9b5a4d6e7f8091a2", "permission": "#organization:edit"
              }]
            }]
          }
        }
        """;
}
