using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Grove.Server.Http;

/// <summary>Where a walk through a list has got to: the last key given out and, when it was counted, the total (never negative).</summary>
/// <param name="LastKey">The key of the last row.</param>
/// <param name="Total">The total when the walk began.</param>
/// <param name="LastText">What the last row is sorted by before its key; null when the key alone sorts. Without U+0000, and not empty.</param>
internal readonly record struct PageTokenState(long LastKey, long? Total, string? LastText = null);

internal enum PageTokenFault
{
    /// <summary>Not a token of ours, or damaged.</summary>
    Malformed,

    /// <summary>A sound token, given for another query or to somebody else.</summary>
    OtherQuery,

    /// <summary>Written by another release of Grove.</summary>
    UnknownVersion,
}

/// <summary>
/// Writes and reads page tokens: a version digit, then in base64url the salt of the token's own key, a nonce, and the state with a digest
/// of the query it was given for, encrypted and authenticated. A token grants nothing: every page asks anew what its caller may see.
/// </summary>
internal sealed class PageTokenCodec
{
    private const char Version = '1';
    private const int SaltSize = 12;
    private const int NonceSize = 12;
    private const int StateSize = 16;
    private const int DigestSize = 16;
    private const int TagSize = 16;
    private const int KeySize = 32;
    private const int SealedAt = SaltSize + NonceSize;

    // A multiple of three, so that base64 has no spare bits and a token has one spelling; texts are filled up with zeros for the same.
    private const int LeastSize = SealedAt + StateSize + DigestSize + TagSize;
    private const int LeastLength = 1 + LeastSize / 3 * 4;
    private const int MaxTextBytes = 1500;
    private const int MaxLength = 1 + (LeastSize + MaxTextBytes) / 3 * 4;
    private const long NoTotal = -1;

    private readonly byte[] sealing;
    private readonly byte[] digesting;
    private readonly IdSource ids;

    /// <param name="secret">The database's secret, at least 32 bytes: tokens are good on every node over it.</param>
    /// <param name="ids">The source of salts and nonces.</param>
    public PageTokenCodec(byte[] secret, IdSource ids)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, KeySize);
        this.ids = ids;
        sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "grove page token 1 seal"u8.ToArray());
        digesting = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "grove page token 1 digest"u8.ToArray());
    }

    /// <summary>
    /// The token for <paramref name="state"/>. <paramref name="binding"/> stands for user, API token, endpoint and filters, so written
    /// that no two combinations of them look alike.
    /// </summary>
    public string Write(in PageTokenState state, ReadOnlySpan<byte> binding)
    {
        if (state.Total < 0) throw new ArgumentOutOfRangeException(nameof(state), state.Total, "A total is never negative.");
        var textBytes = state.LastText is null ? 0 : Encoding.UTF8.GetByteCount(state.LastText);
        if (textBytes > MaxTextBytes) throw new ArgumentOutOfRangeException(nameof(state), textBytes, "The text is too long for a token.");
        Span<byte> plain = stackalloc byte[StateSize + DigestSize + (textBytes + 2) / 3 * 3];
        plain.Clear();
        BinaryPrimitives.WriteInt64BigEndian(plain, state.LastKey);
        BinaryPrimitives.WriteInt64BigEndian(plain[8..], state.Total ?? NoTotal);
        Digest(binding, plain[StateSize..]);
        Encoding.UTF8.GetBytes(state.LastText, plain[(StateSize + DigestSize)..]);

        Span<byte> token = stackalloc byte[SealedAt + plain.Length + TagSize];
        ids.Fill(token[..SealedAt]);
        using (var cipher = Cipher(token[..SaltSize]))
            cipher.Encrypt(token[SaltSize..SealedAt], plain, token[SealedAt..^TagSize], token[^TagSize..]);

        Span<char> text = stackalloc char[1 + token.Length / 3 * 4];
        text[0] = Version;
        Base64Url.EncodeToChars(token, text[1..]);
        return new string(text);
    }

    /// <summary>Null when <paramref name="token"/> was written for this binding, else what is wrong with it. Never throws.</summary>
    public PageTokenFault? TryRead(string token, ReadOnlySpan<byte> binding, out PageTokenState state)
    {
        state = default;
        if (token.Length == 0 || !char.IsAsciiDigit(token[0])) return PageTokenFault.Malformed;
        if (token[0] != Version) return PageTokenFault.UnknownVersion;
        if (token.Length is < LeastLength or > MaxLength || token.Length % 4 != 1) return PageTokenFault.Malformed;

        Span<byte> bytes = stackalloc byte[token.Length / 4 * 3];
        Span<byte> plain = stackalloc byte[bytes.Length - SealedAt - TagSize];
        // The decoder skips white space, which then leaves too few bytes.
        if (!TryDecode(token.AsSpan(1), bytes)) return PageTokenFault.Malformed;
        using (var cipher = Cipher(bytes[..SaltSize]))
        {
            try
            {
                cipher.Decrypt(bytes[SaltSize..SealedAt], bytes[SealedAt..^TagSize], bytes[^TagSize..], plain);
            }
            catch (AuthenticationTagMismatchException)
            {
                return PageTokenFault.Malformed;
            }
        }

        Span<byte> digest = stackalloc byte[DigestSize];
        Digest(binding, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest, plain[StateSize..(StateSize + DigestSize)])) return PageTokenFault.OtherQuery;
        var total = BinaryPrimitives.ReadInt64BigEndian(plain[8..]);
        var text = plain[(StateSize + DigestSize)..].TrimEnd((byte)0);
        state = new(BinaryPrimitives.ReadInt64BigEndian(plain), total == NoTotal ? null : total, text.IsEmpty ? null : Encoding.UTF8.GetString(text));
        return null;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes) =>
        Base64Url.DecodeFromChars(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length;

    // Random nonces under one key may repeat after some billions of tokens, and a repeated nonce gives the key away. A key for each
    // salt keeps every number of tokens safe.
    private AesGcm Cipher(ReadOnlySpan<byte> salt)
    {
        Span<byte> key = stackalloc byte[KeySize];
        HMACSHA256.HashData(sealing, salt, key);
        var cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    private void Digest(ReadOnlySpan<byte> binding, Span<byte> digest)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(digesting, binding, whole);
        whole[..DigestSize].CopyTo(digest);
    }
}

internal static class PageTokenMessages
{
    /// <summary>What a person can do about a token that is refused.</summary>
    public static string Explain(PageTokenFault fault, string parameter = "page_token") => fault switch
    {
        PageTokenFault.OtherQuery => $"{parameter} belongs to another query: repeat the filters that it was given for, or start without it.",
        PageTokenFault.UnknownVersion => $"{parameter} was written by another version of Grove: start without it.",
        _ => $"{parameter} is not one of ours: start without it.",
    };
}
