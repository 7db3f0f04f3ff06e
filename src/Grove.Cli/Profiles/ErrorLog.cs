using Grove.Cli.Output;
using Microsoft.Extensions.Logging;

namespace Grove.Cli.Profiles;

/// <summary>The SDK's log on standard error, with <c>--verbose</c>. The SDK masks secrets itself.</summary>
internal sealed class ErrorLog(TextWriter error) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is one place to write to.
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        error.WriteLine("* " + SafeText.Line(formatter(state, exception)));

    public void Dispose()
    {
        // The writer is not its own.
    }
}
