using System.Net.Mail;
using Grove.Server.Auth;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Invites;

/// <summary>
/// Mails the secrets of invitations that are due. An invitation is marked as due in the transaction that makes it, so no mail is lost. Taking
/// one up gives it a new secret and puts it off for as long as sending may take, so two nodes never send it at once; a node that stops
/// before it has noted that the mail went leaves it due, and another mail goes, with another secret, which alone is valid then.
/// </summary>
internal sealed class InviteMailer(Db db, SmtpSender sender, IdSource ids, TimeProvider clock, GroveOptions options, ILogger<InviteMailer> logger) : BackgroundService
{
    private const int Batch = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    // Longer than sending takes, by more than the clocks of two nodes differ.
    private static readonly TimeSpan Lease = SmtpSender.Patience + TimeSpan.FromMinutes(2);

    private static readonly Sql FindDue = new(
        """
        select m.key, m.mail_due, m.mail_attempts, m.email, m.roles, m.expires_time, o.name
        from organization_members m join organizations o on o.key = m.organization_key
        where m.mail_due <= @now order by m.mail_due limit @take
        """);

    private static readonly Sql TakeUp = new(
        $"""
         update organization_members set secret_hash = @hash, secret_mailed = 1, mail_due = @until, mail_attempts = mail_attempts + 1
         where key = @key and mail_due = @due and status = {(int)MemberStatus.Pending} and expires_time > @now
         """);

    // Nothing to send any more: it was answered, withdrawn, or has expired.
    private static readonly Sql Drop = new(
        $"update organization_members set mail_due = null where key = @key and mail_due = @due and (status <> {(int)MemberStatus.Pending} or expires_time <= @now)");

    // By the secret, as it may have been sent again meanwhile, or taken up by another node after all.
    private static readonly Sql Note = new("update organization_members set mail_due = @next where key = @key and secret_hash = @hash");

    private static readonly Sql Forget = new("delete from invite_mails where day < @day");

    /// <summary>Sends what is due, one mail after the other.</summary>
    public async Task SendDueAsync(CancellationToken cancel)
    {
        List<Due> due;
        do
        {
            due = await db.QueryAsync(FindDue, [("now", Timestamps.Now(clock)), ("take", Batch)], Due.Read, cancel);
            foreach (var mail in due) await SendAsync(mail, cancel);
        }
        while (due.Count == Batch);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var today = 0L;
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SendDueAsync(stoppingToken);
                if (InviteDelivery.DayOf(Timestamps.Now(clock)) is var day && day == today) continue;
                await db.WriteAsync(session => session.ExecuteAsync(Forget, ("day", day)), stoppingToken);
                today = day;
            }
            catch (StorageException fault)
            {
                logger.LogWarning("Invitations were not mailed: {Fault}; trying again", fault.Fault);
            }
        }
    }

    private async Task SendAsync(Due mail, CancellationToken cancel)
    {
        var (secret, now) = (ids.NewInviteSecret(), Timestamps.Now(clock));
        var hash = Authenticator.SecretHash(secret);
        var taken = await db.WriteAsync(session => session.ExecuteAsync(TakeUp,
            ("hash", hash), ("until", now + Micros(Lease)), ("key", mail.Key), ("due", mail.Time), ("now", now)), cancel);
        if (taken == 0)
        {
            await db.WriteAsync(session => session.ExecuteAsync(Drop, ("key", mail.Key), ("due", mail.Time), ("now", now)), cancel);
            return;
        }
        var next = (long?)null;
        try
        {
            await sender.SendAsync(mail.Email, InviteMail.Subject(mail.Organization), InviteMail.Body(mail.Organization, mail.Roles, mail.Expires, options.PublicUrl!, secret), cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // Whatever it was, the mail is tried again. The message of the exception may hold the address.
            var wait = FirstWait * Math.Pow(2, Math.Min(mail.Attempts, 10));
            next = Timestamps.Now(clock) + Micros(wait < LongestWait ? wait : LongestWait);
            logger.LogWarning("An invitation was not mailed: {Fault} {Status}; trying again later", fault.GetType().Name, (fault as SmtpException)?.StatusCode);
        }
        await db.WriteAsync(session => session.ExecuteAsync(Note, ("next", next), ("key", mail.Key), ("hash", hash)), cancel);
    }

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed record Due(long Key, long Time, long Attempts, string Email, OrganizationRoles Roles, long Expires, string Organization)
    {
        public static Due Read(System.Data.Common.DbDataReader row) => new(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), (OrganizationRoles)row.GetInt32(4), row.GetInt64(5), row.GetString(6));
    }
}
