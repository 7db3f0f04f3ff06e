using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.UserOrganizations;

/// <summary>U2 to U4: <c>/user/organizations</c>.</summary>
internal sealed class UserOrganizationEndpoints(UserOrganizationStore store)
{
    private const string One = "/user/organizations/{organization_id}";

    public void Map(ApiEndpoints api)
    {
        api.Get("/user/organizations", Permission.Read(PermissionArea.UserDetails), new("list-user-organizations", "List the caller's own organizations")
        {
            Result = "UserOrganization",
            Shape = ResultShape.NumberedList,
            Deprecated = true,
            Query =
            [
                new("name", "string", "Exactly this name, case-sensitive.") { Maximum = 100 },
                new("status", "string", "Only memberships with this status.") { Values = ["member", "invited"] },
                new("order", "string", "What to order by; by default the creation of the organization.") { Values = ["id", "name", "status"] },
                new("direction", "string", "The direction of the order.") { Values = ["asc", "desc"] },
                new("match", "string", "Whether all conditions must hold or any.") { Values = ["any", "all"] },
                .. PageNumber.Parameters,
            ],
        }, ListAsync);
        api.Get(One, Permission.Read(PermissionArea.UserDetails),
            new("get-user-organization", "One of the caller's own organizations") { Result = "UserOrganization", Deprecated = true, Errors = [404] }, GetAsync);
        api.Delete(One, Permission.Change(PermissionArea.UserDetails),
            new("leave-organization", "Leave an organization") { Result = "Id", Shape = ResultShape.Bare, Deprecated = true, Errors = [400, 404, 412] }, LeaveAsync);
    }

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var filter = UserOrganizationFilter.Parse(request.Query);
        if (request.Invalid is { } invalid) return invalid;
        var page = await store.ListAsync(request.Access, filter, request.Aborted);
        return Answer.List(page.Rows, UserOrganization.Write, json => filter.Page.Write(json, page.Rows.Count, page.Total));
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        return await store.GetAsync(request.Access, id, request.Aborted) is { } found
            ? Answer.Resource(found, UserOrganization.Write, found.Version)
            : ApiError.OrganizationNotFound;
    }

    private async ValueTask<Answer> LeaveAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        return await store.LeaveAsync(request, id) is { } refused ? refused : Answer.Bare(id, JsonShapes.WriteId);
    }
}
