using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Invites;

namespace Grove.Server.Members;

/// <summary>O9 to O13: <c>/organizations/{id}/members</c>, and under <c>/grove/v1</c> what the wire has no verb for.</summary>
internal sealed class MemberEndpoints(
    MemberStore store, MemberAdditions additions, MemberChanges changes, InviteDelivery delivery, Idempotency idempotency, PageTokenCodec pages)
{
    private const string All = "/organizations/{organization_id}/members";
    private const string One = All + "/{member_id}";
    private static readonly Permission Change = Permission.Change(PermissionArea.Memberships);

    public void Map(ApiEndpoints api)
    {
        var read = Permission.Read(PermissionArea.Memberships);
        api.Get(All, read, new("list-organization-members", "List the members of an organization")
        {
            Result = "OrganizationMember",
            Shape = ResultShape.TokenPagedList,
            Query =
            [
                new("status", "string", "Only these statuses, active and pending by default; repeated, or separated by commas.") { Repeated = true, Values = MemberFilter.Statuses },
                new("user.email", "string", "Exactly this address, whatever the case."),
                new("user.email.startsWith", "string", "The address starts so, whatever the case."),
                new("user.email.endsWith", "string", "The address ends so, whatever the case."),
                new("user.email.contains", "string", "The address contains this, whatever the case."),
                new("page_size", "integer", "Rows on a page.") { Minimum = 0, Maximum = 1000, Default = 10 },
                new("page_token", "string", "The next_page_token of the page before; the filters must be sent again."),
            ],
            Errors = [404],
        }, ListAsync);
        api.Post(All, Change, new("create-organization-member", "Invite somebody to an organization, or add them at once where that is allowed")
        {
            Result = "OrganizationMember",
            OwnOnly = delivery.ShowsSecrets,
            Body = "OrganizationMemberCreate",
            Errors = [400, 403, 404, 409],
        }, CreateAsync);
        api.Post(All + ":batchCreate", Change, new("batch-create-organization-members", "Invite or add up to ten members, all or none")
        {
            Result = "OrganizationMember",
            Shape = ResultShape.PlainList,
            OwnOnly = delivery.ShowsSecrets,
            Body = "OrganizationMemberBatch",
            Errors = [400, 403, 404, 409],
        }, BatchCreateAsync);
        api.Get(One, read, new("get-organization-member", "Get a member of an organization") { Result = "OrganizationMember", Errors = [404] }, GetAsync);
        api.Delete(One, Change, new("delete-organization-member", "Remove a member, or withdraw an invitation")
        {
            Shape = ResultShape.NoContent,
            Errors = [400, 403, 404, 409, 412],
        }, DeleteAsync);
    }

    public void MapGrove(ApiEndpoints api)
    {
        api.Patch(One, Change, new("update-organization-member", "Change the roles of a member, or of an invitation")
        {
            Result = "OrganizationMember",
            Body = "OrganizationMemberUpdate",
            Errors = [400, 403, 404, 409, 412],
        }, UpdateAsync);
        api.Post(One + "/resend", Change, new("resend-organization-invite", "Let an invitation begin anew, expired or not")
        {
            Result = "OrganizationMember",
            Errors = [400, 403, 404, 409, 412],
        }, ResendAsync);
    }

    private async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var filter = MemberFilter.Parse(request);
        var organization = request.PathId("organization_id");
        var binding = filter.Binding(request.Caller, organization ?? "");
        var state = default(PageTokenState);
        if (filter.PageToken is not null && request.Errors.Count == 0 && pages.TryRead(filter.PageToken, binding, out state) is { } fault)
            request.Errors.Add(ErrorItem.Invalid(PageTokenMessages.Explain(fault)));
        if (request.Invalid is { } invalid) return invalid;
        if (organization is null) return ApiError.OrganizationNotFound;
        if (await store.ListAsync(request.Access, organization, filter, state.LastKey, state.Total, request.Aborted) is not { } page)
            return ApiError.OrganizationNotFound;
        return Answer.List(page.Rows, OrganizationMember.Write, json =>
        {
            if (page.Next is { } next) json.WriteString("next_page_token"u8, pages.Write(new(next, page.Total), binding));
            if (page.Total is { } total) json.WriteNumber("total_size"u8, total);
        });
    }

    private ValueTask<Answer> CreateAsync(ApiRequest request) =>
        AddAsync(request, NewMember.ParseOne(request.Body, delivery), static added => Show(added[0]));

    private ValueTask<Answer> BatchCreateAsync(ApiRequest request) =>
        AddAsync(request, NewMember.ParseBatch(request.Body, delivery), static added => Answer.List(added, OrganizationMember.Write, null));

    private async ValueTask<Answer> AddAsync(ApiRequest request, IReadOnlyList<NewMember> members, Func<IReadOnlyList<OrganizationMember>, Answer> show)
    {
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        return await idempotency.RunAsync(request,
            session => additions.RefuseInvisibleAsync(session, request, organization),
            async session =>
            {
                var outcome = await additions.AddAsync(session, request, organization, members);
                return outcome.Error is { } error ? error : show(outcome.Value!);
            });
    }

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        return Show(await store.GetAsync(request.Access, organization, MemberId(request), request.Aborted));
    }

    private async ValueTask<Answer> DeleteAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        return await changes.DeleteAsync(request, organization, MemberId(request)) is { } refused ? refused : Answer.Empty;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var roles = MemberRoles.Parse(request.Body, required: true);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        return Show(await changes.SetRolesAsync(request, organization, MemberId(request), roles));
    }

    private async ValueTask<Answer> ResendAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } organization) return ApiError.OrganizationNotFound;
        var member = MemberId(request);
        return await idempotency.RunAsync(request,
            session => changes.RefuseInvisibleAsync(session, request, organization, member),
            async session => Show(await changes.ResendAsync(session, request, organization, member)));
    }

    /// <summary>The id in the path; one that nothing can have is still looked for, after the organization.</summary>
    private static string MemberId(ApiRequest request) => request.PathId("member_id") ?? "-";

    private static Answer Show(Outcome<OrganizationMember> outcome) => outcome.Error is { } error ? error : Show(outcome.Value!);

    private static Answer Show(OrganizationMember member) => Answer.Resource(member, OrganizationMember.Write, member.Version);
}
