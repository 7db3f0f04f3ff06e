using Grove.Client.Core;

namespace Grove.Client;

/// <summary>What the wire API has no verb for, of members of organizations and invitations to them: <c>/organizations/{organization_id}/members</c>.</summary>
public sealed class GroveOrganizationMemberService
{
    private readonly Transport transport;

    internal GroveOrganizationMemberService(Transport transport) => this.transport = transport;

    /// <summary>Gives a member, or an invitation, other roles: <c>PATCH /organizations/{organization_id}/members/{member_id}</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="parameters">The roles.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A role is wrong, the invitation was rejected, or a root would be left without an active Super Administrator.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization or member.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, holds less than the roles, or a capability forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<OrganizationMember> UpdateAsync(
        string organizationId, string memberId, OrganizationMemberUpdateParams parameters, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Patch, ApiPath.Grove($"organizations/{organizationId}/members/{memberId}"), parameters,
            GroveJson.Default.OrganizationMemberUpdateParams, GroveJson.Default.OrganizationMember, options, cancellationToken);

    /// <summary>
    /// Lets an invitation begin anew, expired or not, with another secret: <c>POST /organizations/{organization_id}/members/{member_id}/resend</c>. Where Grove
    /// sends no mails, only this answer shows the secret: <see cref="OrganizationMemberMeta.InviteSecret"/>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">The invitation is answered already.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization or member.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, holds less than the roles, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<OrganizationMember> ResendAsync(
        string organizationId, string memberId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"organizations/{organizationId}/members/{memberId}/resend"), GroveJson.Default.OrganizationMember, options,
            cancellationToken);
}

/// <summary>Other roles of a member of an organization.</summary>
public sealed record OrganizationMemberUpdateParams
{
    /// <summary>Ids of roles, at least one.</summary>
    public required IReadOnlyList<string> Roles { get; init; }
}
