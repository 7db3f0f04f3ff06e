using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.UserOrganizations;

namespace Grove.Server.Users;

/// <summary>U1: <c>/user</c>.</summary>
internal sealed class UserEndpoints(UserStore users, UserOrganizationStore organizations)
{
    private const int EmbeddedOrganizations = 50;

    public void Map(ApiEndpoints api)
    {
        api.Get("/user", Permission.Read(PermissionArea.UserDetails),
            new("user-details", "User details") { Result = "User" }, GetAsync);
        api.Patch("/user", Permission.Change(PermissionArea.UserDetails),
            new("edit-user", "Edit user") { Result = "User", Body = "UserDetails", Errors = [400, 412] }, UpdateAsync);
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (!request.Access.CoversOwner) return ApiError.TokenNotCovered;
        return await organizations.GetSelfAsync(request.Access, EmbeddedOrganizations, request.Aborted) is { } self
            ? Answer.Resource(self, User.WriteSelf, self.User.Version)
            : ApiError.UserNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        if (!request.Access.CoversOwner) return ApiError.TokenNotCovered;
        var details = UserDetails.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        return await users.UpdateAsync(request, details) is { } refused ? refused : await GetAsync(request);
    }
}
