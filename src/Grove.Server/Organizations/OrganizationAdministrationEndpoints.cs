using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Organizations;

/// <summary><c>/grove/v1/organizations/{id}</c>: operators only.</summary>
internal sealed class OrganizationAdministrationEndpoints(OrganizationAdministration administration)
{
    public void Map(ApiEndpoints api) => api.Patch(
        "/organizations/{organization_id}", Permission.Operator,
        new("administer-organization", "Change the capabilities of an organization, and what manages it")
        {
            Result = "Organization",
            Body = "OrganizationCapabilities",
            Errors = [400, 404, 409, 412],
        }, UpdateAsync);

    private async ValueTask<Answer> UpdateAsync(ApiRequest request)
    {
        var body = OrganizationAdministrationBody.Parse(request.Body);
        if (request.Invalid is { } invalid) return invalid;
        if (request.PathId("organization_id") is not { } id) return ApiError.OrganizationNotFound;
        var outcome = await administration.UpdateAsync(request, id, body);
        return outcome.Error is { } error ? error : Answer.Resource(outcome.Value!, Organization.Write, outcome.Value!.Version);
    }
}
