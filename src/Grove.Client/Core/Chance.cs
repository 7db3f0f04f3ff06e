namespace Grove.Client.Core;

/// <summary>All randomness of the client.</summary>
internal static class Chance
{
    /// <summary>A number from 0 up to 1.</summary>
    public static double Jitter() => Random.Shared.NextDouble();

    /// <summary>An Idempotency-Key that no other request has.</summary>
    public static string IdempotencyKey() => Guid.NewGuid().ToString("N");
}
