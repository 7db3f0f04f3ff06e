using Grove.Client.Core;

namespace Grove.Client;

/// <summary>What members of an account can be given: <c>/accounts/{account_id}/iam</c>.</summary>
public sealed class AccountIamService
{
    internal AccountIamService(Transport transport) => PermissionGroups = new(transport);

    /// <summary>Permission groups: <c>/accounts/{account_id}/iam/permission_groups</c>.</summary>
    public AccountPermissionGroupService PermissionGroups { get; }
}
