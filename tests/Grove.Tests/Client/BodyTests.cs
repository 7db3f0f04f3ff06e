using System.Net;
using System.Text;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>How a body is read: the same whatever length its head tells.</summary>
public sealed class BodyTests
{
    [Theory]
    [InlineData(100, 100L)]
    [InlineData(100, null)]
    [InlineData(3_000_000, 3_000_000L)]
    [InlineData(3_000_000, null)]
    [InlineData(0, 0L)]
    [InlineData(0, 100L)] // HEAD
    public async Task All_of_it_comes_and_nothing_else(int length, long? told)
    {
        var body = $"\"{new string('x', Math.Max(0, length - 2))}\""[..length];
        using var client = new GroveClient(new GroveClientOptions { Handler = new Answering(body, told), BaseUrl = new Uri("http://localhost"), ApiToken = "t" });
        var answer = await client.SendAsync(HttpMethod.Get, "anything", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(body, answer.Body);
    }

    private sealed class Answering(string body, long? told) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new Pieces(Encoding.UTF8.GetBytes(body)));
            content.Headers.ContentLength = told;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>Hands out what it has in pieces, as a connection does, and doesn't know how much that is.</summary>
    private sealed class Pieces(byte[] all) : MemoryStream(all)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1000)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
