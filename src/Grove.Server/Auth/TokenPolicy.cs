using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Auth;

/// <summary>One policy of an API token: what it allows or denies, and where.</summary>
internal sealed record TokenPolicy(string Id, bool Allow, IReadOnlyList<PermissionGroup> Groups, IReadOnlyList<string> Resources)
{
    private const string OrganizationPrefix = "com.cloudflare.api.organization.";
    private const string AccountPrefix = "com.cloudflare.api.account.";
    private const string UserPrefix = "com.cloudflare.api.user.";

    /// <summary>True when it reaches everything that the user does.</summary>
    public bool Everything => Resources.Any(resource =>
        resource == AccountPrefix + "*" || resource.StartsWith(UserPrefix, StringComparison.Ordinal));

    /// <summary>The ids of the organizations whose subtree it reaches.</summary>
    public IEnumerable<string> Organizations => Named(OrganizationPrefix);

    /// <summary>The ids of the single accounts that it reaches.</summary>
    public IEnumerable<string> Accounts => Everything ? [] : Named(AccountPrefix);

    public bool Covers(Permission permission) => Groups.Any(group => group.Satisfies(permission));

    /// <summary>Reads one of the <c>policies</c> of a token body, adding what is wrong with it to the body's errors.</summary>
    public static TokenPolicy Parse(JsonMembers policy, string userId, IdSource ids)
    {
        var effect = policy.RequiredText("effect");
        if (effect is not (null or "allow" or "deny")) policy.Fail("effect", "effect must be allow or deny.");
        var groups = policy.RequiredObjects("permission_groups");
        policy.RefuseOthers("id", "effect", "permission_groups", "resources");
        return new(ids.NewId(), effect == "allow", [.. groups.Select(ParseGroup).OfType<PermissionGroup>()], ParseResources(policy, userId));
    }

    private static PermissionGroup? ParseGroup(JsonMembers group)
    {
        if (group.RequiredText("id") is not { } id) return null;
        if (PermissionGroup.ById.TryGetValue(id, out var found)) return found;
        group.Fail("id", "There is no permission group with this id.");
        return null;
    }

    private static List<string> ParseResources(JsonMembers policy, string userId)
    {
        var resources = new List<string>();
        if (policy.RequiredObject("resources") is not { } map) return resources;
        if (!map.All().Any()) policy.Fail("resources", "resources must have at least one resource.");
        foreach (var (name, value) in map.All())
        {
            if (value == "*" && IsKnown(name, userId)) resources.Add(name.ToLowerInvariant());
            else map.Fail(name, $"Unknown resource: use {UserPrefix}<id of the owner>, {AccountPrefix}*, {AccountPrefix}<id> or {OrganizationPrefix}<id>, each with the value \"*\".");
        }
        return [.. resources.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsKnown(string resource, string userId) =>
        resource == AccountPrefix + "*"
        || string.Equals(resource, UserPrefix + userId, StringComparison.OrdinalIgnoreCase)
        || IsOf(resource, AccountPrefix) || IsOf(resource, OrganizationPrefix);

    private static bool IsOf(string resource, string prefix) =>
        resource.StartsWith(prefix, StringComparison.Ordinal) && ResourceId.Parse(resource[prefix.Length..]) is not null;

    private IEnumerable<string> Named(string prefix) => Resources
        .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
        .Select(resource => resource[prefix.Length..]);

    /// <summary>The form in which a token's policies are kept; read by <see cref="Load"/>.</summary>
    public static string Save(IReadOnlyList<TokenPolicy> policies)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) WriteAll(json, policies);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The wire form of a token's policies.</summary>
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<TokenPolicy> policies)
    {
        json.WriteStartArray();
        foreach (var policy in policies)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, policy.Id);
            json.WriteString("effect"u8, policy.Allow ? "allow"u8 : "deny"u8);
            json.WriteStartArray("permission_groups"u8);
            foreach (var group in policy.Groups)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, group.Id);
                json.WriteString("name"u8, group.Name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("resources"u8);
            foreach (var resource in policy.Resources) json.WriteString(resource, "*"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static List<TokenPolicy> Load(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        return [.. document.RootElement.EnumerateArray().Select(policy => new TokenPolicy(
            policy.GetProperty("id").GetString()!,
            policy.GetProperty("effect").ValueEquals("allow"),
            [.. policy.GetProperty("permission_groups").EnumerateArray().Select(group => PermissionGroup.ById[group.GetProperty("id").GetString()!])],
            [.. policy.GetProperty("resources").EnumerateObject().Select(resource => resource.Name)]))];
    }
}
