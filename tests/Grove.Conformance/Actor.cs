using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance;

/// <summary>A person with credentials, and what they do. Paths that start with a slash are of the host; others of the wire API.</summary>
public sealed class Actor
{
    private readonly HttpClient http;
    private readonly Action<HttpRequestHeaders> credentials;

    public Actor(HttpClient http, string email, string key)
    {
        this.http = http;
        Email = email;
        Key = key;
        credentials = headers =>
        {
            headers.Add("X-Auth-Email", email);
            headers.Add("X-Auth-Key", key);
        };
    }

    /// <summary>The same person by an API token.</summary>
    public Actor(HttpClient http, string token)
    {
        this.http = http;
        Email = Key = "";
        credentials = headers => headers.Authorization = new("Bearer", token);
    }

    /// <summary>Somebody without credentials.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public Actor(HttpClient http)
    {
        this.http = http;
        Email = Key = Id = "";
        credentials = static _ => { };
    }

    private Actor(HttpClient http, Actor same, Action<HttpRequestHeaders>? more = null)
    {
        this.http = http;
        (Email, Key, credentials) = (same.Email, same.Key, same.credentials + more);
    }

    public required string Id { get; init; }

    public string Email { get; }

    /// <summary>The global API key; empty for a token.</summary>
    public string Key { get; }

    /// <summary>The same person with the same credentials, by way of another node.</summary>
    public Actor Through(HttpClient node) => new(node, this) { Id = Id };

    /// <summary>This operator, who acts as the user.</summary>
    public Actor ActingAs(string user) => new(http, this, headers => headers.Add("Grove-As-User", user)) { Id = user };

    /// <summary>Sends a request with a JSON body (an object, or text as it is) and headers as pairs.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        credentials(request.Headers);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Reply> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Creates an organization and answers its id.</summary>
    public async Task<string> CreateAsync(string name, string? parent = null)
    {
        var reply = await PostAsync("organizations", parent is null ? new { name } : new { name, parent = new { id = parent } });
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Result.GetProperty("id").GetString()!;
    }

    /// <summary>Every organization of a list, page by page, as the ids come.</summary>
    public async Task<List<string>> WalkAsync(string query = "", int pageSize = 10)
    {
        var ids = new List<string>();
        string? token = null;
        do
        {
            var page = await GetAsync($"organizations?page_size={pageSize}{query}{(token is null ? "" : "&page_token=" + token)}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            ids.AddRange(page.Result.EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            token = page.Info.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        return ids;
    }
}

/// <summary>An answer.</summary>
public sealed record Reply(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    /// <summary>Headers of the answer and of its content alike.</summary>
    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());

    private readonly Lazy<JsonElement> json = new(() => Text.Length == 0 ? default : JsonDocument.Parse(Text).RootElement);

    /// <summary>The body, which must be JSON or nothing at all.</summary>
    public JsonElement Json => json.Value;

    public JsonElement Result => Json.GetProperty("result");

    public JsonElement Info => Json.GetProperty("result_info");

    /// <summary>The codes of the errors, in order.</summary>
    public IReadOnlyList<int> Codes => [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetInt32())];

    /// <summary>The pointers of the errors, in order; null where there is none.</summary>
    public IReadOnlyList<string?> Pointers => [.. Json.GetProperty("errors").EnumerateArray()
        .Select(error => error.TryGetProperty("source", out var source) ? source.GetProperty("pointer").GetString() : null)];
}
