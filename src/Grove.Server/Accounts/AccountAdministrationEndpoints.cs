using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;

namespace Grove.Server.Accounts;

/// <summary><c>/grove/v1/accounts</c>: operators only.</summary>
internal sealed class AccountAdministrationEndpoints(AccountAdministration administration, PageTokenCodec tokens)
{
    private const string Accounts = "/accounts";
    private const string One = "/accounts/{account_id}";

    public void Map(ApiEndpoints api)
    {
        api.Get(Accounts, Permission.Operator, new("list-all-accounts", "List all accounts, or those with an external id")
        {
            Result = "ManagedAccount",
            Shape = ResultShape.TokenPagedList,
            Query = ManagedListFilter.Parameters,
        }, ListAsync);
        api.Get(One, Permission.Operator, new("inspect-account", "Get any account, with its external id") { Result = "ManagedAccount", Errors = [404] }, GetAsync);
        api.Patch(One, Permission.Operator,
            new("administer-account", "Change the external id of an account") { Result = "ManagedAccount", Body = "AccountAdministration", Errors = [400, 404, 409, 412] }, UpdateAsync);
    }

    private ValueTask<Answer> ListAsync(ApiRequest request) => ManagedList.AnswerAsync(
        request, tokens, "/grove/v1/accounts", (filter, after, take) => administration.ListAsync(filter.ExternalId, after, take, request.Aborted),
        static account => account.Key, ManagedAccount.Write);

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        return await administration.GetAsync(id, request.Aborted) is { } found ? Show(found) : ApiError.AccountNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        request.Body.RefuseOthers("external_id");
        var externalId = ExternalIds.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        var outcome = await administration.UpdateAsync(request, id, externalId);
        return outcome.Error is { } error ? error : Show(outcome.Value!);
    }

    private static Answer Show(ManagedAccount account) => Answer.Resource(account, ManagedAccount.Write, account.Shown.Version);
}
