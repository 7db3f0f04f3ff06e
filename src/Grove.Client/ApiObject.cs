using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>What every object of an answer has: members that this version of the client does not know are kept.</summary>
public abstract record ApiObject
{
    [JsonInclude, JsonExtensionData]
    internal Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Members of the answer that have no property here, by their names on the wire.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> UnknownMembers => Extra ?? (IReadOnlyDictionary<string, JsonElement>)ReadOnlyDictionary<string, JsonElement>.Empty;
}
