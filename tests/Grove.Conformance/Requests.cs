using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance;

/// <summary>Requests by nobody in particular, with paths exactly as written, and what every refusal looks like.</summary>
public static class Requests
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static async Task<Reply> SendAsync(this GroveHost host, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var at = path.StartsWith('/') ? host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path : host.Http.BaseAddress + path;
        Assert.True(Uri.TryCreate(at, AsWritten, out var uri), at);
        using var request = new HttpRequestMessage(new HttpMethod(method), uri);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes),
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        using var response = await host.Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    /// <summary>The headers by which somebody is known.</summary>
    public static (string, string)[] Pair(string email, string key) => [("X-Auth-Email", email), ("X-Auth-Key", key)];

    /// <summary>The headers of an API token.</summary>
    public static (string, string)[] Bearer(string token) => [("Authorization", "Bearer " + token)];

    /// <summary>An id that nothing has.</summary>
    public static string UnknownId() => Guid.NewGuid().ToString("N");

    /// <summary>Fails unless this is a refusal in the envelope with these codes; <paramref name="about"/> says which request it was.</summary>
    public static Reply Refused(this Reply reply, HttpStatusCode status, int[] codes, string about = "")
    {
        reply.WearsTheEnvelope(about);
        Assert.True(status == reply.Status && codes.SequenceEqual(reply.Codes), $"{about}: {(int)reply.Status} {reply.Text}");
        return reply;
    }

    public static Reply Refused(this Reply reply, HttpStatusCode status, int code, string about = "") => reply.Refused(status, [code], about);

    public static Reply Succeeded(this Reply reply, string about = "")
    {
        Assert.True((int)reply.Status is 200 or 204, $"{about}: {(int)reply.Status} {reply.Text}");
        return reply;
    }

    /// <summary>Fails unless a refusal has the four members in order, a message for each code, and the headers of every answer.</summary>
    public static void WearsTheEnvelope(this Reply reply, string about = "")
    {
        Assert.True((int)reply.Status is >= 400 and < 500, $"{about}: {(int)reply.Status}");
        Assert.True(reply.Headers.TryGetValue("Content-Type", out var type) && type == "application/json", $"{about}: {type} {reply.Text}");
        Assert.Equal(["success", "errors", "messages", "result"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.False(reply.Json.GetProperty("success").GetBoolean(), about);
        Assert.Equal(JsonValueKind.Null, reply.Result.ValueKind);
        Assert.Equal(0, reply.Json.GetProperty("messages").GetArrayLength());
        var errors = reply.Json.GetProperty("errors");
        Assert.True(errors.GetArrayLength() > 0, about);
        foreach (var error in errors.EnumerateArray())
        {
            Assert.True(error.GetProperty("code").GetInt32() > 0, about);
            Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()), about);
        }
        Assert.Matches("^[0-9a-f]{32}$", reply.Headers["X-Request-Id"]);
        Assert.False(reply.Headers.ContainsKey("ETag"), about);
    }
}
