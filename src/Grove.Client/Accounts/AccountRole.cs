namespace Grove.Client;

/// <summary>A role that members of an account can have.</summary>
public sealed record AccountRole : ApiObject
{
    /// <summary>Its id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>What it is for.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>What who has it may do.</summary>
    public AccountPermissions Permissions { get; init => field = value ?? new(); } = new();
}
