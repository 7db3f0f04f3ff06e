using System.Text.Json;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Tokens;

/// <summary>U7 to U10: <c>/user/tokens</c>.</summary>
internal sealed class TokenEndpoints(TokenStore store, Idempotency idempotency, IdSource ids, TimeProvider clock)
{
    private const string All = "/user/tokens";
    private const string One = "/user/tokens/{token_id}";

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.ApiTokens);
        var change = Permission.Change(PermissionArea.ApiTokens);
        api.Get(All, read, new("list-tokens", "List the caller's API tokens")
        {
            OwnOnly = true,
            Result = "Token",
            Shape = ResultShape.NumberedList,
            Query =
            [
                new("direction", "string", "The direction of the order of creation.") { Values = ["asc", "desc"] },
                new("include_expired", "boolean", "Whether to list expired tokens too; true when left out.") { Values = ["true", "false"] },
                .. PageNumber.Parameters,
            ],
        }, OfOwner(ListAsync));
        api.Post(All, change, new("create-token", "Create an API token; the answer shows its value once") { OwnOnly = true, Result = "CreatedToken", Body = "TokenCreate", Errors = [400, 403, 409] }, OfOwner(CreateAsync));
        api.Get(All + "/verify", Permission.Any, new("verify-token", "Tell whether the token that asks is valid") { OwnOnly = true, Result = "TokenVerification" }, Verify);
        api.Get(One, read, new("get-token", "Get an API token") { OwnOnly = true, Result = "Token", Errors = [404] }, OfOwner(GetAsync));
        api.Put(One, change, new("update-token", "Replace an API token, but not its value") { OwnOnly = true, Result = "Token", Body = "TokenUpdate", Errors = [400, 403, 404, 409, 412] }, OfOwner(UpdateAsync));
        api.Delete(One, change, new("delete-token", "Delete an API token") { OwnOnly = true, Result = "Id", Errors = [403, 404, 409, 412] }, OfOwner(DeleteAsync));
        api.Put(One + "/value", change, new("roll-token", "Give an API token a new value, shown once") { OwnOnly = true, Result = "TokenValue", Errors = [403, 404, 409, 412] }, OfOwner(RollAsync));
    }

    /// <summary>Tokens are their owner's own, so a token that does not cover its owner reaches none of them, itself included.</summary>
    private static Func<ApiRequest, ValueTask<Answer>> OfOwner(Func<ApiRequest, ValueTask<Answer>> handle) =>
        request => request.Access.CoversOwner ? handle(request) : new(ApiError.TokenNotCovered);

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var descending = request.Query.OneOf("direction", ["asc", "desc"]) == "desc";
        var includeExpired = request.Query.OneOf("include_expired", ["true", "false"]) != "false";
        var page = PageNumber.Parse(request.Query);
        if (request.Invalid is { } invalid) return invalid;
        var (rows, total) = await store.ListAsync(request.Caller.UserKey, descending, includeExpired, page, request.Aborted);
        return Answer.List(rows, Write, json => page.Write(json, rows.Count, total));
    }

    private async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var body = TokenBody.Parse(request.Body, request.Caller.UserId, creating: true, ids, clock);
        if (request.Invalid is { } invalid) return invalid;
        return await idempotency.RunAsync(request, session => TokenStore.RefuseAsync(session, request.Caller, request.Caller.UserId, body), async session =>
        {
            var outcome = await store.CreateAsync(session, request, request.Caller.UserId, body);
            return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, Write, outcome.Value!.Version);
        });
    }

    private ValueTask<Answer> Verify(ApiRequest request)
    {
        if (request.Caller.Token is not { } token) return new(ApiError.InvalidToken);
        return new(Answer.Resource(token, static (json, token) =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, token.Id);
            json.WriteString("status"u8, "active"u8);
            json.WriteTime("not_before"u8, token.NotBefore);
            json.WriteTime("expires_on"u8, token.ExpiresOn);
            json.WriteEndObject();
        }, message: new(ErrorCodes.NotAuthenticated, "This API Token is valid and active")));
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("token_id") is not { } id) return ApiError.TokenNotFound;
        return await store.GetAsync(request.Caller.UserKey, id, request.Aborted) is { } token ? Answer.Resource(token, Write, token.Version) : ApiError.TokenNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var body = TokenBody.Parse(request.Body, request.Caller.UserId, creating: false, ids, clock);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("token_id") is not { } id) return ApiError.TokenNotFound;
        var outcome = await store.UpdateAsync(request, id, body);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, Write, outcome.Value!.Version);
    }

    private async ValueTask<Answer> DeleteAsync(ApiRequest request)
    {
        if (request.PathId("token_id") is not { } id) return ApiError.TokenNotFound;
        var outcome = await store.DeleteAsync(request, id);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, JsonShapes.WriteId);
    }

    private async ValueTask<Answer> RollAsync(ApiRequest request)
    {
        if (request.PathId("token_id") is not { } id) return ApiError.TokenNotFound;
        var outcome = await store.RollAsync(request, id);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, static (json, value) => json.WriteStringValue(value));
    }

    private void Write(Utf8JsonWriter json, ApiToken token) => ApiToken.At(Timestamps.Now(clock))(json, token);
}
