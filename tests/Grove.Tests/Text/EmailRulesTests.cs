using Grove.Server.Text;
using Xunit;

namespace Grove.Tests.Text;

public sealed class EmailRulesTests
{
    [Theory]
    [InlineData("a@b")]
    [InlineData("operator@localhost")]
    [InlineData("O'Brien+x/y=z!#$%&*?^_`{|}~@Example.COM")]
    public void An_address_is_visible_ascii_around_one_at_sign(string email) => Assert.Null(EmailRules.Fault(email));

    [Theory]
    [InlineData("", "An e-mail address has 3 to 90 characters.")]
    [InlineData("@b", "An e-mail address has 3 to 90 characters.")]
    [InlineData("a b@c", "An e-mail address has only visible ASCII characters and no spaces.")]
    [InlineData("a@b\n", "An e-mail address has only visible ASCII characters and no spaces.")]
    [InlineData("a\u007F@b", "An e-mail address has only visible ASCII characters and no spaces.")]
    [InlineData("é@b", "An e-mail address has only visible ASCII characters and no spaces.")]
    [InlineData("\u212A@b", "An e-mail address has only visible ASCII characters and no spaces.")]
    [InlineData("<a@b>", "An e-mail address may not contain any of <>,;:\"")]
    [InlineData("a,b@c", "An e-mail address may not contain any of <>,;:\"")]
    [InlineData("a;b@c", "An e-mail address may not contain any of <>,;:\"")]
    [InlineData("a:b@c", "An e-mail address may not contain any of <>,;:\"")]
    [InlineData("\"a\"@b", "An e-mail address may not contain any of <>,;:\"")]
    [InlineData("abc", "An e-mail address has one @ with something on either side of it.")]
    [InlineData("a@b@c", "An e-mail address has one @ with something on either side of it.")]
    [InlineData("@bc", "An e-mail address has one @ with something on either side of it.")]
    [InlineData("ab@", "An e-mail address has one @ with something on either side of it.")]
    public void Anything_else_is_refused_with_the_reason(string email, string fault) => Assert.Equal(fault, EmailRules.Fault(email));

    [Fact]
    public void Ninety_characters_are_the_most()
    {
        Assert.Null(EmailRules.Fault(new string('a', 88) + "@b"));
        Assert.NotNull(EmailRules.Fault(new string('a', 89) + "@b"));
    }

    [Fact]
    public void Folding_lowers_ascii_letters_and_nothing_else()
    {
        var all = string.Concat(Enumerable.Range(0, 0x3000).Select(i => (char)i)) + "\u212A\uD83D";
        var folded = EmailRules.Fold(all);
        Assert.Equal(all.Length, folded.Length);
        for (var i = 0; i < all.Length; i++)
            Assert.Equal(all[i] is >= 'A' and <= 'Z' ? (char)(all[i] + 32) : all[i], folded[i]);
        Assert.Equal(folded, EmailRules.Fold(folded));
    }

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData("o'neil+x@localhost", true)]
    [InlineData("a(b)@example.com", false)]
    [InlineData("a..b@example.com", false)]
    [InlineData("a\\@example.com", false)]
    [InlineData("a@[b", false)]
    [InlineData("a@b\r\nBcc:c@d", false)]
    [InlineData("Ada <a@b>", false)]
    public void Mail_goes_exactly_to_an_address_or_nowhere(string address, bool possible) => Assert.Equal(possible, EmailRules.MailFault(address) is null);
}
