using System.Net;
using System.Security.Cryptography;
using System.Text;
using Grove.Server.Http;
using Grove.Server.Text;
using Microsoft.Extensions.Primitives;

namespace Grove.Server.Auth;

/// <summary>
/// Tells who sends a request. Precedence: bearer token, then e-mail and key, then service key; a malformed higher one is an error, not a
/// fall-through.
/// </summary>
internal sealed class Authenticator(CredentialStore store, CredentialCache cache, FailureLimiter failures, Action<long> tokenUsed, TimeProvider clock)
{
    private const string Bearer = "Bearer ";
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    /// <summary>Not cancelled when the client leaves: what it reads is one row, sooner read than a watch is set up.</summary>
    public async ValueTask<Outcome<Caller>> AuthenticateAsync(HttpContext http, IPAddress? address)
    {
        var outcome = await IdentifyAsync(http, address);
        if (outcome.Error is not { } error || ReferenceEquals(error, ApiError.TokenAddressRefused)) return outcome;
        return failures.RecordFailure(address) is { } seconds ? ApiError.Throttled(seconds) : error;
    }

    /// <summary>True when there is any header by which somebody would be known, complete or not.</summary>
    public static bool HasCredentials(IHeaderDictionary headers) => headers.Authorization.Count > 0 || headers.ContainsKey("X-Auth-Email")
        || headers.ContainsKey("X-Auth-Key") || headers.ContainsKey("X-Auth-User-Service-Key");

    private ValueTask<Outcome<Caller>> IdentifyAsync(HttpContext http, IPAddress? address)
    {
        var headers = http.Request.Headers;
        if (headers.Authorization.Count > 0) return ByTokenAsync(http, headers.Authorization, address);
        var hasEmail = headers.TryGetValue("X-Auth-Email", out var email);
        var hasKey = headers.TryGetValue("X-Auth-Key", out var key);
        if (email.Count == 1 && key.Count == 1 && ConnectionCredential.Last(http) is { } last && last.IsKey(email, key) && cache.Find(last.Hash) is { } known)
            return new(known);
        if (hasEmail && !IsEmail(email))
            return new(ApiError.MalformedHeader(ErrorCodes.MalformedEmail, "Invalid format for X-Auth-Email header."));
        if (hasKey && !IsKey(key))
            return new(ApiError.MalformedHeader(ErrorCodes.MalformedKey, "Invalid format for X-Auth-Key header."));
        if (hasEmail && hasKey) return ByKeyAsync(http, email.ToString(), key.ToString());
        return new(!hasEmail && !hasKey && headers.ContainsKey("X-Auth-User-Service-Key") ? ApiError.ServiceKeyRefused : ApiError.NoCredentials);
    }

    private async ValueTask<Outcome<Caller>> ByTokenAsync(HttpContext http, StringValues header, IPAddress? address)
    {
        var text = header.ToString();
        if (header.Count != 1 || !text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || !IsToken(text.AsSpan(Bearer.Length)))
            return ApiError.MalformedHeader(ErrorCodes.MalformedAuthorization, "Invalid format for Authorization header.");
        var shown = ConnectionCredential.Last(http);
        if (shown is null || !shown.IsToken(text.AsSpan(Bearer.Length)))
        {
            var token = text[Bearer.Length..];
            shown = new("", token, CredentialHash.From(SecretHash(token)));
            ConnectionCredential.Remember(http, shown);
        }
        if (cache.Find(shown.Hash) is not { } caller)
        {
            var reading = cache.Begin();
            var hash = SecretHash(shown.Secret);
            var found = await store.FindByTokenAsync(hash, CancellationToken.None);
            if (!CryptographicOperations.FixedTimeEquals(hash, found?.SecretHash ?? NoHash)) return ApiError.InvalidToken;
            caller = found!.Value.Caller;
            cache.Keep(shown.Hash, caller, reading);
        }
        if (!caller.Token!.IsUsable(Timestamps.Now(clock))) return ApiError.InvalidToken;
        if (caller.Token.Addresses is { } ranges && !ranges.Allows(address)) return ApiError.TokenAddressRefused;
        // What is refused is no use of it.
        tokenUsed(caller.Token.Key);
        return caller;
    }

    private async ValueTask<Outcome<Caller>> ByKeyAsync(HttpContext http, string email, string key)
    {
        var folded = EmailRules.Fold(email);
        var credential = CredentialHash.From(SecretHash($"{folded} {key}"));
        ConnectionCredential.Remember(http, new(email, key, credential));
        if (cache.Find(credential) is { } known) return known;
        var reading = cache.Begin();
        var found = await store.FindByEmailAsync(folded, CancellationToken.None);
        var matches = CryptographicOperations.FixedTimeEquals(SecretHash(key), found?.KeyHash ?? NoHash);
        if (!matches) return ApiError.UnknownPair;
        cache.Keep(credential, found!.Value.Caller, reading);
        return found.Value.Caller;
    }

    /// <summary>What is stored of a key or token. They are long and random, so a fast hash is enough.</summary>
    public static byte[] SecretHash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    private static bool IsEmail(StringValues header) => header.Count == 1 && EmailRules.Fault(header.ToString()) is null;

    private static bool IsKey(StringValues header) => header.Count == 1 && header.ToString() is { Length: >= 37 and <= 60 } key && IsSecret(key);

    private static bool IsToken(ReadOnlySpan<char> token) => token.Length is >= 1 and <= 200 && IsSecret(token);

    private static bool IsSecret(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }
        return true;
    }
}
