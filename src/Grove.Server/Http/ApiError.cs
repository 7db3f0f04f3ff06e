namespace Grove.Server.Http;

/// <summary>A refusal as the client sees it: a status and at least one <see cref="ErrorItem"/>.</summary>
internal sealed record ApiError(int Status, IReadOnlyList<ErrorItem> Items)
{
    /// <summary>How many items one answer has at most: a body of a megabyte can be wrong in many thousands of places, and nobody reads on.</summary>
    public const int MostItems = 20;

    private ApiError(int status, int code, string message, string? pointer = null) : this(status, [new(code, message, pointer)])
    {
    }

    /// <summary>What lies below a malformed-header error, as Cloudflare's gateway tells it.</summary>
    public ErrorItem? Chain { get; init; }

    /// <summary>Seconds to wait, in <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Tells SDKs not to repeat the request by themselves.</summary>
    public bool NeverRetry { get; init; }

    /// <summary>The methods that the path has.</summary>
    public string? Allow { get; init; }

    /// <summary>A path that Cloudflare has and Grove has not.</summary>
    public bool NotBuilt { get; init; }

    public static ApiError OrganizationNotFound { get; } = new(404, ErrorCodes.NotFound, "Organization not found.");
    public static ApiError AccountNotFound { get; } = new(404, ErrorCodes.NotFound, "Account not found.");
    public static ApiError UserNotFound { get; } = new(404, ErrorCodes.NotFound, "User not found.");
    public static ApiError TokenNotFound { get; } = new(404, ErrorCodes.NotFound, "API token not found.");
    public static ApiError MembershipNotFound { get; } = new(404, ErrorCodes.NotFound, "Membership not found.");
    public static ApiError InviteNotFound { get; } = new(404, ErrorCodes.NotFound, "Invitation not found.");
    public static ApiError RoleNotFound { get; } = new(404, ErrorCodes.NotFound, "Role not found.");
    public static ApiError PermissionGroupNotFound { get; } = new(404, ErrorCodes.NotFound, "Permission group not found.");
    public static ApiError AuditRecordNotFound { get; } = new(404, ErrorCodes.NotFound, "Audit record not found.");
    public static ApiError ProfileNotFound { get; } = new(404, ErrorCodes.NotFound, "The organization has no profile.");
    public static ApiError AccountProfileNotFound { get; } = new(404, ErrorCodes.NotFound, "The account has no profile.");

    public static ApiError CheckedNotFound { get; } = new(404, ErrorCodes.NotFound, "No such user, organization or account.");

    public static ApiError NoCredentials { get; } = new(401, ErrorCodes.NotAuthenticated,
        "Authentication is required: send an API token (Authorization: Bearer), or X-Auth-Email together with X-Auth-Key.");

    public static ApiError InvalidToken { get; } = new(401, ErrorCodes.InvalidToken, "Invalid API token.");
    public static ApiError UnknownPair { get; } = new(403, ErrorCodes.UnknownPair, "Unknown X-Auth-Email or X-Auth-Key.");

    public static ApiError ServiceKeyRefused { get; } = new(403, ErrorCodes.NotAuthenticated,
        "X-Auth-User-Service-Key is not accepted here: use an API token, or X-Auth-Email with X-Auth-Key.");

    public static ApiError TokenNotCovered { get; } = new(403, ErrorCodes.NotAllowed, "The API token does not permit this.");
    public static ApiError TokenAddressRefused { get; } = new(403, ErrorCodes.NotAllowed, "The API token cannot be used from this address.");
    public static ApiError OperatorsOnly { get; } = new(403, ErrorCodes.NotAllowed, "Only operators may do this.");
    public static ApiError OwnOnly { get; } = new(403, ErrorCodes.Forbidden, "Grove-As-User is not accepted here: this is for whoever holds the credential.");
    public static ApiError SuspendedUser { get; } = new(403, ErrorCodes.Forbidden, "The user of Grove-As-User is suspended.");
    public static ApiError NotAuthorized { get; } = new(403, ErrorCodes.NotAllowed, "Your role on the organization does not permit this.");

    public static ApiError NotAuthorizedOnAccount { get; } = new(403, ErrorCodes.NotAllowed, "Your role on the account does not permit this.");

    public static ApiError Conflict { get; } = new(409, ErrorCodes.Conflict, "Another change was in the way; try again.");
    public static ApiError Changed { get; } = new(412, ErrorCodes.Changed, "If-Match does not name the present version.");
    public static ApiError TooLarge { get; } = new(413, ErrorCodes.TooLarge, "The body is larger than 1 MiB.");
    public static ApiError Fault { get; } = new(500, ErrorCodes.Fault, "Internal error. The request id leads to its record in the log.");

    public static ApiError Unavailable { get; } = new(503, ErrorCodes.Unavailable, "The database is not available; try again.") { RetryAfter = 1 };

    public static ApiError NotReady { get; } = new(503, ErrorCodes.Unavailable, "Not ready: the database does not answer.") { RetryAfter = 1 };

    public static ApiError OutcomeUnknown { get; } = new(503, ErrorCodes.Unavailable,
        "The connection to the database was lost while the change was being saved: look before you repeat it.")
    { NeverRetry = true };

    public static ApiError UnknownRoute { get; } = new(404,
        [new(ErrorCodes.UnknownRoute, "No such path; an object identifier in it may be invalid."), new(ErrorCodes.NoRoute, "No route for that URI.")]);

    public static ApiError UnbuiltRoute { get; } = new(404,
        [new(ErrorCodes.UnknownRoute, "Cloudflare has this path; Grove does not have it."), new(ErrorCodes.NoRoute, "No route for that URI.")])
    { NotBuilt = true };

    public static ApiError WrongMethod { get; } = new(405, ErrorCodes.WrongMethod, "This path has no such method.");

    public static ApiError Invalid(string message, string? pointer = null) => new(400, ErrorCodes.Invalid, message, pointer);

    /// <summary>The first <see cref="MostItems"/> of <paramref name="items"/>, in the order in which they were found.</summary>
    public static ApiError Invalid(IReadOnlyList<ErrorItem> items) => new(400, items.Count <= MostItems ? items : [.. items.Take(MostItems)]);

    public static ApiError NotEmpty(string message) => new(400, ErrorCodes.NotEmpty, message);

    public static ApiError BadMove(string message) => new(400, ErrorCodes.BadMove, message, "/parent/id");

    public static ApiError LastSuperAdministrator(string message) => new(400, ErrorCodes.LastSuperAdministrator, message);

    public static ApiError LastOperator { get; } = new(400, ErrorCodes.LastOperator, "The last active operator stays one.");

    public static ApiError CapabilityOff(string message) => new(403, ErrorCodes.Forbidden, message);

    public static ApiError Limit(string message, string? pointer = null) => new(403, ErrorCodes.Limit, message, pointer);

    public static ApiError IdempotencyKeyReused { get; } = new(400, ErrorCodes.IdempotencyKeyReused,
        "This Idempotency-Key was used for another body; take a new one.");

    public static ApiError MalformedHeader(int chainCode, string message) =>
        new(400, ErrorCodes.MalformedHeader, "Invalid request headers.") { Chain = new(chainCode, message) };

    public static ApiError Throttled(int retryAfter) =>
        new(429, ErrorCodes.Throttled, "Too many requests; wait before the next.") { RetryAfter = retryAfter };
}
