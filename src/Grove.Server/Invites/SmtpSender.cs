using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Grove.Server.Invites;

/// <summary>Hands mails to the configured server, each over a connection of its own.</summary>
internal sealed class SmtpSender(SmtpServer server, string from, IdSource ids, TimeProvider clock)
{
    /// <summary>After so long a mail counts as not sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the server has taken the mail; throws when it may not have.</summary>
    public async Task SendAsync(string to, string subject, string body, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        using var mail = new MailMessage(new MailAddress(from), new MailAddress(to))
        {
            Subject = subject,
            SubjectEncoding = Encoding.UTF8,
            Body = body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        mail.Headers.Add("Message-ID", $"<{ids.NewId()}@{mail.From!.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls };
        if (server.User is not null) client.Credentials = new NetworkCredential(server.User, server.Password);
        await client.SendMailAsync(mail, either.Token).WaitAsync(either.Token);
    }
}
