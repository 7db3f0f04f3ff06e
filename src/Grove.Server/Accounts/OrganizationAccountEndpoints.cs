using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Accounts;

/// <summary>O6: <c>/organizations/{id}/accounts</c>.</summary>
internal sealed class OrganizationAccountEndpoints(OrganizationAccountStore store, PageTokenCodec tokens)
{
    public void Map(ApiEndpoints api) => api.Get(
        "/organizations/{organization_id}/accounts", Permission.Read(PermissionArea.AccountSettings),
        new("list-organization-accounts", "List the accounts directly in an organization")
        {
            Result = "OrganizationAccount",
            Shape = ResultShape.TokenPagedList,
            Query =
            [
                new("name", "string", "Exactly this name, whatever the case."),
                new("name.startsWith", "string", "The name starts so, whatever the case."),
                new("name.endsWith", "string", "The name ends so, whatever the case."),
                new("name.contains", "string", "The name contains this, whatever the case."),
                new("account_pubname", "string", "As name; deprecated."),
                new("account_pubname.startsWith", "string", "As name.startsWith; deprecated."),
                new("account_pubname.endsWith", "string", "As name.endsWith; deprecated."),
                new("account_pubname.contains", "string", "As name.contains; deprecated."),
                new("order_by", "string", "What to order by; by default the creation of the account.") { Values = ["account_name"] },
                new("direction", "string", "The direction of the order.") { Values = ["asc", "desc"] },
                new("page_size", "integer", "Rows on a page.") { Minimum = 0, Maximum = 1000, Default = 10 },
                new("page_token", "string", "The next_page_token of the page before; the filters must be sent again."),
            ],
            Errors = [404],
        }, ListAsync);

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var id = request.PathId("organization_id");
        var filter = OrganizationAccountFilter.Parse(request.Query);
        var binding = filter.Binding(request.Caller, id ?? "");
        PageTokenState? after = null;
        if (filter.PageToken is not null && request.Errors.Count == 0)
        {
            if (tokens.TryRead(filter.PageToken, binding, out var state) is { } fault) request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault)));
            after = state;
        }
        if (request.Invalid is { } invalid) return invalid;
        if (id is null || await store.ListAsync(request.Access, id, filter, after, request.Aborted) is not { } page) return ApiError.OrganizationNotFound;
        return Answer.List(page.Rows, Account.WriteInOrganization, json =>
        {
            if (page.Next is { } next) json.WriteString("next_page_token"u8, tokens.Write(next, binding));
            if (page.Total is { } total) json.WriteNumber("total_size"u8, total);
        });
    }
}
