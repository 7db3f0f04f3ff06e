using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grove.Client;

namespace Grove.Tests.Client.Resources;

/// <summary>Looks at everything inside of an answer.</summary>
internal static class AnswerWalk
{
    /// <summary>The objects of the API in it, itself first.</summary>
    public static IEnumerable<ApiObject> Objects(object? answer) => answer switch
    {
        ApiObject found => Members(found).SelectMany(member => Objects(member.Value)).Prepend(found),
        string or JsonElement => [],
        IEnumerable rows => rows.Cast<object?>().SelectMany(Objects),
        _ => [],
    };

    /// <summary>The names of properties that are null, empty or the default of their type.</summary>
    public static IEnumerable<string> Unset(object? answer) =>
        from found in Objects(answer)
        from member in Members(found)
        where member.Value is null or "" or false or 0 or ICollection { Count: 0 } || member.Value.Equals(default(DateTimeOffset))
        // What a group of a policy has besides its id is up to the server.
        where found is not TokenPolicyPermissionGroup
        select $"{found.GetType().Name}.{member.Name}";

    /// <summary>The values of sets that may grow.</summary>
    public static IEnumerable<(Type Type, string Text, bool IsKnown)> WireValues(object? answer) =>
        from found in Objects(answer)
        from member in Members(found)
        where member.Value is not null
        let type = member.Value.GetType()
        where Sets(type)
        select (type, member.Value.ToString()!, (bool)type.GetProperty("IsKnown")!.GetValue(member.Value)!);

    /// <summary>The answer as JSON again.</summary>
    public static string Json(object? answer) => answer switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text, GroveJson.Default.String),
        IEnumerable rows => $"[{string.Join(',', rows.Cast<object?>().Select(Json))}]",
        _ => JsonSerializer.Serialize(answer, GroveJson.Default.GetTypeInfo(answer.GetType())!),
    };

    /// <summary>Gives every object of the JSON one more member, and tells how many there are.</summary>
    public static int AddToAll(JsonNode? json, string name, string value)
    {
        if (json is JsonArray rows) return rows.Sum(row => AddToAll(row, name, value));
        if (json is not JsonObject found) return 0;
        var inside = found.Sum(member => AddToAll(member.Value, name, value));
        found[name] = value;
        return inside + 1;
    }

    private static bool Sets(Type type) => type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IWireValue<>));

    private static IEnumerable<(string Name, object? Value)> Members(ApiObject found) =>
        found.GetType().GetProperties().Where(property => property.Name != nameof(ApiObject.UnknownMembers)).Select(property => (property.Name, property.GetValue(found)));
}
