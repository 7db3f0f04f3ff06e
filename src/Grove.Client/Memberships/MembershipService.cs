using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The caller's own memberships of accounts, and the invitations to them: <c>/memberships</c>.</summary>
public sealed class MembershipService
{
    private readonly Transport transport;

    internal MembershipService(Transport transport) => this.transport = transport;

    /// <summary>Lists memberships in the order in which they were made, one page: <c>GET /memberships</c>.</summary>
    /// <param name="parameters">Filters, another order, and the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter is wrong.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<Membership>> ListAsync(
        MembershipListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>Lists all memberships in the order in which they were made, asking for pages as they are reached: <c>GET /memberships</c>.</summary>
    /// <param name="parameters">Filters, another order, the first page, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<Membership> ListAutoPagingAsync(
        MembershipListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(options).All(Query(parameters), cancellationToken);

    /// <summary>Reads one membership: <c>GET /memberships/{membership_id}</c>.</summary>
    /// <param name="membershipId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller has no such membership.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Membership> GetAsync(string membershipId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"memberships/{membershipId}"), GroveJson.Default.Membership, options, cancellationToken);

    /// <summary>Accepts or rejects the invitation to an account: <c>PUT /memberships/{membership_id}</c>.</summary>
    /// <param name="membershipId">Its id.</param>
    /// <param name="parameters">The answer.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">It is answered already.</exception>
    /// <exception cref="NotFoundException">The caller has no such membership.</exception>
    /// <exception cref="PermissionDeniedException">It cannot be accepted any more.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Membership> UpdateAsync(
        string membershipId, MembershipUpdateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Put, ApiPath.Wire($"memberships/{membershipId}"), parameters, GroveJson.Default.MembershipUpdateParams, GroveJson.Default.Membership,
            options, cancellationToken);

    /// <summary>Leaves an account, or puts away an invitation to one: <c>DELETE /memberships/{membership_id}</c>.</summary>
    /// <param name="membershipId">Its id.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A free account would be left without a Super Administrator.</exception>
    /// <exception cref="NotFoundException">The caller has no such membership.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource> DeleteAsync(string membershipId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Delete, ApiPath.Wire($"memberships/{membershipId}"), GroveJson.Default.DeletedResource, options, cancellationToken);

    private PagedList<Membership> List(RequestOptions? options) =>
        new(transport, ApiPath.Wire($"memberships"), Paging.Number, GroveJson.Default.MembershipArray, options);

    private static QueryBuilder Query(MembershipListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("account.name", parameters.AccountName)
        .Add("name", parameters.Name)
        .Add("status", parameters.Status)
        .Add("order", parameters.Order)
        .Add("direction", parameters.Direction)
        .Add("page", parameters.Page)
        .Add("per_page", parameters.PerPage);
}
