using System.Text.Json.Nodes;

namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    /// <summary>An AuditRecord with what Grove adds outside of the wire API.</summary>
    private static void AddWholeAuditRecord(JsonObject all)
    {
        var whole = all["AuditRecord"]!.DeepClone().AsObject();
        whole.Remove("examples");
        whole["required"]!.AsArray().Add("attempts");
        // Acts on users concern no organization.
        var organization = whole["required"]!.AsArray().Single(name => name!.GetValue<string>() == "organization");
        whole["required"]!.AsArray().Remove(organization);
        foreach (var (name, schema) in JsonNode.Parse(WholeMembers)!.AsObject()) whole["properties"]![name] = schema!.DeepClone();
        whole["properties"]!["actor"]!["properties"]!["operator"] = JsonNode.Parse(ActingOperator);
        all["WholeAuditRecord"] = whole;
    }

    private const string ActingOperator =
        """
        {
          "type": "object", "required": ["id", "email"], "description": "The operator who acted as the actor.",
          "properties": { "id": { "$ref": "#/components/schemas/Identifier" }, "email": { "type": "string" } }
        }
        """;

    private const string WholeMembers =
        """
        {
          "attempts": { "type": "integer", "minimum": 1, "description": "How many equal refused attempts of one minute it stands for." },
          "before": { "type": "object", "description": "The state before; left out of what was created, and of what was refused." },
          "after": { "type": "object", "description": "The state after; left out of what was deleted, and of what was refused." }
        }
        """;

    private const string Audit =
        """
        {
          "CursorPage": {
            "type": "object", "required": ["count"],
            "properties": {
              "count": { "type": "string", "description": "Rows on this page." },
              "cursor": { "type": "string", "description": "For the next page; left out on the last." },
              "cursors": {
                "type": "object", "required": ["after"], "description": "Left out on the last page.",
                "properties": { "after": { "type": "string", "description": "The same as cursor." } }
              },
              "history_status": { "type": "string", "enum": ["exact"], "description": "Of a history only." }
            },
            "examples": [{ "count": "2", "history_status": "exact" }]
          },
          "AuditRecord": {
            "type": "object", "required": ["id", "action", "actor", "organization", "raw", "resource"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "action": {
                "type": "object", "required": ["description", "result", "time", "type"],
                "properties": {
                  "description": { "type": "string" },
                  "result": { "type": "string", "enum": ["success", "failure"] },
                  "time": { "$ref": "#/components/schemas/Time" },
                  "type": { "type": "string", "enum": ["create", "delete", "view", "update"] }
                }
              },
              "actor": {
                "type": "object", "required": ["type"],
                "description": "Whose right came only from above what the caller sees is of the type system and has no other member.",
                "properties": {
                  "id": { "$ref": "#/components/schemas/Identifier" },
                  "context": { "type": "string", "enum": ["api", "api_key", "api_token"], "description": "api: by the secret of an invitation, without credentials." },
                  "email": { "type": "string" },
                  "ip_address": { "type": "string" },
                  "token_id": { "$ref": "#/components/schemas/Identifier" },
                  "token_name": { "type": "string" },
                  "type": { "type": "string", "enum": ["cloudflare_admin", "system", "user"], "description": "An operator acting as one is cloudflare_admin." }
                }
              },
              "organization": { "$ref": "#/components/schemas/Id" },
              "raw": {
                "type": "object", "description": "Empty for what no request did.",
                "properties": {
                  "cf_ray_id": { "type": "string", "description": "The X-Request-Id of the answer." },
                  "method": { "type": "string" },
                  "status_code": { "type": "integer" },
                  "uri": { "type": "string", "description": "The path, without the query." },
                  "user_agent": { "type": "string" }
                }
              },
              "resource": {
                "type": "object", "required": ["id", "product", "scope", "type"],
                "properties": {
                  "id": { "type": "string" },
                  "product": { "type": "string", "enum": ["organizations", "accounts", "members", "users", "tokens"] },
                  "request": { "type": "object", "description": "Those members of response that changed." },
                  "response": { "type": "object", "description": "The state after; left out of what was deleted, and of what was refused." },
                  "scope": { "type": "string", "enum": ["organizations", "user"] },
                  "type": { "type": "string" }
                }
              }
            },
            "examples": [{
              "id": "019a0c11d2f07c3e9b5a4d6e7f8091a2",
              "action": { "description": "Update organization", "result": "success", "time": "2026-11-21T20:15:30.123Z", "type": "update" },
              "actor": { "id": "5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c4", "context": "api_key", "email": "ada@example.com", "ip_address": "192.0.2.1", "type": "user" },
              "organization": { "id": "019a0c11d2f07c3e9b5a4d6e7f8091a3" },
              "raw": { "cf_ray_id": "5f2b8c1d9e3a4f60b7c8d9e0f1a2b3c5", "method": "PUT", "status_code": 200, "uri": "/organizations/019a0c11d2f07c3e9b5a4d6e7f8091a3" },
              "resource": {
                "id": "019a0c11d2f07c3e9b5a4d6e7f8091a3", "product": "organizations", "request": { "name": "Emea" }, "response": { "name": "Emea" },
                "scope": "organizations", "type": "organization"
              }
            }]
          }
        }
        """;
}
