using System.Text.Json.Nodes;

namespace Grove.Server.OpenApi;

/// <summary>
/// The shapes of bodies and answers, by the names that <see cref="Http.EndpointDoc"/> uses. Written by hand: a test holds the real answers to
/// them. Answers are left open for members to come; bodies are closed where Grove refuses what it does not know.
/// </summary>
internal static partial class Schemas
{
    /// <summary>The results that carry a version, and so an <c>ETag</c>.</summary>
    public static IReadOnlySet<string> Versioned { get; } = new HashSet<string>(
    [
        "Organization", "Account", "AccountMember", "Membership", "Profile", "User", "UserOrganization", "OrganizationMember", "Invite", "AcceptedInvite",
        "ManagedUser", "CreatedUser", "Token", "CreatedToken", "ManagedOrganization", "ManagedAccount",
    ], StringComparer.Ordinal);

    /// <summary>A new tree for each document.</summary>
    public static JsonObject All()
    {
        var all = new JsonObject();
        foreach (var text in (string[])[Common, Organizations, Accounts, Members, AccountMembers, Users, Tokens, Audit, Asking])
        {
            var part = JsonNode.Parse(text)!.AsObject();
            foreach (var (name, schema) in part.ToList())
            {
                part.Remove(name);
                all.Add(name, schema);
            }
        }
        AddWholeAuditRecord(all);
        all["ManagedOrganization"] = With(
            WithMembers(WithExternalId(all["Organization"]!)), "has_profile", new() { ["type"] = "boolean", ["description"] = "Whether it has a profile, shown here or only at …/profile." });
        all["ManagedAccount"] = With(WithMembers(WithExternalId(all["Account"]!)), "profile", new()
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/schemas/Profile" }, new JsonObject { ["type"] = "null" }),
            ["description"] = "The profile; null when it was never set.",
        });
        all["CreatedUser"] = WithSecret(all["ManagedUser"]!, "api_key", "The global API key. Shown this once.");
        all["CreatedToken"] = WithSecret(all["Token"]!, "value", "The token itself. Shown this once.");
        all["AcceptedInvite"] = all["Invite"]!.DeepClone();
        all["AcceptedInvite"]!["properties"]!["api_key"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "The global API key of a user who began with this, whose id and address are those of the invitation. Shown this once.",
        };
        return all;
    }

    private static JsonNode WithSecret(JsonNode schema, string name, string description) =>
        With(schema, name, new() { ["type"] = "string", ["description"] = description });

    private static JsonNode WithExternalId(JsonNode schema) =>
        With(schema, "external_id", new() { ["type"] = new JsonArray("string", "null"), ["description"] = "What another system calls it; operators set it." });

    private static JsonNode WithMembers(JsonNode schema) =>
        With(schema, "has_members", new() { ["type"] = "boolean", ["description"] = "Whether anybody is a member of it, or invited." });

    /// <summary>The same schema with one more member, which is always there; its examples do not fit any more.</summary>
    private static JsonNode With(JsonNode schema, string name, JsonObject member)
    {
        var wider = schema.DeepClone();
        wider.AsObject().Remove("examples");
        wider["required"]!.AsArray().Add(name);
        wider["properties"]![name] = member;
        return wider;
    }

    private const string Common =
        """
        {
          "Identifier": {
            "type": "string", "description": "32 lowercase hexadecimal digits; in requests opaque and in any case.",
            "pattern": "^[0-9a-f]{32}$", "examples": ["019a0c11d2f07c3e9b5a4d6e7f8091a2"]
          },
          "Time": { "type": "string", "format": "date-time", "description": "RFC 3339 in UTC, with milliseconds.", "examples": ["2026-11-21T20:15:30.123Z"] },
          "Id": {
            "type": "object", "required": ["id"], "properties": { "id": { "$ref": "#/components/schemas/Identifier" } },
            "examples": [{ "id": "019a0c11d2f07c3e9b5a4d6e7f8091a2" }]
          },
          "Status": {
            "type": "object", "required": ["status"], "properties": { "status": { "type": "string", "enum": ["ok", "ready"] } },
            "examples": [{ "status": "ok" }]
          },
          "Message": {
            "type": "object", "required": ["code", "message"],
            "properties": { "code": { "type": "integer" }, "message": { "type": "string" } },
            "examples": [{ "code": 1000, "message": "A note that is no error." }]
          },
          "TokenPage": {
            "type": "object",
            "properties": {
              "next_page_token": { "type": "string", "description": "Left out on the last page." },
              "total_size": { "type": "integer", "minimum": 0, "description": "Rows under the filters when the walk began; left out when counting would cost too much." }
            },
            "examples": [{ "total_size": 3 }]
          },
          "NumberedPage": {
            "type": "object", "required": ["page", "per_page", "count"],
            "properties": {
              "page": { "type": "integer", "minimum": 1 },
              "per_page": { "type": "integer", "minimum": 5, "maximum": 50 },
              "count": { "type": "integer", "minimum": 0, "description": "Rows on this page." },
              "total_count": { "type": "integer", "minimum": 0, "description": "Left out over 20000 rows." },
              "total_pages": { "type": "integer", "minimum": 0, "description": "Left out over 20000 rows." }
            },
            "examples": [{ "page": 1, "per_page": 20, "count": 3, "total_count": 3, "total_pages": 1 }]
          }
        }
        """;
}
