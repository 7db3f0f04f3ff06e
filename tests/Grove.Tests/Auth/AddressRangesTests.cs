using System.Net;
using Grove.Server.Auth;
using Xunit;

namespace Grove.Tests.Auth;

public sealed class AddressRangesTests
{
    [Theory]
    [InlineData("192.0.2.0/24")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::/32")]
    [InlineData("::1")]
    public void Addresses_and_ranges_are_accepted(string range) => Assert.Null(AddressRanges.Fault(range));

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.0/33")]
    [InlineData("example.com")]
    [InlineData("192.0.2.0 - 192.0.2.9")]
    public void Anything_else_is_refused(string range)
    {
        Assert.Equal(
            "An address range is an IP address or a CIDR range, such as 192.0.2.0/24 or 2001:db8::/32.", AddressRanges.Fault(range));
        Assert.False(AddressRanges.TryParse([range], [], out _));
        Assert.False(AddressRanges.TryParse(["::1"], ["::2", range], out _));
    }

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.129", false)]
    [InlineData("198.51.100.1", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db9::1", false)]
    public void An_address_is_allowed_within_one_range_and_outside_of_all_others(string address, bool allowed) =>
        Assert.Equal(allowed, Ranges(["192.0.2.0/24", "2001:db8::/32"], ["192.0.2.128/25"]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void Without_ranges_to_be_within_all_but_the_refused_are_allowed()
    {
        var ranges = Ranges([], ["10.0.0.0/8"]);
        Assert.True(ranges.Allows(IPAddress.Parse("11.0.0.1")));
        Assert.True(ranges.Allows(IPAddress.IPv6Loopback));
        Assert.False(ranges.Allows(IPAddress.Parse("10.0.0.1")));
    }

    [Fact]
    public void An_unknown_address_is_allowed_only_where_there_is_no_condition()
    {
        Assert.True(Ranges([], []).Allows(null));
        Assert.False(Ranges(["0.0.0.0/0", "::/0"], []).Allows(null));
        Assert.False(Ranges([], ["10.0.0.0/8"]).Allows(null));
    }

    [Fact]
    public void All_of_one_family_is_nothing_of_the_other()
    {
        Assert.True(Ranges(["0.0.0.0/0"], []).Allows(IPAddress.Parse("::ffff:1.2.3.4")));
        Assert.False(Ranges(["0.0.0.0/0"], []).Allows(IPAddress.IPv6Loopback));
        Assert.False(Ranges(["::/0"], []).Allows(IPAddress.Loopback));
    }

    private static AddressRanges Ranges(string[] within, string[] outside)
    {
        Assert.True(AddressRanges.TryParse(within, outside, out var ranges));
        return ranges;
    }
}
