using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Members;

/// <summary>Memberships as operators make, change and end them, without anybody's consent.</summary>
internal sealed class OperatorMembershipStore(Db db, AuditLog audit, IdSource ids, TimeProvider clock)
{
    private static readonly Sql FindUser = new("select key from users where id = @id");

    private static readonly Sql FindMember = new(
        $"select {OrganizationMember.Columns} from {OrganizationMember.From} where m.organization_key = @organization and m.user_key = @user and m.status <= 1");

    private static readonly Sql OtherSuperAdministrators = new(
        $"""
         select count(*) from organization_members where organization_key = @organization and status = 1 and user_key is not null
           and user_key <> @user and roles >= {(int)OrganizationRoles.SuperAdministrator}
         """);

    private static readonly Sql Insert = new(
        """
        insert into organization_members (id, organization_key, user_key, email, status, roles, create_time, update_time)
        select @id, @organization, u.key, u.email, 1, @roles, @now, @now from users u where u.key = @user
        """);

    private static readonly Sql Update = new(
        "update organization_members set status = @status, roles = @roles, version = version + 1, update_time = @now where key = @key");

    private readonly Sql lockOrganization = new("select key, parent_key, lineage from organizations where id = @id" + db.Dialect.ForChange);

    /// <summary>Makes the user an active member with these roles, or gives the member they are these roles.</summary>
    public async Task<Outcome<OrganizationMember>> PutAsync(ApiRequest request, string organizationId, string userId, OrganizationRoles roles)
    {
        try
        {
            return await db.WriteAsync(session => PutAsync(session, request, organizationId, userId, roles), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.ForeignKey)
        {
            // The user went away after we looked.
            return ApiError.UserNotFound;
        }
    }

    private async ValueTask<Outcome<OrganizationMember>> PutAsync(
        SqlSession session, ApiRequest request, string organizationId, string userId, OrganizationRoles roles)
    {
        var found = await FindAsync(session, organizationId, userId);
        if (found.Error is { } missing) return missing;
        var (place, user, member) = found.Value;
        if (!request.MayChange(member?.Version)) return ApiError.Changed;
        if (member is not null && !roles.Reach(OrganizationRoles.SuperAdministrator) && await IsLastAsync(session, place, user, member)) return LastOne;
        if (member is null)
        {
            await session.ExecuteAsync(Insert, ("id", ids.NewMemberId()), ("organization", place.Key), ("user", user), ("roles", (int)roles), ("now", Timestamps.Now(clock)));
        }
        else if (member.Status != MemberStatus.Active || member.Roles != roles)
        {
            await session.ExecuteAsync(Update, ("key", member.Key), ("status", (int)MemberStatus.Active), ("roles", (int)roles), ("now", Timestamps.Now(clock)));
        }
        // Nobody is added when the user went away after we looked.
        var rows = await session.QueryAsync(FindMember, [("organization", place.Key), ("user", user)], OrganizationMember.Read);
        if (rows.Count == 0) return ApiError.UserNotFound;
        var after = rows[0];
        await RecordAsync(session, request, member is null ? "organization.member.create" : "organization.member.update", organizationId, place, userId, member, after);
        return after;
    }

    /// <summary>Ends the user's membership; the answer is its id.</summary>
    public Task<Outcome<string>> EndAsync(ApiRequest request, string organizationId, string userId) => db.WriteAsync<Outcome<string>>(async session =>
    {
        var found = await FindAsync(session, organizationId, userId);
        if (found.Error is { } missing) return missing;
        var (place, user, member) = found.Value;
        if (member is null) return ApiError.MembershipNotFound;
        if (!request.MayChange(member.Version)) return ApiError.Changed;
        if (await IsLastAsync(session, place, user, member)) return LastOne;
        await session.ExecuteAsync(Update, ("key", member.Key), ("status", (int)MemberStatus.Canceled), ("roles", (int)member.Roles), ("now", Timestamps.Now(clock)));
        await RecordAsync(session, request, "organization.member.delete", organizationId, place, userId, member, member with { Status = MemberStatus.Canceled });
        return member.Id;
    }, request.Aborted);

    private static ApiError LastOne { get; } =
        ApiError.LastSuperAdministrator("The user is the last Super Administrator of this root organization: appoint another first.");

    private async ValueTask<Outcome<(Place Place, long User, OrganizationMember? Member)>> FindAsync(SqlSession session, string organizationId, string userId)
    {
        var places = await session.QueryAsync(lockOrganization, [("id", organizationId)], static row => new Place(row.GetInt64(0), row.IsDBNull(1), row.GetString(2)));
        if (places.Count == 0) return ApiError.OrganizationNotFound;
        var users = await session.QueryAsync(FindUser, [("id", userId)], static row => row.GetInt64(0));
        if (users.Count == 0) return ApiError.UserNotFound;
        var members = await session.QueryAsync(FindMember, [("organization", places[0].Key), ("user", users[0])], OrganizationMember.Read);
        return (places[0], users[0], members.Count == 0 ? null : members[0]);
    }

    private static async ValueTask<bool> IsLastAsync(SqlSession session, Place place, long user, OrganizationMember member) =>
        place.IsRoot && member.Status == MemberStatus.Active && member.Roles.Reach(OrganizationRoles.SuperAdministrator)
        && (await session.QueryAsync(OtherSuperAdministrators, [("organization", place.Key), ("user", user)], static row => row.GetInt64(0)))[0] == 0;

    private ValueTask RecordAsync(
        SqlSession session, ApiRequest request, string action, string organizationId, Place place, string userId, OrganizationMember? before, OrganizationMember after) =>
        audit.WriteAsync(session, request.Actor, new(action, before is null ? "create" : after.Status == MemberStatus.Canceled ? "delete" : "update", "organization_member", after.Id)
        {
            OrganizationId = organizationId,
            Lineage = place.Lineage,
            Before = before is null ? null : MemberAudit.State(userId, (int)before.Status, before.Roles),
            After = MemberAudit.State(userId, (int)after.Status, after.Roles),
        });

    private sealed record Place(long Key, bool IsRoot, string Lineage);
}
