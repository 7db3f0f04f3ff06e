using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Members of an organization and invitations to it: <c>/organizations/{organization_id}/members</c>.</summary>
public sealed class OrganizationMemberService
{
    private readonly Transport transport;

    internal OrganizationMemberService(Transport transport) => this.transport = transport;

    /// <summary>Lists members in the order in which they were added, one page: <c>GET /organizations/{organization_id}/members</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">Filters, and the size of the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter or the page token is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<OrganizationMember>> ListAsync(
        string organizationId, OrganizationMemberListParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        List(organizationId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all members in the order in which they were added, asking for pages as they are reached: <c>GET /organizations/{organization_id}/members</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">Filters, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<OrganizationMember> ListAutoPagingAsync(
        string organizationId, OrganizationMemberListParams? parameters = null, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        List(organizationId, options).All(Query(parameters), cancellationToken);

    /// <summary>
    /// Invites somebody to an organization, or adds them at once where that is allowed: <c>POST /organizations/{organization_id}/members</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">Who, and as what.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or the address is active or invited already.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, holds less than the roles, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<OrganizationMember> CreateAsync(
        string organizationId, OrganizationMemberCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"organizations/{organizationId}/members"), parameters, GroveJson.Default.OrganizationMemberCreateParams,
            GroveJson.Default.OrganizationMember, options, cancellationToken);

    /// <summary>
    /// Invites or adds up to ten people, on Grove all or none: <c>POST /organizations/{organization_id}/members:batchCreate</c>.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">Who, and as what.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new members, in the order in which they were given.</returns>
    /// <exception cref="BadRequestException">A member is wrong, an address is given twice, or one is active or invited already.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, holds less than the roles, or a capability or limit forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<IReadOnlyList<OrganizationMember>> BatchCreateAsync(
        string organizationId, OrganizationMemberBatchCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"organizations/{organizationId}/members:batchCreate"), parameters,
            GroveJson.Default.OrganizationMemberBatchCreateParams, GroveJson.Default.IReadOnlyListOrganizationMember, options, cancellationToken);

    /// <summary>Reads one member: <c>GET /organizations/{organization_id}/members/{member_id}</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such organization or member.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<OrganizationMember> GetAsync(
        string organizationId, string memberId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Get, ApiPath.Wire($"organizations/{organizationId}/members/{memberId}"), GroveJson.Default.OrganizationMember, options,
            cancellationToken);

    /// <summary>
    /// Removes a member, or withdraws an invitation: <c>DELETE /organizations/{organization_id}/members/{member_id}</c>. There is no answer but success.
    /// </summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A root would be left without an active Super Administrator.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization or member.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or a capability forbids it.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task DeleteAsync(string organizationId, string memberId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.NothingAsync(HttpMethod.Delete, ApiPath.Wire($"organizations/{organizationId}/members/{memberId}"), options, cancellationToken);

    private PagedList<OrganizationMember> List(string organizationId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"organizations/{organizationId}/members"), Paging.Token, GroveJson.Default.OrganizationMemberArray, options);

    private static QueryBuilder Query(OrganizationMemberListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("status", parameters.Status?.Select(status => status.Value))
        .Add("user.email", parameters.UserEmail)
        .Add("page_size", parameters.PageSize)
        .Add("page_token", parameters.PageToken);
}
