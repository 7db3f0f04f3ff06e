using System.Globalization;
using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary>O1 to O5, O7 and O8: <c>/organizations</c>.</summary>
internal sealed class OrganizationEndpoints(
    OrganizationStore store, OrganizationCreation creation, OrganizationChanges changes, CredentialStore users, Idempotency idempotency, PageTokenCodec tokens)
{
    private const string One = "/organizations/{organization_id}";

    // Answered at once, without pages; whoever has more is told so.
    private const int MostTenants = 1000;

    private static readonly QueryParameter[] Filters =
    [
        new("id", "string", "Only these organizations; repeated, or separated by commas.") { Repeated = true, Maximum = 1000 },
        new("name", "string", "Exactly this name, case-sensitive."),
        new("name.startsWith", "string", "The name starts so, whatever the case."),
        new("name.endsWith", "string", "The name ends so, whatever the case."),
        new("name.contains", "string", "The name contains this, whatever the case."),
        new("containing.account", "string", "Only organizations that contain this account, at any depth."),
        new("containing.organization", "string", "Only organizations that contain this one, at any depth."),
        new("containing.user", "string", "Only the organization that manages this user, and those above it."),
        new("parent.id", "string", "Only direct children of this organization; null for roots."),
        new("page_size", "integer", "Rows on a page.") { Minimum = 0, Maximum = 1000, Default = 10 },
        new("page_token", "string", "The next_page_token of the page before; the filters must be sent again."),
    ];

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.UserDetails);
        var change = Permission.Change(PermissionArea.UserDetails);
        api.Get("/organizations", read, new("list-organizations", "List the organizations that the caller has access to")
        {
            Result = "Organization",
            Shape = ResultShape.TokenPagedList,
            Query = Filters,
        }, ListAsync);
        api.Post("/organizations", change,
            new("create-organization", "Create an organization") { Result = "Organization", Body = "OrganizationCreate", Errors = [400, 403, 404, 409] }, CreateAsync);
        api.Get(One, read, new("get-organization", "Get an organization") { Result = "Organization", Errors = [404] }, GetAsync);
        api.Put(One, change,
            new("update-organization", "Rename an organization; change its profile or its parent") { Result = "Organization", Body = "OrganizationUpdate", Errors = [400, 403, 404, 409, 412] },
            UpdateAsync);
        api.Delete(One, change,
            new("delete-organization", "Delete an empty organization") { Result = "Id", Errors = [400, 403, 404, 409, 412] }, DeleteAsync);
        api.Get(One + "/profile", read, new("get-organization-profile", "Get the profile of an organization") { Result = "Profile", Errors = [404] }, GetProfileAsync);
        api.Put(One + "/profile", change,
            new("update-organization-profile", "Replace the profile of an organization") { Body = "Profile", Shape = ResultShape.NoContent, Errors = [400, 403, 404, 409, 412] },
            SetProfileAsync);
        api.Get("/user/tenants", read,
            new("list-user-tenants", "List the organizations that the caller has access to, the first 1000 at once") { Result = "Organization", Shape = ResultShape.PlainList }, ListTenantsAsync);
    }

    /// <summary>What operators ask about others, under <c>/grove/v1</c>.</summary>
    public void MapAsking(ApiEndpoints api) => api.Get("/users/{user_id}/organizations", Permission.Operator,
        new("list-organizations-of-user", "List the organizations that a user has access to, as they see them")
        {
            Result = "Organization",
            Shape = ResultShape.TokenPagedList,
            Query = Filters,
            Errors = [404],
        }, ListOfUserAsync);

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var walk = Begin(request, "/organizations");
        return request.Invalid is { } invalid ? invalid : await ContinueAsync(request, request.Access, walk);
    }

    private async ValueTask<Answer> ListOfUserAsync(ApiRequest request)
    {
        var id = request.PathId("user_id");
        var walk = Begin(request, $"/users/{id}/organizations");
        if (request.Invalid is { } invalid) return invalid;
        return await users.FindByIdAsync(id, request.Aborted) is { } user ? await ContinueAsync(request, Access.Full(user.Caller.UserKey), walk) : ApiError.UserNotFound;
    }

    private Walk Begin(ApiRequest request, string list)
    {
        var filter = OrganizationFilter.Parse(request.Query);
        var binding = filter.Binding(request.Caller, list);
        var state = default(PageTokenState);
        if (filter.PageToken is not null && request.Errors.Count == 0 && tokens.TryRead(filter.PageToken, binding, out state) is { } fault)
            request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault)));
        return new(filter, binding, state);
    }

    private async ValueTask<Answer> ContinueAsync(ApiRequest request, Access access, Walk walk)
    {
        var cancel = walk.Filter.IsEmpty ? CancellationToken.None : request.Aborted;
        var page = await store.ListAsync(access, walk.Filter, walk.State.LastKey, walk.State.Total, cancel);
        return Answer.List(page.Rows, Organization.Write, json =>
        {
            if (page.Next is { } next) json.WriteString("next_page_token"u8, tokens.Write(new(next, page.Total), walk.Binding));
            if (page.Total is { } total) json.WriteNumber("total_size"u8, total);
        });
    }

    private async ValueTask<Answer> ListTenantsAsync(ApiRequest request)
    {
        var page = await store.ListAsync(request.Access, new() { PageSize = MostTenants }, 0, null, request.Aborted);
        var message = page.Next is null ? null : new ErrorItem(ErrorCodes.Incomplete, string.Create(
            CultureInfo.InvariantCulture, $"These are the first {MostTenants} of {page.Total}: GET /organizations has them all, in pages."));
        return Answer.List(page.Rows, Organization.Write, null, message);
    }

    private async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var body = OrganizationBody.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        // Without a key to remember, creating is one round trip.
        if (request.IdempotencyKey is null) return Show(await creation.CreateAsync(request, body));
        try
        {
            return await idempotency.RunAsync(request,
                session => creation.RefuseParentAsync(session, request, body),
                async session => Show(await creation.CreateAsync(session, request, body)));
        }
        catch (Storage.StorageException fault) when (fault.Fault == Storage.StorageFault.ForeignKey)
        {
            // The parent went away while we were at it.
            return ApiError.OrganizationNotFound;
        }
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        // Sooner read than it could be cancelled.
        return await store.GetAsync(request.Access, id, CancellationToken.None) is { } found ? Show(found) : ApiError.OrganizationNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var body = OrganizationBody.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        return request.PathId("organization_id") is { } id ? Show(await changes.UpdateAsync(request, id, body)) : ApiError.OrganizationNotFound;
    }

    private async ValueTask<Answer> DeleteAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        return await changes.DeleteIfEmptyAsync(request, id) is { } refused ? refused : Answer.Resource(id, JsonShapes.WriteId);
    }

    private async ValueTask<Answer> GetProfileAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        if (await store.GetProfileAsync(request.Access, id, request.Aborted) is not { } found) return ApiError.OrganizationNotFound;
        return found.Profile is null ? ApiError.ProfileNotFound : Answer.Resource(found.Profile, JsonShapes.WriteRaw, found.Version);
    }

    private async ValueTask<Answer> SetProfileAsync(ApiRequest request)
    {
        var profile = Profile.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        return await changes.SetProfileAsync(request, id, profile!) is { } refused ? refused : Answer.Empty;
    }

    /// <summary>Where a walk through a list is.</summary>
    private readonly record struct Walk(OrganizationFilter Filter, byte[] Binding, PageTokenState State);

    private static Answer Show(Outcome<Organization> outcome) => outcome.Error is { } error ? error : Show(outcome.Value!);

    private static Answer Show(Organization organization) => Answer.Resource(organization, Organization.Write, organization.Version);
}
