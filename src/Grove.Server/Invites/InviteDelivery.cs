using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>How invitations begin, the first time and whenever they are sent again: when they expire, and how their secret travels.</summary>
internal sealed class InviteDelivery(IdSource ids, TimeProvider clock, GroveOptions options)
{
    private static readonly Sql Count = new(
        """
        insert into invite_mails (subject, day, mails) values (@subject, @day, @more)
        on conflict (subject, day) do update set mails = invite_mails.mails + excluded.mails
        returning mails
        """);

    /// <summary>The day (UTC) of a time, counted from 1970.</summary>
    public static long DayOf(long time) => time / (TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);

    /// <summary>True when whoever invites is shown the secret, as nothing is mailed.</summary>
    public bool ShowsSecrets => options.Smtp is null;

    /// <summary>The refusal of an address that is to be invited and cannot be mailed to.</summary>
    public string? Fault(string address) => options.Smtp is null ? null : EmailRules.MailFault(address);

    /// <summary>The beginning of an invitation. Its secret is for the inviter where nothing is mailed; else it is made when it is.</summary>
    public InviteStart Start(long now)
    {
        var expires = now + TimeSpan.FromDays(options.InviteDays).Ticks / TimeSpan.TicksPerMicrosecond;
        return options.Smtp is null ? new(expires, ids.NewInviteSecret(), null) : new(expires, null, now);
    }

    /// <summary>
    /// Counts one mail to each of these addresses against the limits of the day, and answers the refusal when one is over; what was counted
    /// goes with the transaction then. Takes its locks in the order given: addresses come folded and sorted, as they are locked themselves.
    /// </summary>
    public async ValueTask<ApiError?> CountAsync(SqlSession session, string organizationId, IReadOnlyList<(string Folded, string? Pointer)> addresses)
    {
        if (options.Smtp is null || addresses.Count == 0) return null;
        var (ofOrganization, ofAddress) = options.InviteMails;
        var day = DayOf(Timestamps.Now(clock));
        if (ofOrganization > 0 && await AddAsync(session, organizationId, day, addresses.Count) > ofOrganization)
            return ApiError.Limit($"An organization mails at most {ofOrganization} invitations a day: go on tomorrow (UTC).");
        if (ofAddress == 0) return null;
        foreach (var (folded, pointer) in addresses)
        {
            if (await AddAsync(session, folded, day, 1) > ofAddress)
                return ApiError.Limit($"At most {ofAddress} invitations a day are mailed to one address: go on tomorrow (UTC).", pointer);
        }
        return null;
    }

    private static async ValueTask<long> AddAsync(SqlSession session, string subject, long day, int more) =>
        (await session.QueryAsync(Count, [("subject", subject), ("day", day), ("more", more)], static row => row.GetInt64(0)))[0];
}

/// <summary>What a new or renewed invitation is stored with.</summary>
/// <param name="Secret">Shown once to the inviter; null when it will be mailed.</param>
/// <param name="MailDue">When its mail is due; null when there is none.</param>
internal sealed record InviteStart(long Expires, string? Secret, long? MailDue)
{
    /// <summary>What is stored of the secret.</summary>
    public byte[]? SecretHash => Secret is null ? null : Authenticator.SecretHash(Secret);
}
