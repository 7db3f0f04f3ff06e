using Grove.Server;
using Grove.Server.Configuration;
using Xunit;

namespace Grove.Tests.Configuration;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("operator@localhost", true)]
    [InlineData("a@b", true)]
    [InlineData("o'neil+x/y=z{}|~!#$%&*?^`\\()[]@example.com", true)]
    [InlineData("a@", false)]
    [InlineData("ab@", false)]
    [InlineData("@ab", false)]
    [InlineData("ab.example", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a\tb@c", false)]
    [InlineData("a\u007f@c", false)]
    [InlineData("é@example.com", false)]
    [InlineData("a<b@c", false)]
    [InlineData("a>b@c", false)]
    [InlineData("a,b@c", false)]
    [InlineData("a;b@c", false)]
    [InlineData("a:b@c", false)]
    [InlineData("a\"b@c", false)]
    public void Operator_e_mail(string text, bool valid) => AssertValid("OperatorEmail", text, valid);

    [Fact]
    public void An_e_mail_has_3_to_90_characters()
    {
        AssertValid("OperatorEmail", new string('a', 88) + "@b", true);
        AssertValid("OperatorEmail", new string('a', 89) + "@b", false);
    }

    [Theory]
    [InlineData(36, false)]
    [InlineData(37, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Operator_key_length(int length, bool valid) => AssertValid("OperatorKey", new string('-', length), valid);

    [Theory]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("é")]
    [InlineData("\n")]
    public void Operator_key_characters(string character) => AssertValid("OperatorKey", new string('k', 40) + character, false);

    [Theory]
    [InlineData("http://127.0.0.1:7878", true)]
    [InlineData("HTTP://127.0.0.1:7878/", true)]
    [InlineData("https://[::]:0; http://*:80;http://+:1;http://grove.example:65535", true)]
    [InlineData("", false)]
    [InlineData("http://127.0.0.1:7878;", false)]
    [InlineData("127.0.0.1:7878", false)]
    [InlineData("ftp://127.0.0.1:7878", false)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("http://127.0.0.1:65536", false)]
    [InlineData("http://127.0.0.1:7878/base", false)]
    [InlineData("http://user:word@127.0.0.1:7878", false)]
    [InlineData("http://::1:7878", false)]
    [InlineData("http://[127.0.0.1]:7878", false)]
    [InlineData("http://unix:/tmp/grove.sock", false)]
    [InlineData("http://a b:1", false)]
    [InlineData("http://:1", false)]
    [InlineData("http://localhost:80", true)]
    [InlineData("http://localhost:0", false)]
    public void Urls(string text, bool valid) => AssertValid("Urls", text, valid);

    [Theory]
    [InlineData("http://127.0.0.1:1;http://127.9.9.9:1;http://[::1]:1;http://LOCALHOST:1;https://0.0.0.0:1", 0)]
    [InlineData("http://0.0.0.0:1;http://[::]:1;http://*:1;http://+:1;http://grove.example:1;http://192.0.2.1:1", 6)]
    public void Plain_http_beyond_loopback_is_warned_about(string urls, int warnings)
    {
        using var reading = new Reading().Variable("GROVE_URLS", urls);
        Assert.Equal(warnings, reading.Read().Warnings.Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/client/v4", "/client/v4")]
    [InlineData("/grove", null)]
    [InlineData("/grove/v4", "/grove/v4")]
    [InlineData("/grove-api", "/grove-api")]
    [InlineData("/Grove/V1", null)]
    [InlineData("/grove/v1/x", null)]
    [InlineData("/healthz", null)]
    [InlineData("/readyz", null)]
    [InlineData("/METRICS", null)]
    [InlineData("/openapi.json", null)]
    [InlineData("client", null)]
    [InlineData("/client/", null)]
    [InlineData("//client", null)]
    [InlineData("/a/../b", null)]
    [InlineData("/a b", null)]
    [InlineData("/a%20b", null)]
    [InlineData("/{id}", null)]
    public void Path_base(string text, string? expected)
    {
        var options = AssertValid("PathBase", text, expected is not null);
        if (expected is not null) Assert.Equal(expected, options.PathBase);
    }

    [Theory]
    [InlineData("off", true)]
    [InlineData("1200/300", true)]
    [InlineData("0/300", false)]
    [InlineData("1/0", false)]
    [InlineData("1/86401", false)]
    [InlineData("1", false)]
    [InlineData("1/2/3", false)]
    [InlineData("+1/2", false)]
    [InlineData("", false)]
    public void Rate_limit(string text, bool valid) => AssertValid("RateLimit", text, valid);

    [Theory]
    [InlineData("MaxDepth", "-1", false)]
    [InlineData("MaxDepth", "64", true)]
    [InlineData("MaxDepth", "65", false)]
    [InlineData("MaxDepth", "1.0", false)]
    [InlineData("MaxAccounts", "2147483648", false)]
    [InlineData("InviteDays", "0", false)]
    [InlineData("InviteDays", "366", false)]
    [InlineData("AuditDays", "0", true)]
    [InlineData("AuditDays", "36501", false)]
    [InlineData("RootCreation", "Anyone", false)]
    [InlineData("RootCreation", "operator", true)]
    [InlineData("DirectMembers", "", false)]
    [InlineData("Metrics", "closed", false)]
    public void Numbers_and_words(string name, string text, bool valid) => AssertValid(name, text, valid);

    [Theory]
    [InlineData("none", "")]
    [InlineData("", "")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("::1, 2001:db8::/32", "::1/128 2001:db8::/32")]
    [InlineData("::ffff:10.0.0.0/104,::ffff:192.0.2.1", "10.0.0.0/8 192.0.2.1/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("10.0.0.1/8", null)]
    [InlineData("10.0.0.0/33", null)]
    [InlineData("10.0.0.0/", null)]
    [InlineData("10/8", null)]
    [InlineData("010.0.0.1", null)]
    [InlineData("1", null)]
    [InlineData("fe80::1%1", null)]
    [InlineData("[::1]", null)]
    [InlineData("proxy.example", null)]
    [InlineData("::1,", null)]
    [InlineData("none,::1", null)]
    public void Trusted_proxies(string text, string? expected)
    {
        var options = AssertValid("TrustedProxies", text, expected is not null);
        if (expected is not null) Assert.Equal(expected, string.Join(' ', options.TrustedProxies));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("smtp://mail.example.com", "mail.example.com:587 - - True")]
    [InlineData("smtp://mail.example.com:25/?tls=required", "mail.example.com:25 - - True")]
    [InlineData("smtp://127.0.0.1:1025?tls=off", "127.0.0.1:1025 - - False")]
    [InlineData("smtp://[::1]:25", "::1:25 - - True")]
    [InlineData("smtp://u%40x:p%3A%2F%25@h", "h:587 u@x p:/% True")]
    [InlineData("smtps://mail.example.com", null)]
    [InlineData("mail.example.com:25", null)]
    [InlineData("", null)]
    [InlineData("smtp://", null)]
    [InlineData("smtp://u@h", null)]
    [InlineData("smtp://:p@h", null)]
    [InlineData("smtp://u:@h", null)]
    [InlineData("smtp://u:p:q@h", null)]
    [InlineData("smtp://h/x", null)]
    [InlineData("smtp://h#x", null)]
    [InlineData("smtp://h?tls=no", null)]
    [InlineData("smtp://h:70000", null)]
    [InlineData("smtp://h:0", null)]
    public void Smtp(string text, string? expected)
    {
        var server = AssertValid("Smtp", text, expected is not null).Smtp;
        if (expected is null) return;
        Assert.Equal(expected, server is null ? "" : $"{server} {server.User ?? "-"} {server.Password ?? "-"} {server.Tls}");
    }

    [Theory]
    [InlineData("https://example.com", "https://example.com/")]
    [InlineData("https://example.com:8443/a/b?c=d", "https://example.com:8443/a/b?c=d")]
    [InlineData("http://localhost/x", "http://localhost/x")]
    [InlineData("http://127.0.0.1:80/x", "http://127.0.0.1/x")]
    [InlineData("http://[::1]:81/", "http://[::1]:81/")]
    [InlineData("none", "")]
    [InlineData("http://example.com/", null)]
    [InlineData("https://example.com/#x", null)]
    [InlineData("https://example.com/#", null)]
    [InlineData("https://u:p@example.com/", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("/invitation", null)]
    [InlineData("https://", null)]
    public void Public_url(string text, string? expected)
    {
        var url = AssertValid("PublicUrl", text, expected is not null).PublicUrl;
        if (expected is not null) Assert.Equal(expected, url ?? "");
    }

    [Theory]
    [InlineData("MailFrom", "grove@example.com", true)]
    [InlineData("MailFrom", "Grove <grove@example.com>", false)]
    [InlineData("MailFrom", "a@b\r\nBcc: c@d", false)]
    [InlineData("MailFrom", "", false)]
    [InlineData("InviteMails", "0/0", true)]
    [InlineData("InviteMails", "250", false)]
    [InlineData("InviteMails", "250/10/1", false)]
    [InlineData("InviteMails", "-1/10", false)]
    [InlineData("InviteMails", "1000001/10", false)]
    [InlineData("InviteMails", "off", false)]
    [InlineData("InviteTwoFactor", "yes", false)]
    public void Mails(string name, string text, bool valid) => AssertValid(name, text, valid);

    private static GroveOptions AssertValid(string name, string text, bool valid)
    {
        var faults = new List<string>();
        var options = Settings.All.Single(setting => setting.Name == name).Apply(new GroveOptions(), text, faults.Add);
        Assert.Equal(valid, faults.Count == 0);
        return options;
    }
}
