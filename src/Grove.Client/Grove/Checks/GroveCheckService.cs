using Grove.Client.Core;

namespace Grove.Client;

/// <summary>Whether a user may do something, for operators: <c>/check</c>.</summary>
public sealed class GroveCheckService
{
    private readonly Transport transport;

    internal GroveCheckService(Transport transport) => this.transport = transport;

    /// <summary>Tells whether a user may do something to an organization or to an account, and by which membership: <c>GET /check</c>.</summary>
    /// <param name="parameters">Who, to what, and what.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">There is no such permission, or not exactly one of organization and account.</exception>
    /// <exception cref="NotFoundException">There is no such user, organization or account.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public async Task<CheckResult> GetAsync(CheckParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var query = new QueryBuilder()
            .Add("user_id", parameters.UserId)
            .Add("organization_id", parameters.OrganizationId)
            .Add("account_id", parameters.AccountId)
            .Add("permission", parameters.Permission);
        var call = new ApiCall(HttpMethod.Get, ApiPath.Grove($"check")) { Query = query, Options = options };
        return (await transport.SendAsync(call, GroveJson.Default.CheckResult, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>
    /// Answers up to 100 checks, in their order: <c>POST /check</c>. One about a user, an organization or an account that is not there is not allowed, and spoils
    /// no other.
    /// </summary>
    /// <param name="parameters">The checks.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">There is no such permission, not exactly one of organization and account, or there are too many checks.</exception>
    /// <exception cref="PermissionDeniedException">The caller is no operator.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<IReadOnlyList<CheckResult>> BatchAsync(
        CheckBatchParams parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(
            HttpMethod.Post, ApiPath.Grove($"check"), parameters, GroveJson.Default.CheckBatchParams, GroveJson.Default.IReadOnlyListCheckResult, options,
            cancellationToken);
}
