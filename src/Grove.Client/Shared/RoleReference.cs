namespace Grove.Client;

/// <summary>A role by its id.</summary>
public sealed record RoleReference : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name; not needed in a request.</summary>
    public string? Name { get; init; }
}
