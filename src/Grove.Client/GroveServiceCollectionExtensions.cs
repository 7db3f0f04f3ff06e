using Grove.Client;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client.</summary>
public static class GroveServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="GroveClient"/> for the whole application, which logs where the application does. It is made when it is first asked for.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="options">Makes the options; left out, all comes from the environment.</param>
    public static IServiceCollection AddGroveClient(this IServiceCollection services, Func<IServiceProvider, GroveClientOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(provider =>
        {
            var chosen = options?.Invoke(provider) ?? new GroveClientOptions();
            return new GroveClient(chosen with { LoggerFactory = chosen.LoggerFactory ?? provider.GetService<ILoggerFactory>() });
        });
    }
}
