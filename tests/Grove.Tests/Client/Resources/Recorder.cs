using System.Net;
using System.Text;
using Grove.Client;

namespace Grove.Tests.Client.Resources;

/// <summary>A request as it was sent: the method, the path below the API with its query, and the body.</summary>
internal sealed record Sent(string Method, string Target, string? Body)
{
    public string Path => Uri.UnescapeDataString(Target.Split('?')[0]);

    public IReadOnlyList<string> QueryNames => [.. Query.Select(pair => pair.Split('=')[0])];

    /// <summary>The parameters in their order, decoded.</summary>
    public IReadOnlyList<string> Query => Target.Split('?') is [_, var query] ? [.. query.Split('&').Select(Uri.UnescapeDataString)] : [];

    /// <summary>The method and the target.</summary>
    public string Line => $"{Method} {Target}";
}

/// <summary>Stands in for the server: keeps what is sent, and answers the given bodies one after the other, the last again and again.</summary>
internal sealed class Recorder : HttpMessageHandler
{
    private readonly string[] bodies;
    private readonly List<Sent> sent = [];

    private Recorder(HttpStatusCode status, string[] bodies)
    {
        (Status, this.bodies) = (status, bodies);
        Client = new GroveClient(
            new GroveClientOptions { BaseUrl = new Uri("http://grove.test/client/v4"), ApiToken = "token-of-tests", Handler = this, MaxRetries = 0 }, _ => null);
    }

    public GroveClient Client { get; }

    public HttpStatusCode Status { get; }

    public IReadOnlyList<Sent> All => sent;

    public Sent Only => sent.Count == 1 ? sent[0] : throw new InvalidOperationException($"{sent.Count} requests were sent.");

    /// <summary>Answers a result.</summary>
    public static Recorder Of(string result = "{}", string? info = null) => Whole(Envelope(result, info));

    /// <summary>Answers whole bodies.</summary>
    public static Recorder Whole(params string[] bodies) => new(HttpStatusCode.OK, bodies);

    /// <summary>Answers 204.</summary>
    public static Recorder Nothing() => new(HttpStatusCode.NoContent, [""]);

    public static string Envelope(string result, string? info = null) =>
        $$"""{"success":true,"errors":[],"messages":[],"result":{{result}}{{(info is null ? "" : $$""","result_info":{{info}}""")}}}""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = bodies[Math.Min(sent.Count, bodies.Length - 1)];
        var target = request.RequestUri!.PathAndQuery;
        const string root = "/client/v4";
        sent.Add(new(
            request.Method.Method, target.StartsWith(root, StringComparison.Ordinal) ? target[root.Length..] : target,
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
        return new HttpResponseMessage(Status) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request };
    }
}
