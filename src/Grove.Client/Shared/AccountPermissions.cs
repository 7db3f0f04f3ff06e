namespace Grove.Client;

/// <summary>What may be done with an account, by area. An area that is null may be neither read nor written.</summary>
public sealed record AccountPermissions : ApiObject
{
    /// <summary>Analytics.</summary>
    public PermissionGrant? Analytics { get; init; }

    /// <summary>Billing.</summary>
    public PermissionGrant? Billing { get; init; }

    /// <summary>Purging the cache.</summary>
    public PermissionGrant? CachePurge { get; init; }

    /// <summary>DNS.</summary>
    public PermissionGrant? Dns { get; init; }

    /// <summary>DNS records.</summary>
    public PermissionGrant? DnsRecords { get; init; }

    /// <summary>Load balancers.</summary>
    public PermissionGrant? Lb { get; init; }

    /// <summary>Logs.</summary>
    public PermissionGrant? Logs { get; init; }

    /// <summary>The account itself and its members.</summary>
    public PermissionGrant? Organization { get; init; }

    /// <summary>Certificates.</summary>
    public PermissionGrant? Ssl { get; init; }

    /// <summary>The firewall.</summary>
    public PermissionGrant? Waf { get; init; }

    /// <summary>Settings of zones.</summary>
    public PermissionGrant? ZoneSettings { get; init; }

    /// <summary>Zones.</summary>
    public PermissionGrant? Zones { get; init; }
}

/// <summary>What may be done in one area.</summary>
public sealed record PermissionGrant : ApiObject
{
    /// <summary>It may be read.</summary>
    public bool Read { get; init; }

    /// <summary>It may be changed.</summary>
    public bool Write { get; init; }
}
