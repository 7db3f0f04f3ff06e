using Grove.Server.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Grove.Tests.Http;

public sealed class EntityTagTests
{
    [Fact]
    public void A_tag_is_the_version_and_the_xxh3_of_the_bytes() =>
        Assert.Equal("\"12.78af5f94892f3950\"", EntityTag.Write(12, "abc"u8));

    [Fact]
    public void A_tag_matches_its_version_and_no_other_whatever_the_bytes_were()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var version = random.NextInt64();
            var bytes = new byte[random.Next(50)];
            random.NextBytes(bytes);
            var condition = IfMatch.Parse(EntityTag.Write(version, bytes));
            Assert.True(condition!.Matches(version));
            Assert.False(condition.Matches(version ^ 1));
        }
    }

    [Fact]
    public void Without_the_header_there_is_no_condition() => Assert.Null(IfMatch.Parse(StringValues.Empty));

    [Theory]
    [InlineData("*")]
    [InlineData(" * ")]
    public void A_star_matches_every_version(string header) => Assert.True(IfMatch.Parse(header)!.Matches(123));

    [Theory]
    [InlineData("\"7.00\"")]
    [InlineData("\"1.00\", \"7.00\"")]
    [InlineData(",\"1.00\",,\t\"7.00\" ,")]
    [InlineData("W/\"1.00\", \"7.00\"")]
    [InlineData("\"a,b\",\"7.00\"")]
    [InlineData("\"7.00-gzip\"")]
    [InlineData("\"\", \"7.00\"")]
    public void A_list_matches_when_one_of_its_tags_does(string header)
    {
        Assert.True(IfMatch.Parse(header)!.Matches(7));
        Assert.False(IfMatch.Parse(header)!.Matches(8));
    }

    [Fact]
    public void Several_headers_are_one_list()
    {
        var condition = IfMatch.Parse(new StringValues(["\"1.00\"", "\"7.00\""]))!;
        Assert.True(condition.Matches(1));
        Assert.True(condition.Matches(7));
        Assert.False(condition.Matches(0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("7.00")]
    [InlineData("\"7\"")]
    [InlineData("\".00\"")]
    [InlineData("\"+7.00\"")]
    [InlineData("\" 7.00\"")]
    [InlineData("\"99999999999999999999.00\"")]
    [InlineData("\"x.00\"")]
    [InlineData("W/\"7.00\"")]
    [InlineData("w/\"7.00\"")]
    [InlineData("\"7.00")]
    [InlineData("\"7.00\"x")]
    [InlineData("\"7.00\" \"7.00\"")]
    [InlineData("\"7.00\", garbage")]
    [InlineData("\"7.00\", *")]
    [InlineData("*, \"7.00\"")]
    [InlineData("**")]
    public void Weak_foreign_and_malformed_tags_never_match(string header)
    {
        var condition = IfMatch.Parse(header)!;
        Assert.False(condition.Matches(7));
        Assert.False(condition.Matches(0));
    }

    [Fact]
    public void A_malformed_header_spoils_the_others() =>
        Assert.False(IfMatch.Parse(new StringValues(["\"7.00\"", "x"]))!.Matches(7));
}
