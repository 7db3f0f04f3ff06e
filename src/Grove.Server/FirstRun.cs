using System.Text;

namespace Grove.Server;

/// <summary>The operator's key as a person sees it: a new value is shown once, one they set themselves is only pointed at.</summary>
internal sealed class OperatorKeyText
{
    private OperatorKeyText(string line, string shell, bool isGenerated) => (Line, Shell, IsGenerated) = (line, shell, isGenerated);

    public string Line { get; }

    /// <summary>What yields the key inside double quotes in a shell.</summary>
    public string Shell { get; }

    public bool IsGenerated { get; }

    public static OperatorKeyText Generated(string key) => new(key, key, isGenerated: true);

    /// <summary>
    /// The key that was configured. The text that goes to standard output, and so into logs, reads it from where it was set: the file,
    /// or else the variable, which a shell that pastes the lines must have.
    /// </summary>
    public static OperatorKeyText Configured(GroveOptions options) => options.OperatorKeyFile is { } file
        ? new($"as in {file}", $"$(tr -d '\\r\\n' < {ShellText.Quote(file)})", isGenerated: false)
        : new("the one configured; the lines below read it from $GROVE_OPERATOR_KEY", "$GROVE_OPERATOR_KEY", isGenerated: false);
}

/// <summary>
/// What a start prints on standard output, outside the logger, for the person who starts it. Pure: the caller prints.
/// </summary>
/// <param name="addresses">The addresses the server is bound to, at least one; the first is the one shown in lines to paste.</param>
/// <param name="pathBase">Where the wire API is mounted; empty for the root.</param>
/// <param name="operatorEmail">The operator's e-mail as stored.</param>
internal sealed class FirstRunText(IReadOnlyCollection<string> addresses, string pathBase, string operatorEmail)
{
    private readonly string api = ShellText.Reachable(addresses.First()) + pathBase;

    /// <summary>Printed only by the node that made the operator.</summary>
    public string OnEmptyDatabase(OperatorKeyText key) =>
        Listening() + "\nThe database was empty, so Grove made its operator:\n" + Credentials(key);

    public string OnLaterStart() =>
        Listening() + $"Operator: {operatorEmail}. For a new key start once with --reset-operator-key.\n";

    public string AfterReset(OperatorKeyText key) =>
        Listening() + "\nThe operator has a new key; the old one no longer works:\n" + Credentials(key);

    /// <summary>A warning, without either key.</summary>
    public string KeyDiffers() =>
        $"The configured operator key is not the key of {operatorEmail}, which stays as it is: "
        + "the setting counts only on an empty database. To make it the operator's key start once with --reset-operator-key.";

    private string Listening() => $"Grove is listening on {string.Join(", ", addresses.Select(ShellText.Reachable))}\n";

    private string Credentials(OperatorKeyText key)
    {
        var email = ShellText.Quote("X-Auth-Email: " + operatorEmail);
        var text = new StringBuilder();
        text.Append("\n  e-mail   ").Append(operatorEmail).Append("\n  API key  ").Append(key.Line).Append('\n');
        if (key.IsGenerated) text.Append("\nThe key is shown this once; the database keeps only its digest.\n");
        text.Append("\nTo try it:\n\n  curl -H ").Append(email).Append(" -H \"X-Auth-Key: ").Append(key.Shell).Append("\" ")
            .Append(ShellText.Quote(api + "/organizations")).Append('\n');
        text.Append("\nFor Cloudflare's own clients:\n\n  export CLOUDFLARE_BASE_URL=").Append(ShellText.Quote(api))
            .Append(" CLOUDFLARE_EMAIL=").Append(ShellText.Quote(operatorEmail))
            .Append(" CLOUDFLARE_API_KEY=\"").Append(key.Shell).Append("\"\n\n");
        return text.ToString();
    }
}

/// <summary>Text for lines that are pasted into a shell.</summary>
internal static class ShellText
{
    /// <summary>A word of a POSIX shell that means exactly <paramref name="text"/>, which may hold quotes and dollars.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A bound address as one to call: a wildcard cannot be called everywhere.</summary>
    public static string Reachable(string address)
    {
        address = address.TrimEnd('/');
        foreach (var wildcard in Wildcards)
        {
            var at = address.IndexOf($"://{wildcard}:", StringComparison.Ordinal);
            if (at >= 0) return $"{address[..at]}://localhost{address[(at + 3 + wildcard.Length)..]}";
        }
        return address;
    }

    private static readonly string[] Wildcards = ["0.0.0.0", "[::]", "*", "+"];
}
