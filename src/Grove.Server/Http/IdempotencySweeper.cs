using Grove.Server.Storage;

namespace Grove.Server.Http;

/// <summary>Removes expired idempotency keys now and then, a batch at a time, so that no other write waits long.</summary>
internal sealed class IdempotencySweeper(Idempotency idempotency, TimeProvider clock, ILogger<IdempotencySweeper> logger) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await idempotency.SweepAsync(Batch, stoppingToken) == Batch)
                {
                }
            }
            catch (StorageException fault)
            {
                logger.LogWarning("Expired idempotency keys were not removed: {Fault}; trying again later", fault.Fault);
            }
        }
    }
}
