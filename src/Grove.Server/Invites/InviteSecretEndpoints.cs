using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>Under <c>/grove/v1</c>: accepting and rejecting an invitation with its secret, which may be all that somebody has.</summary>
internal sealed class InviteSecretEndpoints(InviteSecretStore store, Idempotency idempotency, FailureLimiter failures, TimeProvider clock, GroveOptions options)
{
    public void Map(ApiEndpoints api)
    {
        var permission = Permission.Change(PermissionArea.Memberships);
        api.PostByAnyone("/invites/accept", permission, new("accept-invite", "Accept the invitation that has this secret; with one that was mailed no credentials are needed")
        {
            Result = "AcceptedInvite",
            Body = "InviteSecret",
            Errors = [400, 403, 404, 409],
        }, request => AnswerAsync(request, accept: true));
        api.PostByAnyone("/invites/reject", permission, new("reject-invite", "Reject the invitation that has this secret; with one that was mailed no credentials are needed")
        {
            Result = "Invite",
            Body = "InviteSecret",
            Errors = [400, 404, 409],
        }, request => AnswerAsync(request, accept: false));
    }

    private async ValueTask<Answer> AnswerAsync(ApiRequest request, bool accept)
    {
        var secret = request.Body.RequiredText("secret");
        if (request.Invalid is { } invalid) return invalid;
        var hash = Authenticator.SecretHash(secret!);
        var answer = await idempotency.RunAsync(request,
            session => store.RefuseInvisibleAsync(session, request, hash),
            async session =>
            {
                var outcome = await store.AnswerAsync(session, request, hash, accept);
                return outcome.Error is { } error ? error : Show(outcome.Value!);
            });
        // A wrong secret is a failed authentication.
        var wrong = answer is ErrorAnswer { Error: var refused } && ReferenceEquals(refused, ApiError.InviteNotFound);
        return wrong && failures.RecordFailure(request.Address) is { } seconds ? ApiError.Throttled(seconds) : answer;
    }

    private Answer Show(AnsweredInvite answered)
    {
        var write = Invite.At(Timestamps.Now(clock), options.InviteTwoFactor, answered.ApiKey);
        return Answer.Resource(answered.Invite, write, answered.Invite.Version);
    }
}
