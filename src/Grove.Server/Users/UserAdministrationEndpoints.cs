using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;
using Grove.Server.Tokens;

namespace Grove.Server.Users;

/// <summary><c>/grove/v1/users</c>: operators only.</summary>
internal sealed class UserAdministrationEndpoints(
    UserAdministration users, TokenStore tokens, Idempotency idempotency, CredentialCache cache, PageTokenCodec pages, IdSource ids, TimeProvider clock)
{
    private const string Users = "/users";
    private const string One = "/users/{user_id}";

    public void Map(ApiEndpoints api)
    {
        var permission = Permission.Operator;
        api.Get(Users, permission, new("list-users", "List users")
        {
            Result = "ManagedUser",
            Shape = ResultShape.TokenPagedList,
            Query =
            [
                new("email", "string", "Exactly this address, whatever the case."),
                new("email.startsWith", "string", "The address starts so, whatever the case."),
                new("external_id", "string", "Exactly this external id, case-sensitive."),
                new("page_size", "integer", "Rows on a page.") { Minimum = 0, Maximum = 1000, Default = 10 },
                new("page_token", "string", "The next_page_token of the page before; the filters must be sent again."),
            ],
        }, ListAsync);
        api.Post(Users, permission, new("create-user", "Create a user; the answer shows the API key once") { Result = "CreatedUser", Body = "UserCreate", Errors = [400, 404, 409] }, CreateAsync);
        api.Get(One, permission, new("get-user", "Get a user") { Result = "ManagedUser", Errors = [404] }, GetAsync);
        api.Patch(One, permission, new("update-user", "Change a user") { Result = "ManagedUser", Body = "UserUpdate", Errors = [400, 404, 409, 412] }, UpdateAsync);
        api.Delete(One, permission, new("delete-user", "Delete a user") { Result = "Id", Errors = [400, 404, 409, 412] }, DeleteAsync);
        api.Post(One + "/api_key", permission, new("roll-user-api-key", "Give a user a new API key, shown once") { Result = "ApiKey", Errors = [404, 409] }, RollAsync);
        api.Post(One + "/tokens", permission, new("create-user-token", "Create an API token for a user; the answer shows its value once") { Result = "CreatedToken", Body = "TokenCreate", Errors = [400, 403, 404, 409] }, CreateTokenAsync);
    }

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var filter = UserFilter.Parse(request.Query);
        var binding = filter.Binding(request.Caller);
        var state = default(PageTokenState);
        if (filter.PageToken is not null && request.Errors.Count == 0 && pages.TryRead(filter.PageToken, binding, out state) is { } fault)
            request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault)));
        if (request.Invalid is { } invalid) return invalid;
        var rows = await users.ListAsync(filter, state.LastKey, filter.PageSize + 1, request.Aborted);
        var more = rows.Count > filter.PageSize;
        if (more) rows.RemoveAt(rows.Count - 1);
        return Answer.List([.. rows.Select(user => (user, (string?)null))], User.WriteForOperator, json =>
        {
            if (more) json.WriteString("next_page_token"u8, pages.Write(new(rows[^1].Key, null), binding));
        });
    }

    private async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var body = UserBody.Parse(request.Body, creating: true);
        if (request.Invalid is { } invalid) return invalid;
        try
        {
            return await idempotency.RunAsync(request, session => UserAdministration.RefuseManagingAsync(session, body), async session =>
            {
                var outcome = await users.CreateAsync(session, request.Actor, body);
                return outcome.Error is { } error ? error : Answer.Resource(outcome.Value, User.WriteForOperator, 1);
            });
        }
        catch (Storage.StorageException fault) when (fault.Fault == Storage.StorageFault.ForeignKey)
        {
            // The managing organization was deleted after we looked.
            return ApiError.OrganizationNotFound;
        }
        catch (Storage.StorageException fault) when (fault.Fault == Storage.StorageFault.Duplicate)
        {
            return Organizations.ExternalIds.TakenHere;
        }
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("user_id") is not { } id) return ApiError.UserNotFound;
        return await users.GetAsync(id, request.Aborted) is { } user ? Show(user) : ApiError.UserNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var body = UserBody.Parse(request.Body, creating: false);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("user_id") is not { } id) return ApiError.UserNotFound;
        var outcome = await users.UpdateAsync(request, id, body);
        return outcome.Error is { } error ? error : Show(outcome.Value!);
    }

    private async ValueTask<Answer> DeleteAsync(ApiRequest request)
    {
        if (request.PathId("user_id") is not { } id) return ApiError.UserNotFound;
        return await users.DeleteAsync(request, id) is { } refused ? refused : Answer.Resource(id, JsonShapes.WriteId);
    }

    private async ValueTask<Answer> RollAsync(ApiRequest request)
    {
        if (request.PathId("user_id") is not { } id) return ApiError.UserNotFound;
        var answer = await idempotency.RunAsync(request, session => UserAdministration.RefuseUserAsync(session, id), async session =>
        {
            var outcome = await users.RollKeyAsync(session, request.Actor, id);
            return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, static (json, key) =>
            {
                json.WriteStartObject();
                json.WriteString("api_key"u8, key);
                json.WriteEndObject();
            });
        });
        cache.Revoke();
        return answer;
    }

    private async ValueTask<Answer> CreateTokenAsync(ApiRequest request)
    {
        var id = request.PathId("user_id");
        var body = TokenBody.Parse(request.Body, id ?? "", creating: true, ids, clock);
        if (request.Invalid is { } invalid) return invalid;
        if (id is null) return ApiError.UserNotFound;
        try
        {
            return await idempotency.RunAsync(request, session => TokenStore.RefuseAsync(session, request.Caller, id, body), async session =>
            {
                var outcome = await tokens.CreateAsync(session, request, id, body);
                return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, ApiToken.At(Timestamps.Now(clock)), outcome.Value!.Version);
            });
        }
        catch (Storage.StorageException fault) when (fault.Fault == Storage.StorageFault.ForeignKey)
        {
            // The user was deleted after we looked.
            return ApiError.UserNotFound;
        }
    }

    private static Answer Show(User user) => Answer.Resource((user, (string?)null), User.WriteForOperator, user.Version);
}
