using System.Net;

namespace Grove.Server.Configuration;

/// <summary>The text of a mail server: <c>smtp://user:password@host:port</c>, with <c>?tls=off</c> for one that is reached without TLS.</summary>
internal static class SmtpUrl
{
    private const int SubmissionPort = 587;

    /// <summary>Null, and a fault, when the text is none. No fault repeats any of it.</summary>
    public static SmtpServer? Parse(string text, Action<string> fault)
    {
        if (text.StartsWith("smtps://", StringComparison.OrdinalIgnoreCase))
        {
            fault("must be smtp://…, which begins TLS after connecting (STARTTLS, mostly port 587); smtps://, TLS from the start, is not supported");
            return null;
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "smtp" || url.IdnHost.Length == 0 || url.AbsolutePath is not ("" or "/")
            || url.Fragment.Length > 0 || url.Port == 0)
        {
            fault("must be smtp://USER:PASSWORD@HOST:PORT or smtp://HOST:PORT, with @ / ? # : and % in user and password percent-encoded");
            return null;
        }
        if (url.Query is not ("" or "?tls=off" or "?tls=required"))
        {
            fault("takes one parameter: tls=required, the default, or tls=off");
            return null;
        }
        var user = url.UserInfo.Split(':');
        if (url.UserInfo.Length > 0 && (user.Length != 2 || user[0].Length == 0 || user[1].Length == 0))
        {
            fault("must have both user and password before the @, or neither");
            return null;
        }
        var named = url.UserInfo.Length > 0;
        return new(
            url.IdnHost.Trim('[', ']'), url.Port < 0 ? SubmissionPort : url.Port, named ? Uri.UnescapeDataString(user[0]) : null,
            named ? Uri.UnescapeDataString(user[1]) : null, Tls: url.Query != "?tls=off");
    }

    /// <summary>What to warn about.</summary>
    public static IEnumerable<string> Warnings(SmtpServer? server)
    {
        if (server is { Tls: false } && !IsLoopback(server.Host))
            yield return "GROVE_SMTP has tls=off and names another machine: the password and the secrets of invitations travel readable.";
    }

    /// <summary>True for a host that is this machine.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
