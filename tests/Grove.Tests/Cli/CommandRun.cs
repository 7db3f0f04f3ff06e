using System.Net;
using System.Text;
using Grove.Cli;
using Xunit;

namespace Grove.Tests.Cli;

/// <summary>What one call of <c>grove</c> did.</summary>
internal sealed record Ran(int Code, string Out, string Error, IReadOnlyList<Asked> Requests);

/// <summary>A request as the API got it.</summary>
internal sealed record Asked(string Method, string Target, string? Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>The command in this process, with a terminal, an environment and an API of its own.</summary>
internal sealed class CommandRun : IDisposable
{
    public const string Token = "token-of-tests-0123456789";
    public const string Id = "0123456789abcdef0123456789abcdef";

    public Dictionary<string, string> Environment { get; } = new()
    {
        ["CLOUDFLARE_BASE_URL"] = "https://api.test/client/v4",
        ["CLOUDFLARE_API_TOKEN"] = Token,
        ["HOME"] = Directory.CreateTempSubdirectory("grove-cli-").FullName,
    };

    public string Input { get; init; } = "";

    /// <summary>What is typed without being shown.</summary>
    public string Hidden { get; init; } = "";

    public bool Terminal { get; init; }

    public int Width { get; init; } = 200;

    /// <summary>What the API answers to a request, by the number of the request from 0.</summary>
    public Func<Asked, int, (int Status, string Body)> Api { get; init; } = (_, _) => (200, Envelope("{}"));

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Lost { get; init; }

    public static string Envelope(string result, string? info = null) =>
        $$"""{"success":true,"errors":[],"messages":[],"result":{{result}}{{(info is null ? "" : $",\"result_info\":{info}")}}}""";

    public static string Failure(int code, string message, string? pointer = null) =>
        $$"""{"success":false,"errors":[{"code":{{code}},"message":"{{message}}"{{(pointer is null ? "" : $",\"source\":{{\"pointer\":\"{pointer}\"}}")}}}],"messages":[],"result":null}""";

    public Task<Ran> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);

    public async Task<Ran> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var handler = new Recorder(this);
        var code = await GroveCommand.RunAsync(
            arguments,
            new Surroundings
            {
                In = new StringReader(Input),
                Out = output,
                Error = error,
                InIsTerminal = Terminal,
                OutIsTerminal = Terminal,
                ErrorIsTerminal = Terminal,
                Width = Width,
                Environment = name => Environment.GetValueOrDefault(name),
                Handler = handler,
                ReadHidden = () => Hidden,
            },
            cancellation);
        return new Ran(code, output.ToString(), error.ToString(), handler.Seen);
    }

    public void Dispose() => Directory.Delete(Environment["HOME"], recursive: true);

    private sealed class Recorder(CommandRun run) : HttpMessageHandler
    {
        public List<Asked> Seen { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            var asked = new Asked(request.Method.Method, request.RequestUri!.PathAndQuery, body,
                request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
            int number;
            lock (Seen)
            {
                number = Seen.Count;
                Seen.Add(asked);
            }
            if (run.Lost is not null) throw run.Lost;
            var (status, answer) = run.Api(asked, number);
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(answer, Encoding.UTF8, "application/json"), RequestMessage = request };
            response.Headers.Add("X-Request-Id", "request-1");
            return response;
        }
    }
}
