namespace Grove.Server.Http;

/// <summary>Every code that an answer can carry. docs/errors.md says the same, and a test compares the two.</summary>
internal static class ErrorCodes
{
    public const int InvalidToken = 1000;
    public const int Fault = 1000;
    public const int Invalid = 1001;
    public const int Forbidden = 1002;
    public const int NotFound = 1003;
    public const int Conflict = 1009;
    public const int NotEmpty = 1010;
    public const int BadMove = 1011;
    public const int Limit = 1012;
    public const int LastSuperAdministrator = 1013;
    public const int Changed = 1014;
    public const int TooLarge = 1015;
    public const int Unavailable = 1016;
    public const int IdempotencyKeyReused = 1017;
    public const int LastOperator = 1018;
    public const int Throttled = 971;

    /// <summary>No error, but a note in <c>messages</c>: the answer is a part of the whole.</summary>
    public const int Incomplete = 10001;

    public const int MalformedHeader = 6003;
    public const int MalformedEmail = 6102;
    public const int MalformedKey = 6103;
    public const int MalformedAuthorization = 6111;
    public const int NoRoute = 7000;
    public const int UnknownRoute = 7003;
    public const int UnknownPair = 9103;
    public const int NotAllowed = 9109;
    public const int NotAuthenticated = 10000;
    public const int WrongMethod = 10405;

    /// <summary>Code, status and meaning of every error, in the order of docs/errors.md.</summary>
    public static IReadOnlyList<(int Status, int Code, string Meaning)> All { get; } =
    [
        (400, Invalid, "The request is malformed or a field has a value that is not allowed; `source.pointer` names the field of the body"),
        (400, MalformedHeader, "A credential header is malformed; `error_chain` says which: 6102 `X-Auth-Email`, 6103 `X-Auth-Key`, 6111 `Authorization`"),
        (400, NotEmpty, "The organization still holds something; the message says what and how many"),
        (400, BadMove, "The organization cannot have this parent: it would lie below itself"),
        (400, LastSuperAdministrator, "The change would leave a root organization or a free account without an active Super Administrator of its own"),
        (400, LastOperator, "The change would leave the service without an active operator"),
        (400, IdempotencyKeyReused, "This Idempotency-Key was used for another body"),
        (401, NotAuthenticated, "No credentials, or only half of an e-mail and key pair"),
        (401, InvalidToken, "The API token is unknown, disabled, expired or not valid yet"),
        (403, NotAuthenticated, "This kind of credential is not accepted here (`X-Auth-User-Service-Key`)"),
        (403, UnknownPair, "The e-mail and key do not belong together, or the user is suspended"),
        (403, NotAllowed, "The caller may see this but not do it, or the API token does not cover it"),
        (403, Forbidden, "A capability of the organization is off, or the service is configured to refuse this"),
        (403, Limit, "A limit is reached, such as the depth of nesting"),
        (404, NotFound, "There is no such thing, or the caller may not see it"),
        (404, UnknownRoute, "No such path; together with 7000. With the header `Grove-Not-Built: true` it is a path of Cloudflare's that Grove does not have"),
        (404, NoRoute, "No route; always together with 7003"),
        (405, WrongMethod, "The path has no such method; `Allow` lists those it has"),
        (409, Conflict, "Another change was in the way for too long; the same request may succeed now"),
        (412, Changed, "`If-Match` names another version than the present one"),
        (413, TooLarge, "The body is larger than 1 MiB"),
        (429, Throttled, "Too many requests, or too many failed authentications; `Retry-After` says when to come back"),
        (500, Fault, "A defect of Grove; the log holds the details under the request id"),
        (503, Unavailable, "The database cannot be reached or is overloaded; `Retry-After` says when to come back"),
    ];
}
