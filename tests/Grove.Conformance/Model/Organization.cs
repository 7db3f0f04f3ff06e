using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed class Organization(string id, string createTime, int order)
{
    public string Id => id;
    public string CreateTime => createTime;

    /// <summary>Its place in the order of creation.</summary>
    public int Order => order;

    public required string Name { get; set; }
    public Organization? Parent { get; set; }
    public JsonObject? Profile { get; set; }
    public bool Embedded { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>The capabilities that are on.</summary>
    public HashSet<string> Flags { get; } = [.. Model.Flags.Default];

    /// <summary>What operators wrote into <c>meta.managed_by</c>.</summary>
    public string? ManagedBy { get; set; }

    /// <summary>What another system calls it: unique among the organizations of a tree.</summary>
    public string? ExternalId { get; set; }

    public Organization Root => Parent?.Root ?? this;

    /// <summary>Itself, its parent, and so on up to its root.</summary>
    public IEnumerable<Organization> Upwards
    {
        get
        {
            for (var at = this; at is not null; at = at.Parent) yield return at;
        }
    }

    public int Level => Upwards.Count() - 1;

    /// <summary>The ids from its root to itself, one after the other.</summary>
    public string Lineage => string.Concat(Upwards.Reverse().Select(at => at.Id));
}
