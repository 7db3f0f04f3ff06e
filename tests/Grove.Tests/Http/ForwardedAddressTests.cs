using System.Net;
using Grove.Server.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Grove.Tests.Http;

public sealed class ForwardedAddressTests
{
    private static readonly IPNetwork[] Trusted = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32")];

    [Theory]
    [InlineData("10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "203.0.113.7, 10.0.0.2,10.0.0.3", "203.0.113.7")]
    [InlineData("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("10.0.0.1", "10.0.0.9, 10.0.0.2", "10.0.0.9")]
    [InlineData("10.0.0.1", "203.0.113.7:4711", "203.0.113.7")]
    [InlineData("10.0.0.1", "::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8::1", "2001:470::7", "2001:470::7")]
    [InlineData("2001:db8::1", "[2001:470::7]", "2001:470::7")]
    [InlineData("2001:db8::1", "[2001:470::7]:4711, 2001:db8::2", "2001:470::7")]
    public void The_client_is_the_last_address_that_is_not_trusted(string peer, string header, string client) =>
        Assert.Equal(client, Resolve(peer, header).Address!.ToString());

    [Theory]
    [InlineData("203.0.113.1", "1.2.3.4")]
    [InlineData("203.0.113.1", "10.0.0.1, 10.0.0.2")]
    public void Who_is_not_trusted_is_not_believed(string peer, string header)
    {
        var resolved = Resolve(peer, header, "https");
        Assert.Equal(peer, resolved.Address!.ToString());
        Assert.Null(resolved.Scheme);
    }

    [Theory]
    [InlineData("203.0.113.7, unknown", "10.0.0.1")]
    [InlineData("203.0.113.7, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData("203.0.113.7, , 10.0.0.2", "10.0.0.2")]
    [InlineData("203.0.113.7,", "10.0.0.1")]
    [InlineData("", "10.0.0.1")]
    [InlineData("1", "10.0.0.1")]
    [InlineData("_hidden", "10.0.0.1")]
    [InlineData("[203.0.113.7]", "10.0.0.1")]
    [InlineData("[::1", "10.0.0.1")]
    [InlineData("[::1]x", "10.0.0.1")]
    [InlineData("203.0.113.7:", "10.0.0.1")]
    [InlineData("203.0.113.7:http", "10.0.0.1")]
    [InlineData("203.0.113.7:123456", "10.0.0.1")]
    public void What_cannot_be_read_ends_the_walk_at_the_last_good_address(string header, string client) =>
        Assert.Equal(client, Resolve("10.0.0.1", header).Address!.ToString());

    [Fact]
    public void Several_headers_are_one_list()
    {
        var resolved = Resolve("10.0.0.1", new StringValues(["1.1.1.1, 203.0.113.7", "10.0.0.3", "10.0.0.2"]));
        Assert.Equal("203.0.113.7", resolved.Address!.ToString());
    }

    [Fact]
    public void Nothing_a_client_sends_in_front_changes_who_it_is()
    {
        var random = new Random(1);
        string[] lies = ["10.0.0.1", "1.2.3.4", "unknown", "", "::1", "[", "203.0.113.9:1", "\uD83D"];
        for (var i = 0; i < 2_000; i++)
        {
            var sent = string.Join(random.Next(2) == 0 ? "," : ", ", random.GetItems(lies, random.Next(6)));
            var header = random.Next(2) == 0
                ? new StringValues($"{sent}, 203.0.113.7, 10.0.0.2")
                : new StringValues([sent, "203.0.113.7", "10.0.0.2"]);
            var proto = new StringValues($"{random.GetItems(lies, 1)[0]}, https, http");
            Assert.Equal(new(IPAddress.Parse("203.0.113.7"), "https"), Resolve("10.0.0.1", header, proto));
        }
    }

    [Theory]
    [InlineData("203.0.113.7", "https", "https")]
    [InlineData("203.0.113.7", "HTTPS", "https")]
    [InlineData("203.0.113.7", "http, https", "https")]
    [InlineData("203.0.113.7, 10.0.0.2", "https, http", "https")]
    [InlineData("203.0.113.7, 10.0.0.2", "https", "https")]
    [InlineData("203.0.113.7, 10.0.0.2", "http, https, http", "https")]
    [InlineData(null, "https", "https")]
    [InlineData("203.0.113.7", null, null)]
    [InlineData("203.0.113.7", "gopher", null)]
    [InlineData("203.0.113.7", "", null)]
    public void The_scheme_is_the_one_reported_with_the_clients_address(string? header, string? proto, string? scheme) =>
        Assert.Equal(scheme, Resolve("10.0.0.1", header, proto).Scheme);

    [Fact]
    public void A_transport_without_addresses_has_none() =>
        Assert.Equal(new(null, null), ForwardedAddress.Resolve(null, "1.2.3.4", "https", Trusted));

    [Fact]
    public void Without_trusted_proxies_the_peer_is_the_client() =>
        Assert.Equal("127.0.0.1", ForwardedAddress.Resolve(IPAddress.Loopback, "1.2.3.4", "https", []).Address!.ToString());

    private static ForwardedAddress Resolve(string peer, StringValues header, StringValues proto = default) =>
        ForwardedAddress.Resolve(IPAddress.Parse(peer), header, proto, Trusted);
}
