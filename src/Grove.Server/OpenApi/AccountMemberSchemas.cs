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
          }
        }
        """;
}
