using Grove.Server.Text;

namespace Grove.Server.Configuration;

internal static partial class Settings
{
    // Made when asked for: the table may be made before this file's own fields.
    private static Setting Smtp => new("Smtp", "GROVE_SMTP", null, "none", "smtp://USER:PASSWORD@HOST:PORT | none",
        "the server that takes the mails of invitations",
        (options, text, fault) => options with { Smtp = text == "none" ? null : SmtpUrl.Parse(text, fault) })
    { Secret = true };

    private static Setting MailFrom => new("MailFrom", "GROVE_MAIL_FROM", "--mail-from", "none", "E-MAIL | none",
        "the address that these mails come from",
        (options, text, fault) =>
        {
            if (text == "none") return options with { MailFrom = null };
            if (EmailRules.MailFault(text) is not null) fault("must be an e-mail address, like grove@example.com");
            return options with { MailFrom = text };
        });

    private static Setting PublicUrl => new("PublicUrl", "GROVE_PUBLIC_URL", "--public-url", "none", "https://HOST/PATH | none",
        "the page that takes up an invitation; the only link of these mails",
        (options, text, fault) =>
        {
            if (text == "none") return options with { PublicUrl = null };
            var valid = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0 && url.UserInfo.Length == 0 && !text.Contains('#', StringComparison.Ordinal)
                && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && SmtpUrl.IsLoopback(url.Host)));
            if (!valid) fault("must be an https:// URL without user and fragment, like https://example.com/invitation; http:// only for this machine");
            return options with { PublicUrl = valid ? url!.AbsoluteUri : text };
        });

    /// <summary>What is missing where mails are sent, as faults.</summary>
    public static IEnumerable<string> MissingForMails(GroveOptions options)
    {
        if (options.Smtp is null) yield break;
        if (options.MailFrom is null) yield return $"{MailFrom.Variable}: must be set where {Smtp.Variable} is";
        if (options.PublicUrl is null) yield return $"{PublicUrl.Variable}: must be set where {Smtp.Variable} is";
    }

    private static GroveOptions InviteMails(GroveOptions options, string text, Action<string> fault)
    {
        var parts = text.Split('/');
        if (parts.Length == 2
            && SettingText.TryInteger(parts[0], 0, 1_000_000, out var organization) && SettingText.TryInteger(parts[1], 0, 1_000_000, out var address))
            return options with { InviteMails = new(organization, address) };
        fault("must be ORGANIZATION/ADDRESS, two numbers from 0 to 1000000, like 250/10");
        return options;
    }
}
