using Grove.Client.Core;

namespace Grove.Client;

/// <summary>The profile of an organization: <c>/organizations/{organization_id}/profile</c>.</summary>
public sealed class OrganizationProfileService
{
    private readonly Transport transport;

    internal OrganizationProfileService(Transport transport) => this.transport = transport;

    /// <summary>Reads the profile of an organization: <c>GET /organizations/{organization_id}/profile</c>.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">The caller sees no such organization, or it has no profile.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task<Profile> GetAsync(string organizationId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.ResultAsync(HttpMethod.Get, ApiPath.Wire($"organizations/{organizationId}/profile"), GroveJson.Default.Profile, options, cancellationToken);

    /// <summary>Replaces the profile of an organization, or gives it one: <c>PUT /organizations/{organization_id}/profile</c>. There is no answer but success.</summary>
    /// <param name="organizationId">The id of the organization.</param>
    /// <param name="parameters">All five texts, up to 4 KiB each.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadRequestException">A text is too long, or the e-mail address is none.</exception>
    /// <exception cref="NotFoundException">The caller sees no such organization.</exception>
    /// <exception cref="PermissionDeniedException">The caller may not.</exception>
    /// <exception cref="GroveException">The call failed.</exception>
    public Task UpdateAsync(string organizationId, Profile parameters, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        transport.NothingAsync(
            HttpMethod.Put, ApiPath.Wire($"organizations/{organizationId}/profile"), parameters, GroveJson.Default.Profile, options, cancellationToken);
}
