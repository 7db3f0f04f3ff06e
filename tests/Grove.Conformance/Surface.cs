namespace Grove.Conformance;

/// <summary>An operation, written down by hand: <c>{org}</c> and <c>{user}</c> stand for ids.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Relative to the wire API, or from the root of the host when it starts with a slash.</param>
/// <param name="Area">The permission groups that a token needs, without Read or Write; "Operator" stands for Grove Operator.</param>
/// <param name="Body">A body that passes the syntax; null when it takes none.</param>
public sealed record Operation(string Method, string Path, string Area, string? Body = null)
{
    public bool Write => Method != "GET";

    /// <summary>What must stand in the query to pass the syntax.</summary>
    public string Query { get; init; } = "";

    /// <summary>True when it may be called without credentials too.</summary>
    public bool CredentialsOptional { get; init; }

    public bool OperatorsOnly => Area == "Operator";

    public string At(string organization, string user) =>
        Path.Replace("{org}", organization, StringComparison.Ordinal).Replace("{user}", user, StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>Every path that a server answers, and with what methods.</summary>
public static class Surface
{
    public const string Profile =
        """{"business_address":"Street 1","business_email":"a@b","business_name":"B","business_phone":"1","external_metadata":"{}"}""";

    public const string Token =
        """{"name":"t","policies":[{"effect":"allow","permission_groups":[{"id":"8acbe5bb0d54464ab867149d7f7cf8ac"}],"resources":{"com.cloudflare.api.account.*":"*"}}]}""";

    private const string Details = "User Details";
    private const string AccountSettings = "Account Settings";
    private const string Memberships = "Memberships";
    private const string OperatorArea = "Operator";
    private const string AuditLogs = "Audit Logs";
    private const string Window = "since=2026-01-01&before=2999-01-01";
    private const string Destination = "\"destination_organization_id\":\"00000000000000000000000000000000\"";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("GET", "organizations", Details),
        new("POST", "organizations", Details, """{"name":"Made"}"""),
        new("GET", "organizations/{org}", Details),
        new("PUT", "organizations/{org}", Details, """{"name":"Renamed"}"""),
        new("DELETE", "organizations/{org}", Details),
        new("GET", "organizations/{org}/profile", Details),
        new("PUT", "organizations/{org}/profile", Details, Profile),
        new("GET", "organizations/{org}/accounts", AccountSettings),
        new("GET", "accounts", AccountSettings),
        new("POST", "accounts", AccountSettings, """{"name":"Made"}"""),
        new("GET", "accounts/{org}", AccountSettings),
        new("PUT", "accounts/{org}", AccountSettings, """{"name":"Renamed"}"""),
        new("DELETE", "accounts/{org}", AccountSettings),
        new("GET", "accounts/{org}/organizations", AccountSettings),
        new("POST", "accounts/{org}/move", AccountSettings, $"{{{Destination}}}"),
        new("GET", "accounts/{org}/profile", AccountSettings),
        new("PUT", "accounts/{org}/profile", AccountSettings, Profile),
        new("GET", "accounts/{org}/members", AccountSettings),
        new("POST", "accounts/{org}/members", AccountSettings, """{"email":"made@example.com","roles":["f2b20eaa1a5d4af42b53ac16238c99c7"]}"""),
        new("GET", "accounts/{org}/members/{user}", AccountSettings),
        new("PUT", "accounts/{org}/members/{user}", AccountSettings, """{"roles":[{"id":"f2b20eaa1a5d4af42b53ac16238c99c7"}]}"""),
        new("DELETE", "accounts/{org}/members/{user}", AccountSettings),
        new("GET", "memberships", Memberships),
        new("GET", "memberships/{org}", Memberships),
        new("PUT", "memberships/{org}", Memberships, """{"status":"rejected"}"""),
        new("DELETE", "memberships/{org}", Memberships),
        new("GET", "accounts/{org}/roles", AccountSettings),
        new("GET", "accounts/{org}/roles/{user}", AccountSettings),
        new("GET", "accounts/{org}/iam/permission_groups", AccountSettings),
        new("GET", "accounts/{org}/iam/permission_groups/{user}", AccountSettings),
        new("GET", "user", Details),
        new("PATCH", "user", Details, """{"first_name":"F"}"""),
        new("GET", "user/organizations", Details),
        new("GET", "user/organizations/{org}", Details),
        new("DELETE", "user/organizations/{org}", Details),
        new("GET", "user/tokens/permission_groups", "API Tokens"),
        new("POST", "/grove/v1/accounts/move", AccountSettings, $$"""{"account_ids":["x"],{{Destination}}}"""),
        new("PATCH", "/grove/v1/organizations/{org}", OperatorArea, "{}"),
        new("GET", "organizations/{org}/members", Memberships),
        new("POST", "organizations/{org}/members", Memberships, """{"member":{"user":{"email":"made@example.com"}}}"""),
        new("POST", "organizations/{org}/members:batchCreate", Memberships, """{"members":[{"user":{"email":"made@example.com"}}]}"""),
        new("GET", "organizations/{org}/members/{user}", Memberships),
        new("DELETE", "organizations/{org}/members/{user}", Memberships),
        new("GET", "user/invites", Memberships),
        new("GET", "user/invites/{org}", Memberships),
        new("PATCH", "user/invites/{org}", Memberships, """{"status":"rejected"}"""),
        new("PATCH", "/grove/v1/organizations/{org}/members/{user}", Memberships, """{"roles":["4d1fcf3f8f6b4cb69b2e0c7b5e1aa303"]}"""),
        new("POST", "/grove/v1/organizations/{org}/members/{user}/resend", Memberships),
        new("DELETE", "/grove/v1/user/invites/{org}", Memberships),
        new("POST", "/grove/v1/invites/accept", Memberships, """{"secret":"x"}""") { CredentialsOptional = true },
        new("POST", "/grove/v1/invites/reject", Memberships, """{"secret":"x"}""") { CredentialsOptional = true },
        new("GET", "/grove/v1/roles", Memberships),
        new("GET", "/grove/v1/users", OperatorArea),
        new("POST", "/grove/v1/users", OperatorArea, """{"email":"made@example.com"}"""),
        new("GET", "/grove/v1/users/{user}", OperatorArea),
        new("PATCH", "/grove/v1/users/{user}", OperatorArea, """{"first_name":"F"}"""),
        new("DELETE", "/grove/v1/users/{user}", OperatorArea),
        new("POST", "/grove/v1/users/{user}/api_key", OperatorArea),
        new("POST", "/grove/v1/users/{user}/tokens", OperatorArea, Token),
        new("PUT", "/grove/v1/organizations/{org}/users/{user}", OperatorArea, "{}"),
        new("DELETE", "/grove/v1/organizations/{org}/users/{user}", OperatorArea),
        new("GET", $"organizations/{{org}}/logs/audit?{Window}", AuditLogs),
        new("GET", $"organizations/{{org}}/logs/audit/{{user}}/history?{Window}&action_time=2026-01-01T00:00:00Z", AuditLogs),
        new("GET", "/grove/v1/organizations/{org}/logs/audit", AuditLogs),
        new("GET", "/grove/v1/audit", OperatorArea),
        new("GET", "user/tenants", Details),
        new("GET", "/grove/v1/users/{user}/organizations", OperatorArea),
        new("GET", "/grove/v1/users/{user}/accounts", OperatorArea),
        new("GET", "/grove/v1/check", OperatorArea) { Query = "?user_id=x&organization_id=x&permission=%23organization:read" },
        new("GET", "/grove/v1/organizations", OperatorArea),
        new("GET", "/grove/v1/organizations/{org}", OperatorArea),
        new("GET", "/grove/v1/accounts", OperatorArea),
        new("GET", "/grove/v1/accounts/{org}", OperatorArea),
        new("PATCH", "/grove/v1/accounts/{org}", OperatorArea, """{"external_id":"x"}"""),
        new("POST", "/grove/v1/check", OperatorArea, """{"checks":[{"user_id":"x","organization_id":"x","permission":"#organization:read"}]}"""),
        new("GET", "/metrics", OperatorArea),
    ];

    /// <summary>Paths that need no credentials.</summary>
    public static IReadOnlyList<string> Open { get; } = ["/healthz", "/readyz"];

    /// <summary>Cloudflare's paths that Grove has not built yet. Whoever builds one moves it up.</summary>
    public static IReadOnlyList<string> Unbuilt { get; } =
    [
        "accounts/{org}/iam/resource_groups", "accounts/{org}/iam/user_groups", "accounts/move",
        "tenants/{org}", "tenants/{org}/accounts", "organizations/{org}/logs/x", "organizations/{org}/audit_logs",
        "organizations/{org}/shares", "organizations/{org}/billable/usage",
    ];

    public static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "x"];
}
