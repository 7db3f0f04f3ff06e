using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.AccountMembers;

/// <summary>A10 and A11: <c>/accounts/{id}/members</c>.</summary>
internal sealed class AccountMemberEndpoints(AccountMemberStore store, AccountMemberAdditions additions, AccountMemberChanges changes, Idempotency idempotency)
{
    private const string All = "/accounts/{account_id}/members";
    private const string One = All + "/{member_id}";

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.AccountSettings);
        var change = Permission.Change(PermissionArea.AccountSettings);
        api.Get(All, read, new("list-account-members", "List the members of an account")
        {
            Result = "AccountMember",
            Shape = ResultShape.NumberedList,
            Query =
            [
                new("status", "string", "Only this status; by default accepted and pending.") { Values = AccountMemberStatus.Names },
                new("order", "string", "What to order by; by default when the member was added.") { Values = AccountMemberFilter.Orders },
                new("direction", "string", "The direction of the order.") { Values = ["asc", "desc"] },
                .. PageNumber.Parameters,
            ],
            Errors = [404],
        }, ListAsync);
        api.Post(All, change, new("create-account-member", "Invite somebody to an account, or add them at once where that is allowed")
        {
            Result = "AccountMember",
            Body = "AccountMemberCreate",
            Errors = [400, 403, 404, 409],
        }, CreateAsync);
        api.Get(One, read, new("get-account-member", "Get a member of an account") { Result = "AccountMember", Errors = [404] }, GetAsync);
        api.Put(One, change, new("update-account-member", "Replace the roles of a member, or of an invitation")
        {
            Result = "AccountMember",
            Body = "AccountMemberUpdate",
            Errors = [400, 403, 404, 409, 412],
        }, UpdateAsync);
        api.Delete(One, change, new("delete-account-member", "Remove a member, or withdraw an invitation")
        {
            Result = "Id",
            Errors = [400, 403, 404, 409, 412],
        }, DeleteAsync);
    }

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var filter = AccountMemberFilter.Parse(request.Query);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("account_id") is not { } account) return ApiError.AccountNotFound;
        if (await store.ListAsync(request.Access, account, filter, request.Aborted) is not { } page) return ApiError.AccountNotFound;
        return Answer.List(page.Rows, AccountMember.Write, json => filter.Page.Write(json, page.Rows.Count, page.Total));
    }

    private async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var member = NewAccountMember.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("account_id") is not { } account) return ApiError.AccountNotFound;
        return await idempotency.RunAsync(request,
            session => additions.RefuseInvisibleAsync(session, request, account),
            async session => Show(await additions.AddAsync(session, request, account, member)));
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } account) return ApiError.AccountNotFound;
        return Show(await store.GetAsync(request.Access, account, MemberId(request), request.Aborted));
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var roles = AccountMemberRoles.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("account_id") is not { } account) return ApiError.AccountNotFound;
        return Show(await changes.SetRolesAsync(request, account, MemberId(request), roles));
    }

    private async ValueTask<Answer> DeleteAsync(ApiRequest request)
    {
        if (request.PathId("account_id") is not { } account) return ApiError.AccountNotFound;
        var member = MemberId(request);
        return await changes.DeleteAsync(request, account, member) is { } refused ? refused : Answer.Resource(member, JsonShapes.WriteId);
    }

    /// <summary>The id in the path; one that nothing can have is still looked for, after the account.</summary>
    private static string MemberId(ApiRequest request) => request.PathId("member_id") ?? "-";

    private static Answer Show(Outcome<AccountMember> outcome) =>
        outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, AccountMember.Write, outcome.Value!.Version);
}
