using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Members;

/// <summary><c>/grove/v1/organizations/{id}/users/{user_id}</c>: operators only.</summary>
internal sealed class OperatorMembershipEndpoints(OperatorMembershipStore store)
{
    private const string One = "/organizations/{organization_id}/users/{user_id}";

    public void Map(ApiEndpoints api)
    {
        api.Put(One, Permission.Operator,
            new("put-organization-user", "Make a user an active member, or change their roles") { Result = "OrganizationMember", Body = "MemberRoles", BodyIsOptional = true, Errors = [400, 404, 409, 412] }, PutAsync);
        api.Delete(One, Permission.Operator,
            new("delete-organization-user", "End a user's membership") { Result = "Id", Errors = [400, 404, 409, 412] }, EndAsync);
    }

    private async ValueTask<Answer> PutAsync(ApiRequest request)
    {
        var roles = MemberRoles.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        if (request.PathId("user_id") is not { } user) return ApiError.UserNotFound;
        var outcome = await store.PutAsync(request, organization, user, roles);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, OrganizationMember.Write, outcome.Value!.Version);
    }

    private async ValueTask<Answer> EndAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        if (request.PathId("user_id") is not { } user) return ApiError.UserNotFound;
        var outcome = await store.EndAsync(request, organization, user);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, JsonShapes.WriteId);
    }
}
