using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>No key, token or Idempotency-Key, nor the digest of one, is ever in a record, in the log, or in an answer that does not issue it.</summary>
public class AuditSecretCases
{
    // Of tokens, Surface has none: {user} stands for the id of one here.
    private static readonly Operation[] Tokens =
    [
        new("GET", "user/tokens", "API Tokens"), new("POST", "user/tokens", "API Tokens", Surface.Token), new("GET", "user/tokens/{user}", "API Tokens"),
        new("PUT", "user/tokens/{user}", "API Tokens", Surface.Token), new("PUT", "user/tokens/{user}/value", "API Tokens", "{}"), new("DELETE", "user/tokens/{user}", "API Tokens"),
    ];

    [Theory, EveryDoor]
    public async Task No_operation_leaves_a_secret_behind(string engine)
    {
        var logs = new LogCapture();
        await using var host = await GroveHost.StartAsync(engine, logs: logs);
        var secrets = new HashSet<string> { GroveHost.OperatorKey };
        var answers = new List<(string About, string Text)>();
        foreach (var operation in Surface.Operations)
        {
            // Each by key and by token, where it may be done, and where it is refused.
            var owner = await NewUserAsync(host, secrets);
            var other = await NewUserAsync(host, secrets);
            var root = await owner.CreateAsync("Root");
            var target = operation.Path.StartsWith("accounts/", StringComparison.Ordinal) ? await owner.CreateAccountAsync("Account", root) : root;
            var token = (await NewTokenAsync(host, owner, secrets)).Actor;
            foreach (var actor in (Actor[])[other, token, owner, host.Operator])
            {
                var key = $"idempotency-{Guid.NewGuid():N}";
                secrets.Add(key);
                var path = operation.At(target, other.Id);
                var reply = await actor.SendAsync(
                    new(operation.Method), path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "note=" + key, operation.Write ? operation.Body : null, ("Idempotency-Key", key));
                Collect(operation, reply, secrets, answers);
            }
            answers.Add(("subtree", (await owner.GetAsync($"{AuditLog.Below(root)}?limit=1000")).Text));
        }
        foreach (var operation in Tokens)
        {
            var owner = await NewUserAsync(host, secrets);
            var id = (await NewTokenAsync(host, owner, secrets)).Id;
            Collect(operation, await owner.SendAsync(new(operation.Method), operation.At("", id), operation.Body), secrets, answers);
        }
        answers.Add(("everything", (await host.Operator.GetAsync($"{AuditLog.Everything}?limit=1000")).Succeeded().Text));

        var records = (await Tables.DumpAsync(host.Database)).Lines("audit_records");
        Assert.True(records.Count > 3 * Surface.Operations.Count);
        foreach (var secret in secrets)
        {
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
            foreach (var form in (string[])[secret, Convert.ToHexStringLower(digest), Convert.ToBase64String(digest)])
            {
                Assert.DoesNotContain(records, record => record.Contains(form, StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotContain(answers, answer => answer.Text.Contains(form, StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotContain(form, logs.Text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private static async Task<Actor> NewUserAsync(GroveHost host, HashSet<string> secrets)
    {
        var user = await host.NewUserAsync();
        secrets.Add(user.Key);
        return user;
    }

    private static async Task<(string Id, Actor Actor)> NewTokenAsync(GroveHost host, Actor owner, HashSet<string> secrets)
    {
        var (id, value) = await host.NewTokenAsync(owner.Id,
            [.. Policy.Groups.Keys.Where(group => group != "Grove Operator").Select(group => Policy.Allow(group, Policy.Everything(owner.Id)))]);
        secrets.Add(value);
        return (id, new(host.Http, value) { Id = owner.Id });
    }

    /// <summary>Keeps what an answer issues, and the answer without it.</summary>
    private static void Collect(Operation operation, Reply reply, HashSet<string> secrets, List<(string, string)> answers)
    {
        var text = reply.Text;
        if (reply.Status == System.Net.HttpStatusCode.OK && reply.Headers["Content-Type"] == "application/json" && reply.Json.TryGetProperty("result", out var result))
        {
            var issued = result.ValueKind switch
            {
                System.Text.Json.JsonValueKind.String => result.GetString(),
                System.Text.Json.JsonValueKind.Object when result.TryGetProperty("api_key", out var key) => key.GetString(),
                System.Text.Json.JsonValueKind.Object when result.TryGetProperty("value", out var value) => value.GetString(),
                _ => null,
            };
            if (issued is not null)
            {
                secrets.Add(issued);
                text = text.Replace(issued, "", StringComparison.Ordinal);
            }
        }
        answers.Add((operation.ToString(), text));
    }
}
