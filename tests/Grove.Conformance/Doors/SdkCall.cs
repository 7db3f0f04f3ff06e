using Grove.Client;

namespace Grove.Conformance.Doors;

/// <summary>What a method of the SDK gives back.</summary>
internal enum Gives
{
    /// <summary>What is in the result of the envelope.</summary>
    Result,

    /// <summary>A body without the envelope.</summary>
    Body,

    Nothing,
}

/// <summary>What a call answered: as it came, and as the SDK understood it.</summary>
internal sealed record SdkAnswer(ApiResponse Raw, Gives Gives, object? Value = null, ResultInfo? Info = null);

/// <summary>A method of the SDK, and how it is called.</summary>
internal sealed record SdkCall(Func<GroveClient, SdkRequest, Task<SdkAnswer>> CallAsync)
{
    public static SdkCall Of<T>(Func<GroveClient, SdkRequest, Task<T>> call) => Of(call, Gives.Result);

    public static SdkCall Bare<T>(Func<GroveClient, SdkRequest, Task<T>> call) => Of(call, Gives.Body);

    public static SdkCall Page<T>(Func<GroveClient, SdkRequest, Task<Page<T>>> call) => new(async (client, request) =>
    {
        var raw = await client.WithRawResponseAsync(same => call(same, request));
        return new SdkAnswer(raw, Gives.Result, raw.Value.Result, raw.Value.Info);
    });

    public static SdkCall Nothing(Func<GroveClient, SdkRequest, Task> call) => new(async (client, request) =>
        new SdkAnswer(await client.WithRawResponseAsync(same => call(same, request)), Gives.Nothing));

    private static SdkCall Of<T>(Func<GroveClient, SdkRequest, Task<T>> call, Gives gives) => new(async (client, request) =>
    {
        var raw = await client.WithRawResponseAsync(same => call(same, request));
        return new SdkAnswer(raw, gives, raw.Value);
    });
}
