namespace Grove.Server.OpenApi;

internal static partial class Schemas
{
    private const string Members =
        """
        {
          "OrganizationMember": {
            "type": "object", "required": ["id", "status", "user", "meta", "create_time", "update_time"],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "status": { "type": "string", "enum": ["pending", "active", "rejected", "canceled"] },
              "user": {
                "type": "object", "required": ["id", "email", "name", "two_factor_authentication_enabled"],
                "properties": {
                  "id": { "$ref": "#/components/schemas/Identifier" }, "email": { "type": "string" }, "name": { "type": "string" },
                  "two_factor_authentication_enabled": { "type": "boolean" }
                }
              },
              "meta": {
                "type": "object", "required": ["roles"],
                "properties": {
                  "roles": { "type": "array", "items": { "$ref": "#/components/schemas/RoleReference" } },
                  "expires_on": { "$ref": "#/components/schemas/Time", "description": "When a pending invitation can no longer be accepted." },
                  "invite_secret": {
                    "type": "string",
                    "description": "With which the invitee, with their own credentials, answers the invitation. Shown once, to who invites or sends again, and only where Grove sends no mails."
                  }
                }
              },
              "create_time": { "$ref": "#/components/schemas/Time" },
              "update_time": { "$ref": "#/components/schemas/Time" }
            }
          },
          "MemberRoles": {
            "type": "object", "properties": {
              "roles": {
                "type": "array", "minItems": 1, "items": { "type": "string" },
                "description": "Ids of roles; left out, Organization Super Administrator."
              }
            },
            "examples": [{ "roles": ["4d1fcf3f8f6b4cb69b2e0c7b5e1aa303"] }]
          },
          "NewMember": {
            "type": "object", "required": ["user"],
            "properties": {
              "user": {
                "type": "object", "required": ["email"],
                "properties": { "email": { "type": "string", "minLength": 3, "maxLength": 90, "description": "ASCII, one @." } }
              },
              "status": {
                "type": ["string", "null"], "enum": ["pending", "active", null],
                "description": "Pending, the default, invites. Active is for operators, and for users that the organization or one above it manages."
              },
              "roles": {
                "type": "array", "minItems": 1, "items": { "type": "string" },
                "description": "Ids of roles; left out, Organization Super Administrator."
              }
            },
            "examples": [{ "user": { "email": "ada@example.com" } }]
          },
          "OrganizationMemberCreate": {
            "type": "object", "required": ["member"], "properties": { "member": { "$ref": "#/components/schemas/NewMember" } },
            "examples": [{ "member": { "user": { "email": "ada@example.com" }, "roles": ["4d1fcf3f8f6b4cb69b2e0c7b5e1aa303"] } }]
          },
          "OrganizationMemberBatch": {
            "type": "object", "required": ["members"],
            "properties": { "members": { "type": "array", "minItems": 1, "maxItems": 10, "items": { "$ref": "#/components/schemas/NewMember" } } },
            "examples": [{ "members": [{ "user": { "email": "ada@example.com" } }, { "user": { "email": "bo@example.com" } }] }]
          },
          "OrganizationMemberUpdate": {
            "type": "object", "required": ["roles"],
            "properties": { "roles": { "type": "array", "minItems": 1, "items": { "type": "string" }, "description": "Ids of roles." } },
            "examples": [{ "roles": ["4d1fcf3f8f6b4cb69b2e0c7b5e1aa303"] }]
          },
          "Invite": {
            "type": "object",
            "required": [
              "id", "organization_id", "organization_name", "invited_member_id", "invited_member_email", "invited_by", "invited_on", "expires_on",
              "roles", "status", "organization_is_enforcing_twofactor"
            ],
            "properties": {
              "id": { "$ref": "#/components/schemas/Identifier" },
              "organization_id": { "$ref": "#/components/schemas/Identifier" },
              "organization_name": { "type": "string" },
              "invited_member_id": { "$ref": "#/components/schemas/Identifier" },
              "invited_member_email": { "type": "string" },
              "invited_by": { "type": ["string", "null"], "description": "The address of who invited; null when they are gone." },
              "invited_on": { "$ref": "#/components/schemas/Time" },
              "expires_on": { "$ref": "#/components/schemas/Time" },
              "roles": { "type": "array", "items": { "type": "string" } },
              "status": { "type": "string", "enum": ["pending", "accepted", "rejected", "expired"] },
              "organization_is_enforcing_twofactor": { "type": "boolean" }
            },
            "examples": [{
              "id": "019a0c11d2f07c3e9b5a4d6e7f8091a2", "organization_id": "019a0c10b1e07a11a2b3c4d5e6f70812", "organization_name": "Acme",
              "invited_member_id": "5d0c2a77b6e84f0f9f3c1a2b4d5e6f70", "invited_member_email": "ada@example.com", "invited_by": "bo@example.com",
              "invited_on": "2026-11-21T20:15:30.123Z", "expires_on": "2026-11-28T20:15:30.123Z", "roles": ["Organization Read Only"],
              "status": "pending", "organization_is_enforcing_twofactor": false
            }]
          },
          "InviteAnswer": {
            "type": "object", "required": ["status"], "properties": { "status": { "type": "string", "enum": ["accepted", "rejected"] } },
            "examples": [{ "status": "accepted" }]
          },
          "InviteSecret": {
            "type": "object", "required": ["secret"], "properties": { "secret": { "type": "string" } },
            "examples": [{ "secret": "grvi_0123456789abcdefghijABCDEFGHIJ0123456789d3adb33f" }]
          }
        }
        """;
}
