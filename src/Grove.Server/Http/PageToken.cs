using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
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
/// Writes and reads page tokens: a version digit, then in base64url the salt of the key, a nonce, and the state with a digest
/// of the query it was given for, encrypted and authenticated. A token grants nothing: every page asks anew what its caller may see.
/// </summary>
internal sealed class PageTokenCodec
{
    private const char Version = '2';
    private const int SaltSize = PageTokenSeal.SaltSize;
    private const int NonceSize = 12;
    private const int StateSize = 16;
    private const int DigestSize = 16;
    private const int TagSize = PageTokenSeal.TagSize;
    private const int KeySize = PageTokenSeal.KeySize;
    private const int SealedAt = SaltSize + NonceSize;

    // A multiple of three, so that base64 has no spare bits and a token has one spelling; texts are filled up with zeros for the same.
    private const int LeastSize = SealedAt + StateSize + DigestSize + TagSize;
    private const int LeastLength = 1 + LeastSize / 3 * 4;
    private const int MaxTextBytes = 1500;
    private const int MaxLength = 1 + (LeastSize + MaxTextBytes) / 3 * 4;
    private const long NoTotal = -1;

    private readonly PageTokenSeals seals;
    private readonly long digesting;
    private readonly IdSource ids;

    /// <param name="secret">The database's secret, at least 32 bytes: tokens are good on every node over it.</param>
    /// <param name="ids">The source of salts and nonces.</param>
    public PageTokenCodec(byte[] secret, IdSource ids)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, KeySize);
        this.ids = ids;
        seals = new(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: "grove page token 2 seal"u8.ToArray()), ids);
        digesting = BinaryPrimitives.ReadInt64BigEndian(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, sizeof(long), info: "grove page token 2 digest"u8.ToArray()));
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
        var seal = seals.ForWriting();
        seal.Salt.CopyTo(token);
        ids.Fill(token[SaltSize..SealedAt]);
        seal.Encrypt(token[SaltSize..SealedAt], plain, token[SealedAt..^TagSize], token[^TagSize..]);

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
        if (!seals.TryOpen(bytes[..SaltSize], bytes[SaltSize..SealedAt], bytes[SealedAt..^TagSize], bytes[^TagSize..], plain)) return PageTokenFault.Malformed;

        Span<byte> digest = stackalloc byte[DigestSize];
        Digest(binding, digest);
        if (!digest.SequenceEqual(plain[StateSize..(StateSize + DigestSize)])) return PageTokenFault.OtherQuery;
        var total = BinaryPrimitives.ReadInt64BigEndian(plain[8..]);
        var text = plain[(StateSize + DigestSize)..].TrimEnd((byte)0);
        state = new(BinaryPrimitives.ReadInt64BigEndian(plain), total == NoTotal ? null : total, text.IsEmpty ? null : Encoding.UTF8.GetString(text));
        return null;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes) =>
        Base64Url.DecodeFromChars(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length;

    // Nobody sees it, as it is sealed in, and a token grants nothing: it need not withstand queries that were made to look alike.
    private void Digest(ReadOnlySpan<byte> binding, Span<byte> digest) => XxHash128.Hash(binding, digest, digesting);
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
