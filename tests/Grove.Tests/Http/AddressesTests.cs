using System.Net;
using Grove.Server.Http;
using Xunit;

namespace Grove.Tests.Http;

public sealed class AddressesTests
{
    [Fact]
    public void What_an_address_writes_is_read_back_in_its_normal_form()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(bytes);
            if (random.Next(3) == 0) bytes.AsSpan(0, random.Next(bytes.Length)).Clear();
            var address = new IPAddress(bytes);
            Assert.True(Addresses.TryParse(address.ToString(), out var read));
            Assert.Equal(Addresses.Normal(address), read);
        }
    }

    [Theory]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    public void One_address_has_one_normal_form(string address, string normal) =>
        Assert.Equal(IPAddress.Parse(normal), Addresses.Normal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData("0x7f.0.0.1")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData("::1%eth0")]
    [InlineData("::1/64")]
    [InlineData(":")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("unknown")]
    [InlineData("localhost")]
    [InlineData("１.2.3.4")]
    public void Looser_spellings_are_not_addresses(string text) => Assert.False(Addresses.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:db8:0:f::1/63", "2001:db8:0:e::/63")]
    [InlineData("::1", "::1/128")]
    [InlineData("::/0", "::/0")]
    [InlineData("::ffff:10.1.2.3/104", "10.0.0.0/8")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3/32")]
    public void Ranges_are_read_and_cleared_beyond_their_prefix(string text, string range)
    {
        Assert.True(Addresses.TryParseRange(text, out var read));
        Assert.Equal(range, read.ToString());
    }

    [Theory]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/255.0.0.0")]
    [InlineData("10.0/8")]
    [InlineData("::/129")]
    [InlineData("::ffff:10.0.0.0/95")]
    [InlineData("/8")]
    [InlineData("any")]
    public void Other_texts_are_not_ranges(string text) => Assert.False(Addresses.TryParseRange(text, out _));

    [Fact]
    public void A_range_contains_what_agrees_with_it_in_the_bits_of_its_prefix()
    {
        var random = new Random(2);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(bytes);
            var prefix = random.Next(bytes.Length * 8 + 1);
            Assert.True(Addresses.TryParseRange($"{new IPAddress(bytes)}/{prefix}", out var range));
            var other = (byte[])bytes.Clone();
            var flipped = random.Next(bytes.Length * 8);
            other[flipped / 8] ^= (byte)(0x80 >> (flipped % 8));
            Assert.True(Addresses.Contains(range, new IPAddress(bytes)));
            Assert.Equal(flipped >= prefix, Addresses.Contains(range, new IPAddress(other)));
            if (bytes.Length == 4) Assert.True(Addresses.Contains(range, new IPAddress(bytes).MapToIPv6()));
        }
    }

    [Fact]
    public void Ranges_of_mapped_addresses_contain_the_addresses_they_map()
    {
        var mapped = IPNetwork.Parse("::ffff:10.0.0.0/104");
        Assert.True(Addresses.Contains(mapped, IPAddress.Parse("10.9.9.9")));
        Assert.True(Addresses.Contains(mapped, IPAddress.Parse("::ffff:10.9.9.9")));
        Assert.False(Addresses.Contains(mapped, IPAddress.Parse("11.0.0.1")));
        Assert.False(Addresses.Contains(mapped, IPAddress.Parse("2001:db8::1")));
        Assert.False(Addresses.Contains(IPNetwork.Parse("::/0"), IPAddress.Parse("10.0.0.1")));
    }
}
