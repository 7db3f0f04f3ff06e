namespace Grove.Client;

/// <summary>What is left of a resource that was deleted.</summary>
public sealed record DeletedResource : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";
}
