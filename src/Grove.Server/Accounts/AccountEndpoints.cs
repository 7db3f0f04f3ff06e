using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>A1 to A7 and A9: <c>/accounts</c>.</summary>
internal sealed class AccountEndpoints(
    AccountStore store, AccountCreation creation, AccountChanges changes, AccountMove moves, Idempotency idempotency)
{
    private const string One = "/accounts/{account_id}";
    private const int MostMoves = 3;

    private static readonly Permission Read = Permission.Read(PermissionArea.AccountSettings);
    private static readonly Permission Change = Permission.Change(PermissionArea.AccountSettings);

    public void Map(ApiEndpoints api)
    {
        api.Get("/accounts", Read, new("list-accounts", "List the accounts that the caller has access to")
        {
            Result = "Account",
            Shape = ResultShape.NumberedList,
            Query =
            [
                new("name", "string", "Exactly this name, case-sensitive."),
                new("direction", "string", "The direction of the order.") { Values = ["asc", "desc"] },
                .. PageNumber.Parameters,
            ],
        }, ListAsync);
        api.Post("/accounts", Change,
            new("create-account", "Create an account, in an organization or free") { Result = "Account", Body = "AccountCreate", Errors = [400, 403, 404, 409] }, CreateAsync);
        api.Get(One, Read, new("get-account", "Get an account") { Result = "Account", Errors = [404] }, GetAsync);
        api.Put(One, Change,
            new("update-account", "Rename an account; change its settings") { Result = "Account", Body = "AccountUpdate", Errors = [400, 403, 404, 409, 412] }, UpdateAsync);
        api.Delete(One, Change, new("delete-account", "Delete an account") { Result = "Id", Errors = [403, 404, 409, 412] }, DeleteAsync);
        api.Get(One + "/organizations", Read,
            new("list-account-organizations", "List the organizations that contain an account, from the topmost down") { Result = "Organization", Shape = ResultShape.PlainList, Errors = [404] },
            GetOrganizationsAsync);
        api.Post(One + "/move", Change,
            new("move-account", "Move an account into an organization") { Result = "MovedAccount", Body = "AccountMove", Errors = [400, 403, 404, 409] }, MoveAsync);
        api.Get(One + "/profile", Read, new("get-account-profile", "Get the profile of an account") { Result = "Profile", Errors = [404] }, GetProfileAsync);
        api.Put(One + "/profile", Change,
            new("update-account-profile", "Replace the profile of an account") { Body = "Profile", Shape = ResultShape.NoContent, Errors = [400, 403, 404, 409, 412] }, SetProfileAsync);
    }

    /// <summary>What Grove adds under <c>/grove/v1</c>.</summary>
    public void MapAdded(ApiEndpoints api) => api.Post("/accounts/move", Change,
        new("move-accounts", "Move up to 100 accounts into an organization, all or none")
        {
            Result = "MovedAccount",
            Shape = ResultShape.PlainList,
            Body = "AccountsMove",
            Errors = [400, 403, 404, 409],
        }, MoveAllAsync);

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var filter = AccountFilter.Parse(request.Query);
        if (request.Invalid is { } invalid) return invalid;
        var page = await store.ListAsync(request.Access, filter, request.Aborted);
        return Answer.List(page.Rows, Account.Write, json => filter.Page.Write(json, page.Rows.Count, page.Total));
    }

    private async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var body = AccountBody.Parse(request.Body, creating: true);
        if (request.Invalid is { } invalid) return invalid;
        try
        {
            return await idempotency.RunAsync(request,
                session => creation.RefuseUnitAsync(session, request, body),
                async session => Show(await creation.CreateAsync(session, request, body)));
        }
        catch (Storage.StorageException fault) when (fault.Fault == Storage.StorageFault.ForeignKey)
        {
            // The organization is locked, so it was the user who went away meanwhile.
            return ApiError.UserNotFound;
        }
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        return await store.GetAsync(request.Access, id, request.Aborted) is { } found ? Show(found) : ApiError.AccountNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var body = AccountBody.Parse(request.Body, creating: false);
        if (request.Invalid is { } invalid) return invalid;
        return request.PathId("account_id") is { } id ? Show(await changes.UpdateAsync(request, id, body)) : ApiError.AccountNotFound;
    }

    private async ValueTask<Answer> DeleteAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        return await changes.DeleteAsync(request, id) is { } refused ? refused : Answer.Resource(id, JsonShapes.WriteId);
    }

    private async ValueTask<Answer> GetOrganizationsAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        return await store.GetOrganizationsAsync(request.Access, id, request.Aborted) is { } found
            ? Answer.List(found, Organization.Write, null)
            : ApiError.AccountNotFound;
    }

    private async ValueTask<Answer> MoveAsync(ApiRequest request)
    {
        var body = new AccountMoveBody([((string?)request.Http.Request.RouteValues["account_id"] ?? "", null)], AccountMoveBody.ParseDestination(request.Body));
        return await MoveAsync(request, body, static moved => Answer.Resource(moved[0], MovedAccount.Write));
    }

    private async ValueTask<Answer> MoveAllAsync(ApiRequest request) =>
        await MoveAsync(request, AccountMoveBody.Parse(request.Body), static moved => Answer.List(moved, MovedAccount.Write, null));

    private async ValueTask<Answer> MoveAsync(ApiRequest request, AccountMoveBody body, Func<IReadOnlyList<MovedAccount>, Answer> show)
    {
        if (request.Invalid is { } invalid) return invalid;
        for (var attempt = 1; attempt <= MostMoves; attempt++)
        {
            try
            {
                return await idempotency.RunAsync(request, session => moves.RefuseInvisibleAsync(session, request, body), async session =>
                {
                    var outcome = await moves.MoveAsync(session, request, body);
                    return outcome.Error is { } error ? error : show(outcome.Value!);
                });
            }
            catch (StorageException fault) when (fault.Fault == StorageFault.Duplicate)
            {
                // An external id was taken after it was found free: the next look sees whose account is concerned.
            }
        }
        return ApiError.Conflict;
    }

    private async ValueTask<Answer> GetProfileAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        if (await store.GetProfileAsync(request.Access, id, request.Aborted) is not { } found) return ApiError.AccountNotFound;
        return found.Profile is null ? ApiError.AccountProfileNotFound : Answer.Resource(found.Profile, JsonShapes.WriteRaw, found.Version);
    }

    private async ValueTask<Answer> SetProfileAsync(ApiRequest request)
    {
        var profile = Profile.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("account_id") is not { } id) return ApiError.AccountNotFound;
        return await changes.SetProfileAsync(request, id, profile!) is { } refused ? refused : Answer.Empty;
    }

    private static Answer Show(Outcome<Account> outcome) => outcome.Error is { } error ? error : Show(outcome.Value!);

    private static Answer Show(Account account) => Answer.Resource(account, Account.Write, account.Version);
}
