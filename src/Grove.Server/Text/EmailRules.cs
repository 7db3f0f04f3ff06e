using System.Buffers;
using System.Net.Mail;

namespace Grove.Server.Text;

/// <summary>What an e-mail address may be, and how addresses are compared.</summary>
internal static class EmailRules
{
    private const string Refused = "<>,;:\"";
    private static readonly SearchValues<char> RefusedCharacters = SearchValues.Create(Refused);

    /// <summary>Null when <paramref name="email"/> may be stored, else a sentence for the person who sent it.</summary>
    public static string? Fault(string email)
    {
        if (email.Length is < 3 or > 90) return "An e-mail address has 3 to 90 characters.";
        if (email.AsSpan().ContainsAnyExceptInRange('!', '~')) return "An e-mail address has only visible ASCII characters and no spaces.";
        if (email.AsSpan().ContainsAny(RefusedCharacters)) return $"An e-mail address may not contain any of {Refused}";
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at <= 0 || at == email.Length - 1 || email.IndexOf('@', at + 1) >= 0
            ? "An e-mail address has one @ with something on either side of it."
            : null;
    }

    /// <summary>
    /// Null when mail to <paramref name="email"/> goes to exactly that address, else a sentence for the person who sent it: some that may be
    /// stored are written otherwise in a mail, or not at all.
    /// </summary>
    public static string? MailFault(string email) =>
        Fault(email) ?? (MailAddress.TryCreate(email, out var read) && read.Address == email && read.DisplayName.Length == 0 ? null : "Mail cannot be sent to this address.");

    /// <summary>
    /// The form in which addresses are compared: ASCII letters only. The rule for names would make look-alikes such as the Kelvin sign
    /// equal to a letter, and so one person's address to another's.
    /// </summary>
    public static string Fold(string email) => email.AsSpan().ContainsAnyInRange('A', 'Z')
        ? string.Create(email.Length, email, static (lower, email) =>
        {
            for (var i = 0; i < lower.Length; i++) lower[i] = char.IsAsciiLetterUpper(email[i]) ? (char)(email[i] | 0x20) : email[i];
        })
        : email;
}
