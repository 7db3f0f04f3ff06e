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
    public IEnumerable<string> Organizations => Resources
        .Where(resource => resource.StartsWith(OrganizationPrefix, StringComparison.Ordinal))
        .Select(resource => resource[OrganizationPrefix.Length..]);

    public bool Covers(Permission permission) => Groups.Any(group => group.Satisfies(permission));

    /// <summary>Reads the <c>policies</c> of a token body; every fault is added to <paramref name="errors"/> with its pointer.</summary>
    public static List<TokenPolicy> Parse(JsonElement policies, string userId, IdSource ids, List<ErrorItem> errors)
    {
        var parsed = new List<TokenPolicy>();
        if (policies.ValueKind != JsonValueKind.Array || policies.GetArrayLength() == 0)
        {
            errors.Add(ErrorItem.Invalid("policies must be an array with at least one policy.", "/policies"));
            return parsed;
        }
        var index = 0;
        foreach (var policy in policies.EnumerateArray())
        {
            var pointer = $"/policies/{index++}";
            if (policy.ValueKind != JsonValueKind.Object)
            {
                errors.Add(ErrorItem.Invalid("A policy must be an object.", pointer));
                continue;
            }
            var effect = policy.TryGetProperty("effect", out var e) && e.ValueKind == JsonValueKind.String ? e.GetString() : null;
            if (effect is not ("allow" or "deny"))
                errors.Add(ErrorItem.Invalid("effect must be allow or deny.", pointer + "/effect"));
            var groups = ParseGroups(policy, pointer + "/permission_groups", errors);
            var resources = ParseResources(policy, pointer + "/resources", userId, errors);
            foreach (var member in policy.LastMembers().Keys)
            {
                if (member is not ("id" or "effect" or "permission_groups" or "resources"))
                    errors.Add(ErrorItem.Invalid("A policy has no such member.", JsonPointer.Member(pointer, member)));
            }
            parsed.Add(new(ids.NewId(), effect == "allow", groups, resources));
        }
        return parsed;
    }

    private static List<PermissionGroup> ParseGroups(JsonElement policy, string pointer, List<ErrorItem> errors)
    {
        var groups = new List<PermissionGroup>();
        if (!policy.TryGetProperty("permission_groups", out var array) || array.ValueKind != JsonValueKind.Array || array.GetArrayLength() == 0)
        {
            errors.Add(ErrorItem.Invalid("permission_groups must be an array of at least one {id}.", pointer));
            return groups;
        }
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var id = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
            if (id is not null && PermissionGroup.ById.TryGetValue(id, out var group)) groups.Add(group);
            else errors.Add(ErrorItem.Invalid("There is no permission group with this id.", $"{pointer}/{index}/id"));
            index++;
        }
        return groups;
    }

    private static List<string> ParseResources(JsonElement policy, string pointer, string userId, List<ErrorItem> errors)
    {
        var resources = new List<string>();
        if (!policy.TryGetProperty("resources", out var map) || map.ValueKind != JsonValueKind.Object || !map.EnumerateObject().Any())
        {
            errors.Add(ErrorItem.Invalid("resources must be an object with at least one resource.", pointer));
            return resources;
        }
        foreach (var (resource, value) in map.LastMembers())
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals("*") && IsKnown(resource, userId))
                resources.Add(resource.ToLowerInvariant());
            else
                errors.Add(ErrorItem.Invalid($"Unknown resource: use {UserPrefix}<your id>, {AccountPrefix}*, {AccountPrefix}<id> or {OrganizationPrefix}<id>, each with the value \"*\".", JsonPointer.Member(pointer, resource)));
        }
        return [.. resources.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsKnown(string resource, string userId) =>
        resource == AccountPrefix + "*"
        || string.Equals(resource, UserPrefix + userId, StringComparison.OrdinalIgnoreCase)
        || IsOf(resource, AccountPrefix) || IsOf(resource, OrganizationPrefix);

    private static bool IsOf(string resource, string prefix) =>
        resource.StartsWith(prefix, StringComparison.Ordinal) && ResourceId.Parse(resource[prefix.Length..]) is not null;

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
