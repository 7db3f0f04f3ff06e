using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;

namespace Grove.Server.Auth;

/// <summary>
/// The credential that a connection showed last, with its hash: hashing costs as much as the rest of knowing a caller, and most connections
/// show the same one again. It lives as long as the connection, and says nothing of whether the credential is good.
/// </summary>
/// <param name="Name">The e-mail address, as sent; empty for a token.</param>
/// <param name="Secret">The key or the token.</param>
/// <param name="Hash">The name under which <see cref="CredentialCache"/> knows it.</param>
internal sealed record ConnectionCredential(string Name, string Secret, CredentialHash Hash)
{
    private static readonly object Key = new();

    /// <summary>What was shown last, or null. Requests of HTTP/2 share a connection, hence the lock.</summary>
    public static ConnectionCredential? Last(HttpContext http)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return null;
        lock (items) return items.TryGetValue(Key, out var last) ? (ConnectionCredential?)last : null;
    }

    public static void Remember(HttpContext http, ConnectionCredential credential)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return;
        lock (items) items[Key] = credential;
    }

    // A proxy may send the requests of several people over one connection, so comparing must not tell one about another's secret.
    public bool IsToken(ReadOnlySpan<char> secret) => Name.Length == 0 && IsSecret(secret);

    public bool IsKey(string? name, string? secret) => Name.Length > 0 && string.Equals(Name, name, StringComparison.Ordinal) && IsSecret(secret);

    private bool IsSecret(ReadOnlySpan<char> secret) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(Secret.AsSpan()), MemoryMarshal.AsBytes(secret));
}
