using System.Globalization;
using System.Text;
using Grove.Server.Organizations;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>
/// The mail that carries an invitation's secret: plain text whose only link is the configured one. The name of an organization is what its
/// owner likes, so nothing in it may look like a link or an address, or turn the text round.
/// </summary>
internal static class InviteMail
{
    // What mail programs take for the dot of a host.
    private const string Dots = ".\u3002\uFF0E\uFF61";

    public static string Subject(string organization) => $"Invitation to {Defused(organization)}";

    public static string Body(string organization, OrganizationRoles roles, long expires, string publicUrl, string secret) =>
        $"""
         You are invited to the organization "{Defused(organization)}" as
         {string.Join(", ", OrganizationRole.In(roles).Select(role => role.Name))}.

         To accept or to reject, open this link. It works once, until
         {Timestamps.Write(expires)[..16].Replace('T', ' ')} UTC:

         {publicUrl}#invite_secret={secret}

         Whoever has the link can accept in your name: do not pass it on.
         If you do not know what this is about, do nothing.

         """.ReplaceLineEndings("\r\n");

    /// <summary>The name with nothing in it that a mail program would make a link of.</summary>
    internal static string Defused(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (text.Length > 0 && text[^1] == '.' && !Rune.IsWhiteSpace(rune)) text.Append(' ');
            if (rune.IsBmp && Dots.Contains((char)rune.Value, StringComparison.Ordinal)) text.Append('.');
            else if (rune.Value is ':' or '/' or '\\' or '@') text.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) text.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format) text.Append(rune.ToString());
        }
        return text.ToString();
    }
}
