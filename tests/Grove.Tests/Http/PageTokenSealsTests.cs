using Grove.Server;
using Grove.Server.Http;
using Xunit;

namespace Grove.Tests.Http;

public sealed class PageTokenSealsTests
{
    private static readonly byte[] Secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
    private static readonly byte[] Nonce = new byte[12];
    private readonly IdSource ids = new(new TestClock());

    [Fact]
    public void A_key_serves_no_more_tokens_than_it_may()
    {
        var seals = new PageTokenSeals(Secret, ids, mostTokens: 3);
        var uses = Enumerable.Range(0, 30).Select(_ => seals.ForWriting().Id).CountBy(id => id).ToList();
        Assert.True(uses.Count >= 10);
        Assert.All(uses, use => Assert.InRange(use.Value, 1, 3));
    }

    [Fact]
    public void What_any_former_key_sealed_is_opened_by_this_server_and_by_others()
    {
        var (own, other) = (new PageTokenSeals(Secret, ids, mostTokens: 1), new PageTokenSeals(Secret, ids));
        // More keys than are kept.
        var written = Enumerable.Range(0, 100).Select(i => (Text: (byte)i, Sealed: Seal(own.ForWriting(), (byte)i))).ToList();
        foreach (var (text, bytes) in written)
        {
            Assert.Equal(text, Open(own, bytes));
            Assert.Equal(text, Open(other, bytes));
        }
    }

    [Fact]
    public void Another_secret_opens_nothing()
    {
        var bytes = Seal(new PageTokenSeals(Secret, ids).ForWriting(), 7);
        Assert.Null(Open(new PageTokenSeals(new byte[32], ids), bytes));
    }

    private static byte[] Seal(PageTokenSeal seal, byte text)
    {
        var bytes = new byte[PageTokenSeal.SaltSize + 1 + PageTokenSeal.TagSize];
        seal.Salt.CopyTo(bytes);
        seal.Encrypt(Nonce, [text], bytes.AsSpan(PageTokenSeal.SaltSize, 1), bytes.AsSpan(PageTokenSeal.SaltSize + 1));
        return bytes;
    }

    private static byte? Open(PageTokenSeals seals, byte[] bytes)
    {
        var plain = new byte[1];
        return seals.TryOpen(bytes.AsSpan(0, PageTokenSeal.SaltSize), Nonce, bytes.AsSpan(PageTokenSeal.SaltSize, 1), bytes.AsSpan(PageTokenSeal.SaltSize + 1), plain)
            ? plain[0] : null;
    }
}
