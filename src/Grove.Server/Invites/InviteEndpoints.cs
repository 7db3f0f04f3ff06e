using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>U5 and U6: <c>/user/invites</c>, and putting an invitation away under <c>/grove/v1</c>.</summary>
internal sealed class InviteEndpoints(InviteStore store, TimeProvider clock, GroveOptions options)
{
    private const string All = "/user/invites";
    private const string One = All + "/{invite_id}";

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.Memberships);
        api.Get(All, read, new("list-invites", "List the invitations to the caller's address") { Result = "Invite", Shape = ResultShape.PlainList }, ListAsync);
        api.Get(One, read, new("get-invite", "Get an invitation to the caller's address") { Result = "Invite", Errors = [404] }, GetAsync);
        api.Patch(One, Permission.Change(PermissionArea.Memberships),
            new("answer-invite", "Accept or reject an invitation") { Result = "Invite", Body = "InviteAnswer", Errors = [400, 403, 404, 409, 412] }, AnswerAsync);
    }

    public void MapGrove(ApiEndpoints api) => api.Delete(One, Permission.Change(PermissionArea.Memberships),
        new("dismiss-invite", "Put away an invitation that is answered or expired") { Result = "Id", Errors = [400, 404, 409, 412] }, DismissAsync);

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        if (request.Invalid is { } invalid) return invalid;
        return Answer.List(await store.ListAsync(request.Access, request.Aborted), AsOfNow, null);
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("invite_id") is not { } id) return ApiError.InviteNotFound;
        return await store.GetAsync(request.Access, id, request.Aborted) is { } invite ? Show(invite) : ApiError.InviteNotFound;
    }

    private async ValueTask<Answer> AnswerAsync(ApiRequest request)
    {
        var status = request.Body.RequiredOneOf("status", "accepted", "rejected");
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("invite_id") is not { } id) return ApiError.InviteNotFound;
        var outcome = await store.AnswerAsync(request, id, status == "accepted");
        return outcome.Error is { } error ? error : Show(outcome.Value!);
    }

    private async ValueTask<Answer> DismissAsync(ApiRequest request)
    {
        if (request.PathId("invite_id") is not { } id) return ApiError.InviteNotFound;
        var outcome = await store.DismissAsync(request, id);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, JsonShapes.WriteId);
    }

    private WriteJson<Invite> AsOfNow => Invite.At(Timestamps.Now(clock), options.InviteTwoFactor);

    private Answer Show(Invite invite) => Answer.Resource(invite, AsOfNow, invite.Version);
}
