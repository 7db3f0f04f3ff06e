using Grove.Client;

namespace Grove.Conformance.Doors;

/// <summary>Which method of the SDK says which operation; <c>{}</c> stands for an id.</summary>
internal static class SdkCalls
{
    public static IReadOnlyDictionary<string, SdkCall> All { get; } = new Dictionary<string, SdkCall>
    {
        ["GET organizations"] = SdkCall.Page((client, r) => client.Organizations.ListAsync(r.Query<OrganizationListParams>(), r.Options)),
        ["POST organizations"] = SdkCall.Of((client, r) => client.Organizations.CreateAsync(r.Body<OrganizationCreateParams>(), r.Options)),
        ["GET organizations/{}"] = SdkCall.Of((client, r) => client.Organizations.GetAsync(r.Id(0), r.Options)),
        ["PUT organizations/{}"] = SdkCall.Of((client, r) => client.Organizations.UpdateAsync(r.Id(0), r.Body<OrganizationUpdateParams>(), r.Options)),
        ["DELETE organizations/{}"] = SdkCall.Of((client, r) => client.Organizations.DeleteAsync(r.Id(0), r.Options)),
    };
}

/// <summary>A method of the SDK: calls it, and gives back the raw answer and what the SDK made of result and result_info; null where the call answers neither.</summary>
internal sealed record SdkCall(Func<GroveClient, SdkRequest, Task<(ApiResponse Raw, object? Result, object? Info)>> CallAsync)
{
    public static SdkCall Of<T>(Func<GroveClient, SdkRequest, Task<T>> call) => new(async (client, request) =>
    {
        var raw = await client.WithRawResponseAsync(same => call(same, request));
        return (raw, raw.Value, null);
    });

    public static SdkCall Page<T>(Func<GroveClient, SdkRequest, Task<Page<T>>> call) => new(async (client, request) =>
    {
        var raw = await client.WithRawResponseAsync(same => call(same, request));
        return (raw, raw.Value.Result, raw.Value.Info);
    });

    public static SdkCall Nothing(Func<GroveClient, SdkRequest, Task> call) => new(async (client, request) =>
        (await client.WithRawResponseAsync(same => call(same, request)), null, null));
}
