using System.Net;
using System.Text;
using Xunit;

namespace Grove.Conformance.Cases;

public class LargeBodyCases(SharedHosts hosts)
{
    [Theory, InlineData(1, false), InlineData(5, false), InlineData(1, true), InlineData(5, true)]
    public async Task A_body_that_is_too_large_is_refused_and_the_connection_lives_on(int megabytes, bool chunked)
    {
        var host = await hosts.GetAsync(Engine.Sqlite);
        var body = Encoding.UTF8.GetBytes($$"""{"name":"x","pad":"{{new string('x', megabytes * 1024 * 1024)}}"}""");
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "organizations") { Content = new ByteArrayContent(body) };
            request.Headers.Add("X-Auth-Email", GroveHost.OperatorEmail);
            request.Headers.Add("X-Auth-Key", GroveHost.OperatorKey);
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("\"code\":1015", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.NotEqual(true, response.Headers.ConnectionClose);
            Assert.Equal(HttpStatusCode.OK, (await host.Operator.GetAsync("user")).Status);
        }
    }
}
