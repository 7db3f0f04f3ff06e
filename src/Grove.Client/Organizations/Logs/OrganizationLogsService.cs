using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The logs of an organization: <c>/organizations/{organization_id}/logs</c>.</summary>
public sealed class OrganizationLogsService
{
    internal OrganizationLogsService(Transport transport) => Audit = new(transport);

    /// <summary>The audit log: <c>/organizations/{organization_id}/logs/audit</c>.</summary>
    public OrganizationAuditService Audit { get; }
}
