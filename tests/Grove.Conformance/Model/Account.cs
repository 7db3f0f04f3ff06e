using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed class Account(string id, string createdOn, int order)
{
    public string Id => id;
    public string CreatedOn => createdOn;

    /// <summary>Its place in the order of creation.</summary>
    public int Order => order;

    public required string Name { get; set; }
    public required string Type { get; init; }

    /// <summary>Null while it is free.</summary>
    public Organization? Organization { get; set; }

    public string? AbuseEmail { get; set; }
    public bool EnforceTwoFactor { get; set; }
    public JsonObject? Profile { get; set; }
    public long Version { get; set; } = 1;

    public JsonObject Settings => new() { ["abuse_contact_email"] = AbuseEmail, ["enforce_twofactor"] = EnforceTwoFactor };

    /// <summary>As <c>/accounts</c> shows it to somebody who sees the organization that holds it, or not.</summary>
    public JsonObject Show(bool withOrganization)
    {
        var json = First();
        if (withOrganization) json["managed_by"] = new JsonObject { ["parent_org_id"] = Organization!.Id, ["parent_org_name"] = Organization.Name };
        json["settings"] = Settings;
        return json;
    }

    /// <summary>As the list of an organization shows it.</summary>
    public JsonObject ShowInOrganization()
    {
        var json = First();
        json["settings"] = new JsonObject
        {
            ["abuse_contact_email"] = AbuseEmail,
            ["access_approval_expiry"] = null,
            ["api_access_enabled"] = null,
            ["default_nameservers"] = null,
            ["enforce_twofactor"] = EnforceTwoFactor,
            ["use_account_custom_ns_by_default"] = null,
        };
        return json;
    }

    /// <summary>As somebody is shown it who is only invited.</summary>
    public JsonObject ShowBrief() => First();

    private JsonObject First() => new() { ["id"] = Id, ["created_on"] = CreatedOn, ["name"] = Name, ["type"] = Type };
}
