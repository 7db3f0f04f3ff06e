using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Invites;
using Grove.Server.Storage;
using Grove.Server.Text;
using Grove.Server.Users;

namespace Grove.Server.Members;

/// <summary>Adds members to an organization: all of them or none. By default they are invited.</summary>
internal sealed class MemberAdditions(SqlDialect dialect, AuditLog audit, InviteDelivery delivery, IdSource ids, TimeProvider clock, GroveOptions options)
{
    private static readonly Sql Replace = new(
        $"""
         update organization_members set status = {(int)MemberStatus.Replaced}, version = version + 1, update_time = @now
         where key = @key and status = {(int)MemberStatus.Pending}
         """);

    private static readonly Sql Insert = new(
        """
        insert into organization_members
          (id, organization_key, user_key, email, user_id, status, roles, expires_time, inviter_key, secret_hash, mail_due, create_time, update_time)
        values (@id, @organization, @user, @email, @user_id, @status, @roles, @expires, @inviter, @secret_hash, @mail_due, @now, @now)
        """);

    private readonly MemberTargets targets = new(dialect);
    private readonly KnownAddresses known = KnownAddresses.InOrganizations(dialect);

    private readonly Sql findAdded = new(
        $"select {OrganizationMember.Columns} from {OrganizationMember.From} where {dialect.InTexts("m.id", "@ids")} order by m.key");

    /// <summary>The refusal of an organization that the caller cannot see; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseInvisibleAsync(SqlSession session, ApiRequest request, string organizationId) =>
        await targets.FindAsync(session, request, organizationId) is null ? ApiError.OrganizationNotFound : null;

    /// <summary>The new members in the order given.</summary>
    public async ValueTask<Outcome<IReadOnlyList<OrganizationMember>>> AddAsync(
        SqlSession session, ApiRequest request, string organizationId, IReadOnlyList<NewMember> members)
    {
        if (await targets.LockAsync(session, request, organizationId) is not { } organization) return ApiError.OrganizationNotFound;
        if (MemberTargets.RefuseRight(organization) is { } notAllowed) return notAllowed;
        if (MemberTargets.RefuseCapability(organization) is { } off) return off;
        var now = Timestamps.Now(clock);
        var addresses = await LockAddressesAsync(session, organization.Key, members);
        var asked = members.Select(member => (addresses[member.Folded], member.Active, member.Pointer)).ToList();
        if (KnownAddresses.Refuse(asked, options.DirectMembersAny || request.Caller.ActsAsOperator, now) is { } refused) return refused;
        var invited = members.Where(member => !member.Active).OrderBy(member => member.Folded, StringComparer.Ordinal).Select(member => (member.Folded, (string?)member.Pointer));
        if (await delivery.CountAsync(session, organizationId, [.. invited]) is { } over) return over;

        var added = new List<string>(members.Count);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            var address = addresses[member.Folded];
            if (address.Pending is { } expired) await session.ExecuteAsync(Replace, ("key", expired), ("now", now));
            added.Add(ids.NewMemberId());
            var start = member.Active ? null : delivery.Start(now);
            if (start?.Secret is { } secret) secrets[added[^1]] = secret;
            await session.ExecuteAsync(Insert, [("id", added[^1]), ("organization", organization.Key), ("user", address.User), ("roles", (int)member.Roles),
                ("now", now), .. Columns(member, address, start, request.Caller.UserKey)]);
        }
        var rows = await session.QueryAsync(findAdded, [("ids", added.ToArray())], OrganizationMember.Read);
        foreach (var row in rows)
        {
            await audit.WriteAsync(session, request.Actor, new("organization.member.create", "create", "organization_member", row.Id)
            {
                OrganizationId = organizationId,
                Lineage = organization.Lineage,
                After = MemberAudit.State(row),
            });
        }
        return rows.ConvertAll(row => row with { InviteSecret = secrets.GetValueOrDefault(row.Id) });
    }

    private ValueTask<Dictionary<string, KnownAddress>> LockAddressesAsync(SqlSession session, long organization, IReadOnlyList<NewMember> members)
    {
        var batch = new SqlBatch();
        // In one order, so that two batches never wait for each other.
        var folded = members.Select(member => member.Folded).Order(StringComparer.Ordinal).ToArray();
        foreach (var address in folded) batch.AddLock(address, ids.NewId());
        return known.FindAsync(session, batch, organization, organization, folded);
    }

    private static SqlArg[] Columns(NewMember member, KnownAddress address, InviteStart? start, long inviter) => start is null
        ?
        [
            ("email", address.UserEmail), ("user_id", (string?)null), ("status", (int)MemberStatus.Active), ("expires", (long?)null),
            ("inviter", (long?)null), ("secret_hash", (byte[]?)null), ("mail_due", (long?)null),
        ]
        :
        [
            ("email", member.Email), ("user_id", address.UserId), ("status", (int)MemberStatus.Pending), ("expires", start.Expires),
            ("inviter", inviter), ("secret_hash", start.SecretHash), ("mail_due", start.MailDue),
        ];
}
