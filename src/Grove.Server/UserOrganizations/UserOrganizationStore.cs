using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Members;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;
using Grove.Server.Users;

namespace Grove.Server.UserOrganizations;

/// <summary>A page by number; the total is null when it is beyond the budget.</summary>
internal sealed record UserOrganizationPage(IReadOnlyList<UserOrganization> Rows, long? Total);

/// <summary>The caller's own memberships, seen as organizations.</summary>
internal sealed class UserOrganizationStore(Db db, AuditLog audit, TimeProvider clock)
{
    private const int TotalBudget = 20_000;
    private const string Columns = "o.id, o.name, m.roles, m.status, m.version";

    private static readonly Sql Leave = new(
        "update organization_members set status = @status, version = version + 1, update_time = @now where key = @member");

    private readonly Sql lockOrganization = new(
        $"""
         select o.key from organizations o where o.id = @id and exists (
           select 1 from organization_members m where m.organization_key = o.key and m.user_key = @user and m.status <= 1){db.Dialect.ForChange}
         """);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Sql> made = new();

    public async ValueTask<UserOrganizationPage> ListAsync(Access access, UserOrganizationFilter filter, CancellationToken cancel)
    {
        var args = new List<SqlArg> { ("take", filter.Page.PerPage), ("skip", filter.Page.Skip) };
        if (filter.Name is not null) args.Add(("name", filter.Name));
        if (filter.Status is not null) args.Add(("status", filter.Status == "member" ? 1 : 0));
        var rows = await db.QueryAsync(ListText(access, filter), Visibility.Args(access, [.. args, ("now", Timestamps.Now(clock))]),
            static row => (Row: row.IsDBNull(0) ? null : UserOrganization.Read(row), Total: row.IntegerOrNull(5)), cancel);
        return new([.. rows.Select(row => row.Row).OfType<UserOrganization>()], rows[0].Total);
    }

    /// <summary>The caller with the first of their organizations, in one round trip; null when they are gone.</summary>
    public async ValueTask<(User User, IReadOnlyList<UserOrganization> Organizations)?> GetSelfAsync(Access access, int most, CancellationToken cancel)
    {
        var sql = made.GetOrAdd($"self {Visibility.ShapeOf(access)}", _ => new(
            $"""
             select f.id, f.name, f.roles, f.status, f.version, {User.Columns}
             from {User.From} left join (
               select {Columns}, m.organization_key as key from {From(access)} order by m.organization_key limit @take) f on 1 = 1
             where u.key = @user order by f.key
             """));
        var rows = await db.QueryAsync(sql, Visibility.Args(access, ("take", most), ("now", Timestamps.Now(clock))),
            static row => (User: User.Read(row, 5), Organization: row.IsDBNull(0) ? null : UserOrganization.Read(row)), cancel);
        return rows.Count == 0 ? null : (rows[0].User, [.. rows.Select(row => row.Organization).OfType<UserOrganization>()]);
    }

    public async ValueTask<UserOrganization?> GetAsync(Access access, string id, CancellationToken cancel)
    {
        var sql = made.GetOrAdd($"get {Visibility.ShapeOf(access)}", _ => new($"select {Columns} from {From(access)} and o.id = @id"));
        var rows = await db.QueryAsync(sql, Visibility.Args(access, ("id", id), ("now", Timestamps.Now(clock))), UserOrganization.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Ends the caller's own membership: an active one is canceled, an invitation rejected.</summary>
    public Task<ApiError?> LeaveAsync(ApiRequest request, string id) => db.WriteAsync<ApiError?>(async session =>
    {
        var access = request.Access;
        var find = made.GetOrAdd($"leave {Visibility.ShapeOf(access)}", _ => new($"select {Columns}, m.key, o.key, o.lineage, m.id, m.email from {From(access)} and o.id = @id"));
        var batch = new SqlBatch().Add(lockOrganization, ("id", id), ("user", access.UserKey)).Add(find, Visibility.Args(access, ("id", id), ("now", Timestamps.Now(clock))));
        var rows = await session.BatchAsync(batch,
            static row => (Membership: UserOrganization.Read(row), Key: row.GetInt64(5), OrganizationKey: row.GetInt64(6), Lineage: row.GetString(7), Id: row.GetString(8), Email: row.GetString(9)));
        if (rows.Count == 0) return ApiError.OrganizationNotFound;
        var (membership, key, organizationKey, lineage, memberId, email) = rows[0];
        if (!request.MayChange(membership.Version)) return ApiError.Changed;
        if (membership.Active && membership.Roles.Reach(OrganizationRoles.SuperAdministrator)
            && await SuperAdministrators.HasNoOtherAsync(session, organizationKey, key))
        {
            return ApiError.LastSuperAdministrator("You are the last Super Administrator of this root organization: appoint another first.");
        }
        var (before, after) = membership.Active ? (MemberStatus.Active, MemberStatus.Canceled) : (MemberStatus.Pending, MemberStatus.Rejected);
        await session.ExecuteAsync(Leave, ("member", key), ("status", (int)after), ("now", Timestamps.Now(clock)));
        await audit.WriteAsync(session, request.Actor, new("organization.member.leave", "delete", "organization_member", memberId)
        {
            OrganizationId = id,
            Lineage = lineage,
            ActorIsMember = true,
            Before = MemberAudit.State(request.Caller.UserId, email, before, membership.Roles),
            After = MemberAudit.State(request.Caller.UserId, email, after, membership.Roles),
        });
        return null;
    }, request.Aborted);

    /// <summary>Own memberships that the token covers; the answer always has a row, which carries the total.</summary>
    private Sql ListText(Access access, UserOrganizationFilter filter)
    {
        var conditions = new List<string>();
        if (filter.Name is not null) conditions.Add("o.name = @name");
        if (filter.Status is not null) conditions.Add("m.status = @status");
        var match = conditions.Count == 0 ? "" : $" and ({string.Join(filter.MatchAny ? " or " : " and ", conditions)})";
        var direction = filter.Descending ? "desc" : "asc";
        var order = filter.Order switch
        {
            "id" => $"o.id {direction}",
            "name" => $"o.name_folded {direction}, o.key",
            // Invited (0) sorts before member (1), as their names do.
            "status" => $"m.status {direction}, o.key",
            _ => $"m.organization_key {direction}",
        };
        // The index has memberships in the default order. A window would read them all, and so would whatever is sorted by another.
        var (place, placed) = filter.Order is "id" or "name" or "status" ? ($"row_number() over (order by {order})", "asc") : ("m.organization_key", direction);
        // Only a name is asked of the organization itself.
        var counted = (filter.Name is null ? $"organization_members m where {Mine(access)}" : From(access)) + match;
        var text =
            $"""
             with page as (
               select {Columns}, {place} as place from {From(access)}{match} order by {order} limit @take offset @skip),
             counted as (select count(*) as n from (select 1 from {counted} limit {TotalBudget + 1}) c)
             select page.id, page.name, page.roles, page.status, page.version, case when counted.n <= {TotalBudget} then counted.n end
             from counted left join page on 1 = 1 order by page.place {placed}
             """;
        return made.GetOrAdd(text, new Sql(text));
    }

    /// <summary>Active memberships and invitations that can still be accepted.</summary>
    private string From(Access access) => $"organization_members m join organizations o on o.key = m.organization_key where {Mine(access)}";

    private string Mine(Access access)
    {
        var covered = access.Narrowed ? $" and {Visibility.Covered(db.Dialect, Visibility.ShapeOf(access), "m.organization_key")}" : "";
        return $"m.user_key = @user and m.status <= 1 and (m.status = 1 or m.expires_time > @now){covered}";
    }
}
