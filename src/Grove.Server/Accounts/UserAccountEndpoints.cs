using System.Globalization;
using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Accounts;

/// <summary>What <c>GET /grove/v1/users/{id}/accounts</c> asks for.</summary>
internal sealed record UserAccountFilter(string? Name, int PageSize, string? PageToken)
{
    public static UserAccountFilter Parse(QueryReader query)
    {
        var size = query.Integer("page_size", 0, 1000) ?? 0;
        return new(query.Text("name", 200), size == 0 ? 10 : size, query.Text("page_token", 2000));
    }
}

/// <summary><c>/grove/v1/users/{id}/accounts</c>: operators only.</summary>
internal sealed class UserAccountEndpoints(AccountStore store, CredentialStore users, PageTokenCodec tokens)
{
    public void Map(ApiEndpoints api) => api.Get("/users/{user_id}/accounts", Permission.Operator,
        new("list-accounts-of-user", "List the accounts that a user has access to, as they see them")
        {
            Result = "Account",
            Shape = ResultShape.TokenPagedList,
            Query =
            [
                new("name", "string", "Exactly this name, case-sensitive."),
                new("page_size", "integer", "Rows on a page.") { Minimum = 0, Maximum = 1000, Default = 10 },
                new("page_token", "string", "The next_page_token of the page before; the filter must be sent again."),
            ],
            Errors = [404],
        }, ListAsync);

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var id = request.PathId("user_id");
        var filter = UserAccountFilter.Parse(request.Query);
        var binding = PageBinding.Of($"/users/{id}/accounts", request.Caller, filter.Name);
        var state = default(PageTokenState);
        if (filter.PageToken is not null && request.Errors.Count == 0 && tokens.TryRead(filter.PageToken, binding, out state) is { } fault)
            request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault)));
        if (request.Invalid is { } invalid) return invalid;
        if (await users.FindByIdAsync(id, request.Aborted) is not { } user) return ApiError.UserNotFound;

        // The text that such a walk is sorted by before the key is the place of the account.
        var after = (Place: state.LastText is null ? 0 : long.Parse(state.LastText, CultureInfo.InvariantCulture), state.LastKey);
        var page = await store.WalkAsync(Access.Full(user.Caller.UserKey), filter.Name, filter.PageSize, after, state.Total, request.Aborted);
        return Answer.List(page.Rows, Account.Write, json =>
        {
            if (page.Next is var (place, key))
                json.WriteString("next_page_token"u8, tokens.Write(new(key, page.Total, place.ToString(CultureInfo.InvariantCulture)), binding));
            if (page.Total is { } total) json.WriteNumber("total_size"u8, total);
        });
    }
}
