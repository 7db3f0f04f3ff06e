using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Memberships of organizations by the ids of users, for operators: <c>/organizations/{organization_id}/users</c>.</summary>
public sealed class GroveOrganizationUserService
{
    private readonly Transport transport;

    internal GroveOrganizationUserService(Transport transport) => this.transport = transport;

    /// <summary>
    /// Makes a user an active member without an invitation, or gives the member they are other roles: <c>PUT /organizations/{organization_id}/users/{user_id}</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="parameters">The roles. Left out: Organization Super Administrator.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A role is wrong, or a root would be left without an active Super Administrator.</exception>
    /// <exception cref="NotFoundException">There is no such organization or user.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<OrganizationMember> UpdateAsync(
        string organizationId, string userId, OrganizationUserUpdateParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Put, ApiPath.Grove($"organizations/{organizationId}/users/{userId}"), parameters ?? new(),
            GroveJson.Default.OrganizationUserUpdateParams, GroveJson.Default.OrganizationMember, options, cancellationToken);

    /// <summary>Ends the membership of a user: <c>DELETE /organizations/{organization_id}/users/{user_id}</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The id of the membership.</returns>
    /// <exception cref="BadRequestException">A root would be left without an active Super Administrator.</exception>
    /// <exception cref="NotFoundException">There is no such organization or user, or they are no member.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource> DeleteAsync(
        string organizationId, string userId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Delete, ApiPath.Grove($"organizations/{organizationId}/users/{userId}"), GroveJson.Default.DeletedResource, options, cancellationToken);
}

/// <summary>The roles of a user in an organization.</summary>
public sealed record OrganizationUserUpdateParams
{
    /// <summary>Ids of roles, at least one. Left out: Organization Super Administrator.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}
