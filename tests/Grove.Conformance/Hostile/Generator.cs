using System.Globalization;
using System.Text;
using static Grove.Conformance.Hostile.Values;

namespace Grove.Conformance.Hostile;

/// <summary>Makes hostile requests; the same seed makes the same ones.</summary>
internal sealed class Generator(int seed, Targets targets)
{
    private static readonly string[] Parameters =
    [
        "id", "name", "name.startsWith", "name.endsWith", "name.contains", "containing.account", "containing.organization", "containing.user", "parent.id", "page_size", "page_token",
        "status", "order", "direction", "match", "page", "per_page", "email", "email.startsWith", "scope", "x",
    ];

    private readonly Random random = new(seed);

    public HostileRequest Next()
    {
        var operation = Pick(random, targets.Operations);
        return random.Next(12) switch
        {
            0 => Broken(operation),
            1 => Route(),
            2 => Sent(operation, "header", headers: Header(operation)),
            3 or 4 => Sent(operation, "query", query: "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Parameter(operation)))),
            5 => Sent(operation, "path", path: operation.At(_ => Encoded(random, Text(random)))),
            6 => Sent(operation, "raw body", body: Mangled(operation.Body ?? "{}")),
            _ => Sent(operation, "members", body: Members(operation)),
        };
    }

    private string Id() => random.Next(5) switch
    {
        0 => Pick(random, targets.Own),
        1 or 2 => Pick(random, targets.Victims),
        3 => Pick(random, targets.Victims).ToUpperInvariant(),
        _ => UnknownId(),
    };

    private string Secret() => Pick(random, targets.InviteSecrets);

    private string UnknownId() => string.Concat(Enumerable.Range(0, 32).Select(_ => "0123456789abcdef"[random.Next(16)]));

    private HostileRequest Sent(HostileOperation operation, string about, string? path = null, string query = "", string headers = "", string? body = null)
    {
        // What an operator may do to anybody is only tried on nobody.
        var credentials = operation.OperatorsOnly ? targets.Headers[random.Next(targets.Headers.Count)] : targets.Headers[random.Next(targets.Headers.Count - 1)];
        var trusted = credentials == targets.Headers[^1];
        path ??= operation.At(_ => trusted ? UnknownId() : Id());
        body ??= operation.BodyWith(trusted ? UnknownId : Id, Secret);
        // Nobody else takes a new user's address.
        if (trusted && operation.ToString() == "POST /grove/v1/users") body = body?.Replace("ada@", UnknownId() + "@", StringComparison.Ordinal);
        return Write(operation.Method, path + query, credentials + headers, body, $"{operation} {about}") with { Changes = operation.Write, Broken = path.Contains('%', StringComparison.Ordinal) };
    }

    private HostileRequest Write(string method, string target, string headers, string? body, string about)
    {
        var type = random.Next(8) == 0 ? Pick(random, "", "Content-Type: text/plain\r\n", "Content-Type: application/xml\r\n", "Content-Type: multipart/form-data; boundary=x\r\n", "Content-Type: application/json; charset=utf-16\r\n", "Content-Encoding: gzip\r\n") : "Content-Type: application/json\r\n";
        var content = body is null ? "" : random.Next(6) == 0 ? Chunked(body) : $"Content-Length: {body.Length}\r\n\r\n{body}";
        var text = $"{method} {target} HTTP/1.1\r\nHost: grove\r\n{headers}{(body is null ? "\r\n" : type + content)}";
        return new(text, about) { Head = method == "HEAD" };
    }

    private string Chunked(string body)
    {
        var text = new StringBuilder("Transfer-Encoding: chunked\r\n\r\n");
        for (var at = 0; at < body.Length;)
        {
            var size = Math.Min(body.Length - at, random.Next(1, 4000));
            text.Append(CultureInfo.InvariantCulture, $"{size:x}\r\n").Append(body, at, size).Append("\r\n");
            at += size;
        }
        return text.Append("0\r\n\r\n").ToString();
    }

    private string Parameter(HostileOperation operation) => random.Next(10) switch
    {
        0 => Encoded(random, Text(random)),
        1 => $"id={string.Join(',', Enumerable.Range(0, random.Next(1, 1200)).Select(i => i.ToString(CultureInfo.InvariantCulture)))}",
        2 => $"{Pick(random, operation.Query.Count > 0 && random.Next(4) > 0 ? operation.Query : Parameters)}={new string('x', random.Next(5000))}",
        3 => $"{Pick(random, operation.Query.Count > 0 && random.Next(4) > 0 ? operation.Query : Parameters)}={Id()}",
        4 => $"page_token={Pick(random, "1", "2")}{new string('A', 96)}",
        _ => $"{Pick(random, operation.Query.Count > 0 && random.Next(4) > 0 ? operation.Query : Parameters)}={Encoded(random, Text(random))}",
    };

    private string Header(HostileOperation operation)
    {
        var name = Pick(random, "If-Match", "Idempotency-Key", "X-Auth-Email", "X-Auth-Key", "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "Accept", "Content-Encoding", "Expect", "Range", "X-HTTP-Method-Override", "Cookie", "X-Request-Id", "X-Auth-User-Service-Key", "Upgrade", "Origin", "traceparent", "Grove-As-User");
        var value = Text(random).Where(c => c is >= ' ' and <= '~').ToArray();
        // A condition or a key that another request could meet is still only about what is the sender's own.
        var text = name == "Idempotency-Key" ? UnknownId() + new string(value) : name == "Expect" ? "" : name == "Grove-As-User" && random.Next(4) > 0 ? Id() : new string(value);
        return random.Next(5) == 0 ? $"{name}: {text}\r\n{name}: {text}\r\n" : $"{name}: {text}\r\n";
    }

    private string Members(HostileOperation operation)
    {
        string[] names = ["name", "parent", "profile", "first_name", "last_name", "email", "operator", "suspended", "managing_organization_id", "roles", "policies", "condition", "expires_on", "id", "meta", "business_email", "secret", "external_id", "x"];
        var members = Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"\"{Pick(random, operation.Members.Count > 0 && random.Next(4) > 0 ? operation.Members : names)}\":{Json(random)}");
        // As often as not what is hostile comes on top of a body that is right.
        var start = operation.BodyWith(UnknownId, Secret) is { Length: > 2 } body && random.Next(2) == 0 ? body[1..^1] + "," : "";
        // An operator's body may not make anybody an operator or disable anybody.
        return Bytes("{" + start + string.Join(',', members) + "}");
    }

    private string Mangled(string body)
    {
        var text = new StringBuilder(body);
        for (var i = random.Next(1, 5); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: text.Remove(at, 1); break;
                case 1: text[at] = (char)random.Next(256); break;
                case 2: text.Insert(at, (char)random.Next(256)); break;
                case 3: text.Length = at; break;
                default: text.Insert(at, text.ToString()); break;
            }
        }
        return random.Next(20) == 0 ? new string(Pick(random, '[', '{', '"', ' '), random.Next(200_000)) : text.ToString();
    }

    private HostileRequest Route()
    {
        var path = Pick(random,
            "/", "//", "/client/v4", "/client/v4/", "/client/v4/organizations/", "/client/v4//organizations", "/client/v4/organizations//", "/client/v4/organizations/../user/", "/client/v4/./organizations/x/..//",
            "/client/v4/%6frganizations/x/y", "/client/v4/organizations%2Fx", "/client/v4/organizations/%2e%2e/%2e%2e/", "/client/v4/organizations/;x=1/", "/CLIENT/V4/ORGANIZATIONS/X/Y", "/grove/v1/", "/grove/v1/users/x/y/z", "/admin",
            "/.env", "/.git/config", "/wp-login.php", "/swagger", "/metrics/", "/healthz/x", "http://evil.example/client/v4/nothing", "/client/v4/accounts/x/y", "/client/v4/user/tokens/x", "/client/v4/" + Encoded(random, Text(random)) + "/x");
        var method = Pick(random, Surface.Methods);
        return Write(method, path, Pick(random, targets.Headers), null, $"{method} {path}") with { Broken = path.Contains('%', StringComparison.Ordinal) || path.StartsWith("http:", StringComparison.Ordinal) };
    }

    private HostileRequest Broken(HostileOperation operation)
    {
        var path = operation.At(_ => UnknownId());
        var credentials = targets.Headers[random.Next(targets.Headers.Count - 1)];
        var text = random.Next(16) switch
        {
            0 => "\r\n\r\n",
            1 => $"GET\r\n\r\n",
            2 => $"GET {path}\r\n\r\n",
            3 => $"{operation.Method} {path} HTTP/9.9\r\n\r\n",
            4 => $"{operation.Method}  {path} HTTP/1.1\r\nHost: x\r\n\r\n",
            5 => $"{operation.Method} {path}\0 HTTP/1.1\r\nHost: x\r\n\r\n",
            6 => $"GET /client/v4/organizations/%00 HTTP/1.1\r\nHost: x\r\n{credentials}\r\n",
            7 => $"{operation.Method} {path} HTTP/1.1\r\nHost x\r\n\r\n",
            8 => $"{operation.Method} {path} HTTP/1.1\r\nHost: x\r\nX: {new string('h', 100_000)}\r\n\r\n",
            9 => $"{operation.Method} {path}?{new string('q', 70_000)} HTTP/1.1\r\nHost: x\r\n\r\n",
            10 => $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\n{credentials}Content-Length: 500\r\n\r\n{{\"name\":\"cut\"}}",
            11 => $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\n{credentials}Transfer-Encoding: chunked\r\n\r\n{Pick(random, "zz\r\n", "-1\r\n", "ffffffffffffffff1\r\n", "80000000\r\nab", "5\r\nab", "5;x=y\r\nabcde\r\n0\r\n")}",
            12 => $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\n{credentials}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
            13 => $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\n{credentials}Content-Length: {Pick(random, "-1", "x", "99999999999999999999", "1, 2", "5\r\nContent-Length: 6")}\r\n\r\n{{}}",
            14 => new string([.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => (char)random.Next(256))]) + "\r\n\r\n",
            _ => $"GET {path} HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: y\r\n"))}\r\n",
        };
        return new(text, "broken") { Broken = true, Last = true };
    }
}
