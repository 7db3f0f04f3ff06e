using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Grove.Tests.Client;

/// <summary>All that a client logs: messages and their members, at every level from the lowest that is on.</summary>
internal sealed class ClientLog(LogLevel lowest = LogLevel.Trace) : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = new();

    public IReadOnlyCollection<(LogLevel Level, string Text)> Lines => lines;

    public string Text => string.Join('\n', lines.Select(line => line.Text));

    public ILogger CreateLogger(string categoryName)
    {
        Category = categoryName;
        return this;
    }

    public string? Category { get; private set; }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var members = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
        lines.Enqueue((logLevel, $"{formatter(state, exception)} | {members} {exception}"));
    }

    public void Dispose()
    {
    }
}
