using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Members of an account and invitations to it: <c>/accounts/{account_id}/members</c>.</summary>
public sealed class AccountMemberService
{
    private readonly Transport transport;

    internal AccountMemberService(Transport transport) => this.transport = transport;

    /// <summary>Lists members in the order in which they were added, one page: <c>GET /accounts/{account_id}/members</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">Filter, another order, and the page.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A filter is wrong.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Page<AccountMember>> ListAsync(
        string accountId, AccountMemberListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(accountId, options).GetAsync(Query(parameters), cancellationToken);

    /// <summary>
    /// Lists all members in the order in which they were added, asking for pages as they are reached: <c>GET /accounts/{account_id}/members</c>.
    /// </summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">Filter, another order, the first page, and the size of the pages.</param>
    /// <param name="options">What these calls do differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public AutoPages<AccountMember> ListAutoPagingAsync(
        string accountId, AccountMemberListParams? parameters = null, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        List(accountId, options).All(Query(parameters), cancellationToken);

    /// <summary>Invites somebody to an account, or adds them at once where that is allowed: <c>POST /accounts/{account_id}/members</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="parameters">Who, and as what.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A member is wrong, or the address is accepted or invited already.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or holds less than the roles.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<AccountMember> CreateAsync(
        string accountId, AccountMemberCreateParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Wire($"accounts/{accountId}/members"), parameters, GroveJson.Default.AccountMemberCreateParams,
            GroveJson.Default.AccountMember, options, cancellationToken);

    /// <summary>Reads one member: <c>GET /accounts/{account_id}/members/{member_id}</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such account or member.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<AccountMember> GetAsync(string accountId, string memberId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Get, ApiPath.Wire($"accounts/{accountId}/members/{memberId}"), GroveJson.Default.AccountMember, options, cancellationToken);

    /// <summary>Replaces the roles of a member, or of an invitation: <c>PUT /accounts/{account_id}/members/{member_id}</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="parameters">All that the member may do from now on.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A role is wrong, or a free account would be left without a Super Administrator.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account or member.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not, or holds less than the roles.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<AccountMember> UpdateAsync(
        string accountId, string memberId, AccountMemberUpdateParams parameters, RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Put, ApiPath.Wire($"accounts/{accountId}/members/{memberId}"), parameters, GroveJson.Default.AccountMemberUpdateParams,
            GroveJson.Default.AccountMember, options, cancellationToken);

    /// <summary>Removes a member, or withdraws an invitation: <c>DELETE /accounts/{account_id}/members/{member_id}</c>.</summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="memberId">The id of the membership.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id; null when the server answers none, as the API allows.</returns>
    /// <exception cref="BadRequestException">A free account would be left without a Super Administrator.</exception>
    /// <exception cref="NotFoundException">The caller sees no such account or member.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<DeletedResource?> DeleteAsync(
        string accountId, string memberId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultOrNullAsync(
            HttpMethod.Delete, ApiPath.Wire($"accounts/{accountId}/members/{memberId}"), GroveJson.Default.DeletedResource, options, cancellationToken);

    private PagedList<AccountMember> List(string accountId, RequestOptions? options) =>
        new(transport, ApiPath.Wire($"accounts/{accountId}/members"), Paging.Number, GroveJson.Default.AccountMemberArray, options);

    private static QueryBuilder Query(AccountMemberListParams? parameters) => parameters is null ? new() : new QueryBuilder()
        .Add("status", parameters.Status)
        .Add("order", parameters.Order)
        .Add("direction", parameters.Direction)
        .Add("page", parameters.Page)
        .Add("per_page", parameters.PerPage);
}
