using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;

namespace Grove.Server.Auth;

/// <summary>
/// The credential that a connection showed last, with its hash: hashing costs as much as the rest of knowing a caller, and most connections
/// show the same one again. It lives as long as the connection, and says nothing of whether the credential is good.
/// </summary>
/// <param name="name">The e-mail address, as sent; empty for a token.</param>
/// <param name="secret">The key or the token.</param>
/// <param name="hash">The name under which <see cref="CredentialCache"/> knows it.</param>
internal sealed class ConnectionCredential(string name, string secret, CredentialHash hash)
{
    private static readonly object Key = new();

    public string Secret => secret;

    public CredentialHash Hash => hash;

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
    public bool IsToken(ReadOnlySpan<char> shown) => name.Length == 0 && IsSecret(shown);

    public bool IsKey(string? email, string? key) => name.Length > 0 && string.Equals(name, email, StringComparison.Ordinal) && IsSecret(key);

    private bool IsSecret(ReadOnlySpan<char> shown) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(secret.AsSpan()), MemoryMarshal.AsBytes(shown));
}
