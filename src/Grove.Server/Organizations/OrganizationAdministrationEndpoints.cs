using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary><c>/grove/v1/organizations</c>: operators only.</summary>
internal sealed class OrganizationAdministrationEndpoints(OrganizationAdministration administration, PageTokenCodec tokens)
{
    private const string Organizations = "/organizations";
    private const string One = "/organizations/{organization_id}";

    public void Map(ApiEndpoints api)
    {
        api.Get(Organizations, Permission.Operator, new("list-all-organizations", "List all organizations, or those with an external id")
        {
            Result = "ManagedOrganization",
            Shape = ResultShape.TokenPagedList,
            Query = ManagedListFilter.Parameters,
        }, ListAsync);
        api.Get(One, Permission.Operator, new("inspect-organization", "Get any organization, with its external id") { Result = "ManagedOrganization", Errors = [404] }, GetAsync);
        api.Patch(One, Permission.Operator, new("administer-organization", "Change the capabilities of an organization, what manages it, and its external id")
        {
            Result = "ManagedOrganization",
            Body = "OrganizationCapabilities",
            Errors = [400, 404, 409, 412],
        }, UpdateAsync);
    }

    private ValueTask<Answer> ListAsync(ApiRequest request) => ManagedList.AnswerAsync(
        request, tokens, "/grove/v1/organizations", (filter, after, take) => administration.ListAsync(filter.ExternalId, after, take, request.Aborted),
        static organization => organization.Key, ManagedOrganization.Write);

    private async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        return await administration.GetAsync(id, request.Aborted) is { } found ? Show(found) : ApiError.OrganizationNotFound;
    }

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var body = OrganizationAdministrationBody.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        var outcome = await administration.UpdateAsync(request, id, body);
        return outcome.Error is { } error ? error : Show(outcome.Value!);
    }

    private static Answer Show(ManagedOrganization organization) => Answer.Resource(organization, ManagedOrganization.Write, organization.Shown.Version);
}
