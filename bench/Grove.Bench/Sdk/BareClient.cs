using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Bench.Sdk;

/// <summary>
/// The same calls as a good engineer writes them by hand: one <see cref="HttpClient"/>, the same headers, the body read from its stream by source-generated JSON into
/// records of the same members. It has a timeout. It doesn't try again, keeps no unknown members, and of an answer only the result.
/// </summary>
internal sealed class BareClient : IDisposable
{
    private readonly HttpClient http;

    public BareClient(Uri url)
    {
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(60),
        };
        var headers = http.DefaultRequestHeaders;
        headers.Add("Accept", "application/json");
        headers.Add("User-Agent", "Grove.Client/0.1.0");
        headers.Add("X-Auth-Email", FixedServer.Email);
        headers.Add("X-Auth-Key", FixedServer.Key);
        headers.Add("X-Stainless-Retry-Count", "0");
    }

    public async Task<BareOrganization> GetAsync(string id) =>
        (await SendAsync($"organizations/{Uri.EscapeDataString(id)}", BareJson.Default.BareEnvelopeBareOrganization)).Result
        ?? throw new InvalidDataException("No result.");

    public async Task<BareEnvelope<BareOrganization[]>> ListAsync(string parent, int pageSize) =>
        await SendAsync($"organizations?parent.id={Uri.EscapeDataString(parent)}&page_size={pageSize}", BareJson.Default.BareEnvelopeBareOrganizationArray);

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, type).ConfigureAwait(false) ?? throw new InvalidDataException("The body is null.");
    }
}

internal sealed record BareEnvelope<T>(bool Success, BareError[] Errors, BareError[] Messages, T? Result, BareInfo? ResultInfo);

internal sealed record BareError(int Code, string Message, string? DocumentationUrl, BareSource? Source);

internal sealed record BareSource(string? Pointer);

internal sealed record BareInfo(string? NextPageToken, long? TotalSize);

internal sealed record BareOrganization(string Id, DateTimeOffset CreateTime, BareMeta Meta, string Name, BareParent? Parent, BareProfile? Profile);

internal sealed record BareParent(string Id, string Name);

internal sealed record BareMeta(BareFlags? Flags, BareTenantFlags? TenantFlags, string[] HierarchyTags, string? ManagedBy);

internal sealed record BareFlags(string? AccountCreation, string? AccountDeletion, string? AccountMigration, string? AccountMobility, string? SubOrgCreation);

internal sealed record BareTenantFlags(
    string? AccountCreation, string? AccountCreationAppliesTenantDefaults, string? AccountDeletion, string? AccountMigration, string? AccountMobility,
    string? EnterpriseCapability, string? MemberManagement, string? SubOrgCreation);

internal sealed record BareProfile(string BusinessAddress, string BusinessEmail, string BusinessName, string BusinessPhone, string ExternalMetadata);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BareEnvelope<BareOrganization>))]
[JsonSerializable(typeof(BareEnvelope<BareOrganization[]>))]
internal sealed partial class BareJson : JsonSerializerContext;
