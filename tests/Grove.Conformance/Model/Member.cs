using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal enum MemberStatus
{
    Pending,
    Active,
    Rejected,
    Canceled,

    /// <summary>Expired, and then another invitation took its place: canceled to the organization, expired to its invitee.</summary>
    Replaced,
}

/// <summary>A membership, from its invitation to what is left of it.</summary>
internal sealed class Member(Organization organization, string email, string createTime)
{
    public Organization Organization => organization;

    /// <summary>As it was typed by who invited; else the user's own.</summary>
    public string Email => email;
    public string CreateTime { get; } = createTime;

    /// <summary>Null until an answer has shown it.</summary>
    public string? Id { get; set; }

    /// <summary>Who has the address; null when nobody has.</summary>
    public Person? Person { get; set; }

    /// <summary>The id of whoever has or will have the address; null until an answer has shown it.</summary>
    public string? UserId { get; set; }

    public MemberStatus Status { get; set; }

    /// <summary>The highest first.</summary>
    public required Role[] Roles { get; set; }
    public Role Highest => Roles.Max();

    public string UpdateTime { get; set; } = createTime;
    public long Version { get; set; } = 1;

    /// <summary>Null for who was made a member without an invitation.</summary>
    public DateTimeOffset? Expires { get; set; }
    public Person? Inviter { get; set; }

    /// <summary>What was shown to who invited, and opens this invitation and no other.</summary>
    public string? Secret { get; set; }

    /// <summary>True when its invitee put it away.</summary>
    public bool Dismissed { get; set; }

    public string StatusName => Status == MemberStatus.Replaced ? "canceled" : Status.ToString().ToLowerInvariant();

    public IEnumerable<string> RoleNames => Roles.Select(Model.Roles.Name);

    /// <summary>As the organization sees it.</summary>
    public JsonObject Show()
    {
        var active = Status == MemberStatus.Active;
        var meta = new JsonObject
        {
            ["roles"] = new JsonArray([.. Roles.Select(role => (JsonNode)new JsonObject { ["id"] = Model.Roles.Id(role), ["name"] = Model.Roles.Name(role) })]),
        };
        if (Status == MemberStatus.Pending) meta["expires_on"] = Times.Written(Expires!.Value);
        return new()
        {
            ["id"] = Id,
            ["status"] = StatusName,
            ["user"] = new JsonObject
            {
                ["id"] = UserId,
                ["email"] = active ? Person!.Email : Email,
                ["name"] = active ? Person!.FullName : "",
                ["two_factor_authentication_enabled"] = active && Person!.TwoFactor,
            },
            ["meta"] = meta,
            ["create_time"] = CreateTime,
            ["update_time"] = UpdateTime,
        };
    }

    /// <summary>As who just invited sees it, once.</summary>
    public JsonObject ShowWithSecret()
    {
        var json = Show();
        if (Status == MemberStatus.Pending) json["meta"]!["invite_secret"] = Secret;
        return json;
    }

    /// <summary>As its invitee sees it at this time.</summary>
    public JsonObject ShowInvite(DateTimeOffset now) => new()
    {
        ["id"] = Id,
        ["organization_id"] = Organization.Id,
        ["organization_name"] = Organization.Name,
        ["invited_member_id"] = UserId,
        ["invited_member_email"] = Email,
        ["invited_by"] = Inviter?.Email,
        ["invited_on"] = CreateTime,
        ["expires_on"] = Times.Written(Expires!.Value),
        ["roles"] = new JsonArray([.. RoleNames.Select(name => (JsonNode)name)]),
        ["status"] = Status switch
        {
            MemberStatus.Active => "accepted",
            MemberStatus.Rejected => "rejected",
            _ => IsOpen(now) ? "pending" : "expired",
        },
        ["organization_is_enforcing_twofactor"] = false,
    };

    /// <summary>As <c>/user/organizations</c> shows it to the person.</summary>
    public JsonObject ShowOwn() => new()
    {
        ["id"] = Organization.Id,
        ["name"] = Organization.Name,
        ["permissions"] = new JsonArray([.. Model.Roles.Permissions(Roles).Select(permission => (JsonNode)permission)]),
        ["roles"] = new JsonArray([.. RoleNames.Select(name => (JsonNode)name)]),
        ["status"] = Status == MemberStatus.Active ? "member" : "invited",
    };

    /// <summary>True for an invitation that can be answered.</summary>
    public bool IsOpen(DateTimeOffset now) => Status == MemberStatus.Pending && now < Expires;
}

internal static class Times
{
    public static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
