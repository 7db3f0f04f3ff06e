using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The logs of an organization and of all that was below it: <c>/organizations/{organization_id}/logs</c>.</summary>
public sealed class GroveOrganizationLogsService
{
    internal GroveOrganizationLogsService(Transport transport) => Audit = new(transport);

    /// <summary>The audit log: <c>/organizations/{organization_id}/logs/audit</c>.</summary>
    public GroveOrganizationAuditService Audit { get; }
}
