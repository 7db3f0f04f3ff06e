using System.Collections.Concurrent;
using Grove.Server.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Grove.Conformance;

/// <summary>Everything that a server logs under its own rules, with the line for each request turned on: messages, members, scopes and exceptions.</summary>
public sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> records = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Records => records;

    public string Text => string.Join('\n', records.Select(record => record.Text));

    public void Configure(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ConfigureLogging(configuration);
        logging.ClearProviders();
        logging.AddFilter("Grove.Requests", LogLevel.Information);
        logging.AddProvider(this);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    // The server disposes its providers; what was captured is read afterwards too.
    public void Dispose()
    {
    }

    private sealed class Logger(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => capture.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var members = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
            var scope = "";
            capture.scopes.ForEachScope((value, _) => scope += $" [{value}]", 0);
            capture.records.Enqueue((logLevel, $"{logLevel} {category}: {formatter(state, exception)} | {members}{scope} {exception}"));
        }
    }
}
