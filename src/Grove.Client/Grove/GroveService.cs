using Grove.Client.Core;

namespace Grove.Client;

/// <summary>What only Grove has: everything below <c>/grove/v1</c>, at <see cref="GroveClientOptions.GroveBaseUrl"/>. The paths in its documentation begin there.</summary>
public sealed class GroveService
{
    internal GroveService(Transport transport)
    {
        Users = new(transport);
        Organizations = new(transport);
        Accounts = new(transport);
        Invites = new(transport);
        User = new(transport);
        Roles = new(transport);
        Check = new(transport);
        Audit = new(transport);
    }

    /// <summary>All users, for operators: <c>/users</c>.</summary>
    public GroveUserService Users { get; }

    /// <summary>All organizations, and what the wire API has no verb for: <c>/organizations</c>.</summary>
    public GroveOrganizationService Organizations { get; }

    /// <summary>All accounts, and moving several at once: <c>/accounts</c>.</summary>
    public GroveAccountService Accounts { get; }

    /// <summary>Invitations by their secrets: <c>/invites</c>.</summary>
    public GroveInviteService Invites { get; }

    /// <summary>The user whose credential is used: <c>/user</c>.</summary>
    public GroveOwnService User { get; }

    /// <summary>The roles that members can have: <c>/roles</c>.</summary>
    public GroveRoleService Roles { get; }

    /// <summary>Whether a user may do something, for operators: <c>/check</c>.</summary>
    public GroveCheckService Check { get; }

    /// <summary>All audit records, for operators: <c>/audit</c>.</summary>
    public GroveAuditService Audit { get; }
}
