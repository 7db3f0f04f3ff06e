using System.Text;
using Grove.Server;
using Grove.Server.Http;
using Xunit;

namespace Grove.Tests.Http;

public sealed class PageTokenTests
{
    private static readonly byte[] Secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
    private readonly PageTokenCodec codec = new(Secret, new IdSource(new TestClock()));

    [Fact]
    public void What_was_written_is_read_back()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var state = new PageTokenState(random.NextInt64(long.MinValue, long.MaxValue), random.Next(3) == 0 ? null : random.NextInt64());
            var binding = new byte[random.Next(100)];
            random.NextBytes(binding);
            Assert.Null(codec.TryRead(codec.Write(state, binding), binding, out var read));
            Assert.Equal(state, read);
        }
    }

    [Theory]
    [InlineData(0, 0L)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(long.MinValue, null)]
    public void The_ends_of_the_ranges_are_kept(long key, long? total)
    {
        Assert.Null(codec.TryRead(codec.Write(new(key, total), []), [], out var read));
        Assert.Equal(new(key, total), read);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AB")]
    [InlineData("ABC")]
    [InlineData("Ä漢字\U0001F600")]
    public void The_text_that_a_list_is_sorted_by_is_kept(string text)
    {
        var token = codec.Write(new(42, 7, text), "binding"u8);
        Assert.Matches("^2[0-9A-Za-z_-]+$", token);
        Assert.Null(codec.TryRead(token, "binding"u8, out var read));
        Assert.Equal(new(42, 7, text), read);
        Assert.Equal(PageTokenFault.Malformed, codec.TryRead(token[..^4], "binding"u8, out _));
    }

    [Fact]
    public void The_longest_text_that_a_name_can_be_fits()
    {
        var text = string.Concat(Enumerable.Repeat("\U0001D157\U0001D165\U0001D16E", 100));
        Assert.Null(codec.TryRead(codec.Write(new(1, null, text), []), [], out var read));
        Assert.Equal(text, read.LastText);
        Assert.Throws<ArgumentOutOfRangeException>(() => codec.Write(new(1, null, text + text), []));
    }

    [Fact]
    public void A_token_is_url_safe_and_shorter_than_a_hundred_characters() =>
        Assert.Matches("^2[0-9A-Za-z_-]{96}$", codec.Write(new(1, 2), "binding"u8));

    [Fact]
    public void A_token_for_another_query_is_told_from_a_damaged_one()
    {
        var token = codec.Write(new(42, 7), "alice GET /organizations name=a"u8);
        Assert.Equal(PageTokenFault.OtherQuery, codec.TryRead(token, "alice GET /organizations name=b"u8, out var state));
        Assert.Equal(default, state);
        Assert.Equal(PageTokenFault.OtherQuery, codec.TryRead(token, [], out _));
    }

    [Fact]
    public void Any_other_character_anywhere_makes_it_unreadable()
    {
        var binding = "binding"u8.ToArray();
        var token = codec.Write(new(42, 7), binding);
        foreach (var at in Enumerable.Range(1, token.Length - 1))
            foreach (var other in "Aa9_-=+/ \n%\u0000é😀")
            {
                if (token[at] == other) continue;
                var damaged = token[..at] + other + token[(at + 1)..];
                Assert.Equal(PageTokenFault.Malformed, codec.TryRead(damaged, binding, out var state));
                Assert.Equal(default, state);
            }
    }

    [Fact]
    public void Any_part_of_a_token_and_anything_longer_is_malformed()
    {
        var token = codec.Write(new(42, 7), []);
        for (var length = 0; length < token.Length; length++)
            Assert.Equal(PageTokenFault.Malformed, codec.TryRead(token[..length], [], out _));
        foreach (var more in new[] { "A", "=", "AAAA", " ", new string('A', 1_000_000) })
            Assert.Equal(PageTokenFault.Malformed, codec.TryRead(token + more, [], out _));
    }

    [Fact]
    public void Random_text_is_refused_and_never_throws()
    {
        var random = new Random(2);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder(random.Next(2) == 0 ? "2" : "");
            for (var left = random.Next(2) == 0 ? 96 : random.Next(200); left > 0; left--)
                text.Append(random.Next(20) == 0 ? (char)random.Next(0x10000) : (char)random.Next(0x20, 0x7F));
            Assert.NotNull(codec.TryRead(text.ToString(), [], out _));
        }
    }

    [Theory]
    [InlineData('0')]
    [InlineData('1')]
    [InlineData('9')]
    public void A_token_of_another_release_is_named_as_such(char version) =>
        Assert.Equal(PageTokenFault.UnknownVersion, codec.TryRead(version + codec.Write(new(1, null), [])[1..], [], out _));

    [Fact]
    public void A_token_is_good_on_every_node_over_the_database_and_on_no_other()
    {
        var clock = new TestClock();
        var token = codec.Write(new(1, null), []);
        Assert.Null(new PageTokenCodec([.. Secret], new IdSource(clock)).TryRead(token, [], out _));
        Assert.Equal(PageTokenFault.Malformed, new PageTokenCodec([.. Secret.Reverse()], new IdSource(clock)).TryRead(token, [], out _));
    }

    [Fact]
    public void A_node_reads_the_tokens_of_more_nodes_than_it_keeps_keys_for()
    {
        var tokens = Enumerable.Range(0, 200).Select(i => new PageTokenCodec(Secret, new IdSource(new TestClock())).Write(new(i, null), [])).ToList();
        foreach (var (i, token) in tokens.Concat(tokens).Index())
        {
            Assert.Null(codec.TryRead(token, [], out var state));
            Assert.Equal(i % 200, state.LastKey);
        }
    }

    [Fact]
    public void A_token_shows_nothing_of_its_state()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => codec.Write(new(42, 7), [])).ToList();
        Assert.Equal(100, tokens.Distinct().Count());
    }

    [Fact]
    public void A_negative_total_and_a_short_secret_are_mistakes_of_ours()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => codec.Write(new(1, -1), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PageTokenCodec(new byte[31], new IdSource(new TestClock())));
    }

    [Fact]
    public async Task One_codec_serves_many_threads() => await Parallel.ForAsync(0, 2_000, TestContext.Current.CancellationToken, (i, _) =>
    {
        var binding = BitConverter.GetBytes(i);
        Assert.Null(codec.TryRead(codec.Write(new(i, i), binding), binding, out var state));
        Assert.Equal(new(i, i), state);
        return ValueTask.CompletedTask;
    });
}
