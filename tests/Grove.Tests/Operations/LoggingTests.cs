using System.Text.Json;
using Grove.Server.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Xunit;

namespace Grove.Tests.Operations;

public sealed class LoggingTests
{
    [Theory]
    [InlineData("Grove.Requests", LogLevel.Warning)]
    [InlineData("Grove.Server.Storage", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Routing", LogLevel.Warning)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Warning)]
    [InlineData("System.Net.Http", LogLevel.Warning)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)]
    public void Default_levels(string category, LogLevel lowest)
    {
        using var logs = new Logs([]);
        Assert.Equal(lowest, logs.Lowest(category));
    }

    [Fact]
    public void The_Logging_section_outranks_the_defaults_category_by_category()
    {
        using var logs = new Logs(new()
        {
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Grove.Requests"] = "None",
            ["Logging:LogLevel:Microsoft"] = "Debug",
        });
        Assert.Equal(LogLevel.Error, logs.Lowest("Grove.Server.Storage"));
        Assert.Equal(LogLevel.None, logs.Lowest("Grove.Requests"));
        Assert.Equal(LogLevel.Debug, logs.Lowest("Microsoft.AspNetCore.Routing"));
    }

    [Fact]
    public void Every_record_is_one_line_of_JSON_and_carries_the_id_of_its_request()
    {
        using var logs = new Logs(new() { ["Logging:LogLevel:Grove.Requests"] = "Information" });
        var other = logs.Factory.CreateLogger("Grove.Server.Storage");
        var requests = new RequestLog(logs.Factory);
        other.LogWarning("before");
        using (requests.Begin("0123"))
        {
            other.LogWarning("two\nlines");
            requests.Write("GET\"", "/organizations/{id}", 200, TimeSpan.FromMicroseconds(1234.7), "0123", null);
        }
        other.LogWarning("after");

        var lines = logs.Lines();
        Assert.Equal(4, lines.Count);
        Assert.Equal([null, "0123", "0123", null], lines.Select(RequestIdInScopes));
        Assert.EndsWith("Z", lines[0].GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
        var request = lines[2];
        Assert.Equal("Grove.Requests", request.GetProperty("Category").GetString());
        Assert.Equal("Information", request.GetProperty("LogLevel").GetString());
        var state = request.GetProperty("State");
        Assert.Equal("GET\"", state.GetProperty("method").GetString());
        Assert.Equal("/organizations/{id}", state.GetProperty("route").GetString());
        Assert.Equal(200, state.GetProperty("status").GetInt32());
        Assert.Equal(1.235, state.GetProperty("elapsed_ms").GetDouble());
        Assert.Equal("0123", state.GetProperty("request_id").GetString());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("user_id").ValueKind);
    }

    private static string? RequestIdInScopes(JsonElement record) =>
        record.GetProperty("Scopes").EnumerateArray()
            .Where(scope => scope.TryGetProperty("request_id", out _))
            .Select(scope => scope.GetProperty("request_id").GetString()).SingleOrDefault();

    /// <summary>The real set-up; records go through its own formatter into memory, beside a console that no test writes to.</summary>
    private sealed class Logs : IDisposable
    {
        private readonly ServiceProvider services;
        private readonly MemoryProvider memory;

        public Logs(Dictionary<string, string?> settings)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
            var collection = new ServiceCollection().AddLogging(logging =>
            {
                logging.ConfigureLogging(configuration);
                var console = logging.Services.Single(service => service.ServiceType == typeof(ILoggerProvider));
                logging.Services.Remove(console);
            });
            services = collection.BuildServiceProvider();
            memory = new MemoryProvider(services.GetServices<ConsoleFormatter>().Single(each => each.Name == ConsoleFormatterNames.Json));
            Factory = services.GetRequiredService<ILoggerFactory>();
            Factory.AddProvider(memory);
        }

        public ILoggerFactory Factory { get; }

        public LogLevel Lowest(string category)
        {
            var logger = Factory.CreateLogger(category);
            return Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || logger.IsEnabled(level));
        }

        public List<JsonElement> Lines()
        {
            var text = memory.Text.ToString();
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            return [.. text[..^1].Split('\n').Select(line => JsonElement.Parse(line))];
        }

        public void Dispose() => services.Dispose();
    }

    private sealed class MemoryProvider(ConsoleFormatter formatter) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public StringWriter Text { get; } = new() { NewLine = "\n" };

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => new MemoryLogger(this, categoryName);

        public void Dispose() => Text.Dispose();

        private sealed class MemoryLogger(MemoryProvider provider, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => provider.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                provider.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
        }

        private void Write<TState>(in LogEntry<TState> entry) => formatter.Write(entry, scopes, Text);
    }
}
