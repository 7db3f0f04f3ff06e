using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Accounts;

/// <summary>A12 and A13: what members of an account can be given, as roles and, which is the same, as permission groups.</summary>
internal sealed class AccountRoleEndpoints(AccountStore accounts)
{
    private const string Roles = "/accounts/{account_id}/roles";
    private const string Groups = "/accounts/{account_id}/iam/permission_groups";

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.AccountSettings);
        api.Get(Roles, read, new("list-account-roles", "List the roles that members of an account can have")
        {
            Result = "AccountRole",
            Shape = ResultShape.NumberedList,
            Query = PageNumber.Parameters,
            Errors = [404],
            Deprecated = true,
        }, request => ListAsync(request, static _ => true, AccountRole.Write));
        api.Get(Roles + "/{role_id}", read, new("get-account-role", "Get a role that members of an account can have") { Result = "AccountRole", Errors = [404], Deprecated = true },
            request => GetAsync(request, "role_id", ApiError.RoleNotFound, AccountRole.Write));
        api.Get(Groups, read, new("list-account-permission-groups", "List the permission groups that members of an account can have")
        {
            Result = "AccountPermissionGroup",
            Shape = ResultShape.NumberedList,
            Query =
            [
                new("id", "string", "Only the group with this id."),
                new("name", "string", "Only the group with exactly this name."),
                new("label", "string", "Only the group with exactly this label."),
                .. PageNumber.Parameters,
            ],
            Errors = [404],
        }, ListGroupsAsync);
        api.Get(Groups + "/{permission_group_id}", read,
            new("get-account-permission-group", "Get a permission group that members of an account can have") { Result = "AccountPermissionGroup", Errors = [404] },
            request => GetAsync(request, "permission_group_id", ApiError.PermissionGroupNotFound, AccountRole.WriteGroup));
    }

    private ValueTask<Answer> ListGroupsAsync(ApiRequest request)
    {
        var (id, name, label) = (request.Query.Text("id", 100), request.Query.Text("name", 100), request.Query.Text("label", 100));
        return ListAsync(request,
            role => (id is null || role == AccountRole.Find(id)) && (name is null || role.Name == name) && (label is null || role.Label == label),
            AccountRole.WriteGroup);
    }

    private async ValueTask<Answer> ListAsync(ApiRequest request, Func<AccountRole, bool> matches, WriteJson<AccountRole> write)
    {
        var page = PageNumber.Parse(request.Query);
        if (request.Invalid is { } invalid) return invalid;
        if (await RefuseAsync(request) is { } refused) return refused;
        var all = AccountRole.All.Where(matches).ToList();
        var rows = page.Of(all);
        return Answer.List(rows, write, json => page.Write(json, rows.Count, all.Count));
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request, string parameter, ApiError notFound, WriteJson<AccountRole> write)
    {
        if (await RefuseAsync(request) is { } refused) return refused;
        return request.PathId(parameter) is { } id && AccountRole.Find(id) is { } role ? Answer.Resource(role, write) : notFound;
    }

    /// <summary>Every account has the same roles; only who sees it is told.</summary>
    private async ValueTask<ApiError?> RefuseAsync(ApiRequest request) =>
        request.PathId("account_id") is { } id && await accounts.GetAsync(request.Access, id, request.Aborted) is not null ? null : ApiError.AccountNotFound;
}
