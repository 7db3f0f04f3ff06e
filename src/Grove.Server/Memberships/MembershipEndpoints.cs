using Grove.Server.AccountMembers;
using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Memberships;

/// <summary>M1 and M2: <c>/memberships</c>, the caller's own memberships of accounts and the invitations to them.</summary>
internal sealed class MembershipEndpoints(MembershipStore store, MembershipChanges changes)
{
    private const string All = "/memberships";
    private const string One = All + "/{membership_id}";

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.Memberships);
        var change = Permission.Change(PermissionArea.Memberships);
        api.Get(All, read, new("list-memberships", "List the caller's own memberships of accounts")
        {
            Result = "Membership",
            Shape = ResultShape.NumberedList,
            Query =
            [
                new("account.name", "string", "Only accounts with exactly this name, case-sensitive.") { Maximum = 100 },
                new("name", "string", "As account.name.") { Maximum = 100 },
                new("status", "string", "Only this status; by default accepted and pending.") { Values = AccountMemberStatus.Names },
                new("order", "string", "What to order by; by default when the membership was made.") { Values = MembershipFilter.Orders },
                new("direction", "string", "The direction of the order.") { Values = ["asc", "desc"] },
                .. PageNumber.Parameters,
            ],
        }, ListAsync);
        api.Get(One, read, new("get-membership", "Get one of the caller's own memberships") { Result = "Membership", Errors = [404] }, GetAsync);
        api.Put(One, change,
            new("answer-membership", "Accept or reject the invitation to an account") { Result = "Membership", Body = "InviteAnswer", Errors = [400, 403, 404, 409, 412] }, AnswerAsync);
        api.Delete(One, change, new("leave-account", "Leave an account, or put away an invitation to one") { Result = "Id", Errors = [400, 404, 409, 412] }, LeaveAsync);
    }

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var filter = MembershipFilter.Parse(request.Query);
        if (request.Invalid is { } invalid) return invalid;
        var page = await store.ListAsync(request.Access, filter, request.Aborted);
        return Answer.List(page.Rows, Membership.WriteRow, json => filter.Page.Write(json, page.Rows.Count, page.Total));
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("membership_id") is not { } id) return ApiError.MembershipNotFound;
        return await store.GetAsync(request.Access, id, request.Aborted) is { } membership ? Show(membership) : ApiError.MembershipNotFound;
    }

    private async ValueTask<Answer> AnswerAsync(ApiRequest request)
    {
        var status = request.Body.RequiredOneOf("status", "accepted", "rejected");
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("membership_id") is not { } id) return ApiError.MembershipNotFound;
        var outcome = await changes.AnswerAsync(request, id, status == "accepted");
        return outcome.Error is { } error ? error : Show(outcome.Value!);
    }

    private async ValueTask<Answer> LeaveAsync(ApiRequest request)
    {
        if (request.PathId("membership_id") is not { } id) return ApiError.MembershipNotFound;
        var outcome = await changes.LeaveAsync(request, id);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, JsonShapes.WriteId);
    }

    private static Answer Show(Membership membership) => Answer.Resource(membership, Membership.Write, membership.Version);
}
