using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Grove.Server.Http;

/// <summary>
/// The keys of page tokens, each made from the secret and a salt that its tokens carry. Deriving one takes several times as long as using it, so
/// they are kept.
/// </summary>
/// <param name="secret">What the keys are derived from.</param>
/// <param name="ids">The source of salts.</param>
/// <param name="mostTokens">How many tokens have one key. Random nonces may repeat after some billions, and a repeated nonce gives the key away.</param>
internal sealed class PageTokenSeals(byte[] secret, IdSource ids, int mostTokens = 1 << 20)
{
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<UInt128, PageTokenSeal> kept = new();
    private PageTokenSeal? writing;
    private int written;

    public PageTokenSeal ForWriting()
    {
        var seal = Volatile.Read(ref writing);
        if (seal is not null && Interlocked.Increment(ref written) < mostTokens) return seal;
        var salt = new byte[PageTokenSeal.SaltSize];
        ids.Fill(salt);
        seal = new PageTokenSeal(secret, salt);
        Keep(seal);
        Volatile.Write(ref written, 0);
        Volatile.Write(ref writing, seal);
        return seal;
    }

    /// <summary>Decrypts what was sealed with the key of this salt; false when it was not, or was changed.</summary>
    public bool TryOpen(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        if (kept.TryGetValue(PageTokenSeal.IdOf(salt), out var known)) return known.TryDecrypt(nonce, sealedText, tag, plain);
        var seal = new PageTokenSeal(secret, salt.ToArray());
        if (seal.TryDecrypt(nonce, sealedText, tag, plain))
        {
            Keep(seal);
            return true;
        }
        // Anybody can make up salts.
        seal.Dispose();
        return false;
    }

    private void Keep(PageTokenSeal seal)
    {
        // Those of other nodes and of times before; what is in use comes back. They may be in use now, so none is disposed.
        if (kept.Count >= MostKept) kept.Clear();
        kept[seal.Id] = seal;
    }
}

/// <summary>One key, for any thread: those that use it at the same moment wait for each other.</summary>
internal sealed class PageTokenSeal : IDisposable
{
    public const int SaltSize = 12;
    public const int TagSize = 16;
    public const int KeySize = 32;

    private readonly byte[] salt;
    private readonly AesGcm cipher;

    public PageTokenSeal(byte[] secret, byte[] salt)
    {
        this.salt = salt;
        Id = IdOf(salt);
        Span<byte> key = stackalloc byte[KeySize];
        HMACSHA256.HashData(secret, salt, key);
        cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    public ReadOnlySpan<byte> Salt => salt;

    public UInt128 Id { get; }

    public static UInt128 IdOf(ReadOnlySpan<byte> salt)
    {
        Span<byte> whole = stackalloc byte[16];
        whole.Clear();
        salt.CopyTo(whole);
        return BinaryPrimitives.ReadUInt128BigEndian(whole);
    }

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> sealedText, Span<byte> tag)
    {
        lock (cipher) cipher.Encrypt(nonce, plain, sealedText, tag);
    }

    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        try
        {
            lock (cipher) cipher.Decrypt(nonce, sealedText, tag, plain);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => cipher.Dispose();
}
