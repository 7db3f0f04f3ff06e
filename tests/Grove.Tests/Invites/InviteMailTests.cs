using Grove.Server.Invites;
using Grove.Server.Organizations;
using Xunit;

namespace Grove.Tests.Invites;

public class InviteMailTests
{
    [Theory]
    [InlineData("Acme Inc.", "Acme Inc.")]
    [InlineData("Ünïcode 株式会社", "Ünïcode 株式会社")]
    [InlineData("evil.example", "evil. example")]
    [InlineData("https://evil.example/x", "https   evil. example x")]
    [InlineData("a@evil.example", "a evil. example")]
    [InlineData("www.evil\u3002example\uFF0Ecom\uFF61x", "www. evil. example. com. x")]
    [InlineData("..a", ". . a")]
    [InlineData("\u202Egnp\u200B\u2066x", "gnpx")]
    [InlineData("a\u2028b\u2029c", "a b c")]
    [InlineData("🌳.🌳", "🌳. 🌳")]
    public void Nothing_in_a_name_is_a_link_or_turns_the_text_round(string name, string expected) => Assert.Equal(expected, InviteMail.Defused(name));

    [Fact]
    public void The_text_has_the_configured_link_and_no_other()
    {
        var body = InviteMail.Body("evil.example", OrganizationRoles.SuperAdministrator, 1_800_000_000_000_000, "https://example.com/i?a=b", "grvi_x");
        Assert.Equal(
            """
            You are invited to the organization "evil. example" as
            Organization Super Administrator.

            To accept or to reject, open this link. It works once, until
            2027-01-15 08:00 UTC:

            https://example.com/i?a=b#invite_secret=grvi_x

            Whoever has the link can accept in your name: do not pass it on.
            If you do not know what this is about, do nothing.

            """.ReplaceLineEndings("\r\n"), body);
        Assert.Equal("Invitation to evil. example", InviteMail.Subject("evil.example"));
    }
}
