using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>Gives an organization, and with it everything below, another parent or none. Runs under the forest lock, alone.</summary>
internal sealed class OrganizationMove(SqlDialect dialect, IdSource ids, TimeProvider clock, GroveOptions options)
{
    private static readonly Sql IsBelow = new("select depth from closure where ancestor = @key and descendant = @other");
    private static readonly Sql Height = new("select max(depth) from closure where ancestor = @key");
    private static readonly Sql SetParent = new("update organizations set parent_key = @parent where key = @key");

    private static readonly Sql Cut = new(
        """
        delete from closure
        where ancestor in (select c.ancestor from closure c where c.descendant = @key and c.depth > 0)
          and descendant in (select c.descendant from closure c where c.ancestor = @key)
        """);

    private static readonly Sql Join = new(
        """
        insert into closure (ancestor, descendant, depth)
        select above.ancestor, below.descendant, above.depth + below.depth + 1
        from closure above cross join closure below where above.descendant = @parent and below.ancestor = @key
        """);

    private static readonly Sql SetLineage = new(
        """
        update organizations set lineage = @prefix || substr(lineage, cast(@from as integer))
        where key in (select c.descendant from closure c where c.ancestor = @key)
        """);

    private static readonly Sql HasSuperAdministrator = new(
        "select count(*) from organization_members where organization_key = @key and status = 1 and user_key is not null and roles >= @role");

    private static readonly Sql Promote = new(
        "update organization_members set status = 1, roles = @role, version = version + 1, update_time = @now where organization_key = @key and user_key = @user and status <= 1");

    private static readonly Sql AddMember = new(
        """
        insert into organization_members (id, organization_key, user_key, email, status, roles, create_time, update_time)
        select @id, @key, u.key, u.email, 1, @role, @now, @now from users u where u.key = @user
        """);

    private readonly Sql lockMembers = new("select key from organization_members where organization_key = @key and status <= 1 order by key" + dialect.ForUpdate);

    /// <summary>The refusal, if any, of who asks.</summary>
    public static ApiError? RefuseRight(OrganizationTarget target, OrganizationTarget? destination)
    {
        // Who sees it only by a membership on itself holds nothing of the place that it leaves.
        if (target.ParentKey is not null && target.Shown.VisibleDepth == 0) return ApiError.NotAuthorized;
        var leaving = target.ParentKey is null ? target.OwnRoles : target.RolesAbove;
        var needed = target.ParentKey is null || destination is null ? OrganizationRoles.SuperAdministrator : OrganizationRoles.Administrator;
        if (!leaving.Reach(needed)) return ApiError.NotAuthorized;
        if (destination is null) return null;
        if (!destination.Roles.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorized;
        // What is held on X itself goes along, so only the new place can raise it.
        return destination.Roles.Highest() > target.Roles.Highest() ? ApiError.NotAuthorized : null;
    }

    /// <summary>The refusal, if any, of what stands in the way.</summary>
    public async ValueTask<ApiError?> RefuseStateAsync(SqlSession session, Caller caller, OrganizationTarget target, OrganizationTarget? destination)
    {
        if (destination is null)
        {
            return options.RootCreationByOperators && !caller.Operator ? ApiError.CapabilityOff("Only operators create root organizations here.") : null;
        }
        var below = await session.QueryAsync(IsBelow, [("key", target.Key), ("other", destination.Key)], static row => row.GetInt32(0));
        if (below.Count > 0) return ApiError.BadMove("An organization cannot be moved below itself.");
        var height = (await session.QueryAsync(Height, [("key", target.Key)], static row => row.GetInt32(0)))[0];
        return OrganizationLimits.RefusePlace(destination.Shown.Flags, destination.Level + 1 + height, options)
            ?? (IsInTree(target, destination.Shown.Lineage) ? null : await ExternalIds.RefuseSubtreeAsync(session, target.Key, destination.Shown.Lineage));
    }

    public async ValueTask ApplyAsync(SqlSession session, Caller caller, OrganizationTarget target, OrganizationTarget? destination)
    {
        await SubtreeCounts.SubtractAsync(session, target.Key);
        await session.ExecuteAsync(Cut, ("key", target.Key));
        await session.ExecuteAsync(SetParent, ("key", target.Key), ("parent", destination?.Key));
        await session.ExecuteAsync(SetLineage, ("key", target.Key), ("prefix", destination?.Shown.Lineage ?? ""),
            ("from", target.Shown.Lineage.Length - ResourceId.Length + 1));
        // A new root is a new tree, in which nothing clashes.
        var place = destination?.Shown.Lineage ?? target.Shown.Id;
        if (!IsInTree(target, place)) await ExternalIds.MoveSubtreeAsync(session, target.Key, place);
        if (destination is null)
        {
            await EnsureSuperAdministratorAsync(session, caller, target.Key);
            return;
        }
        await session.ExecuteAsync(Join, ("key", target.Key), ("parent", destination.Key));
        await SubtreeCounts.AddAsync(session, target.Key, destination.Key);
    }

    private static bool IsInTree(OrganizationTarget target, string lineage) => target.Shown.Lineage.AsSpan(0, ResourceId.Length).SequenceEqual(lineage.AsSpan(0, ResourceId.Length));

    /// <summary>A new root keeps its own Super Administrators; when it has none the caller becomes one.</summary>
    private async ValueTask EnsureSuperAdministratorAsync(SqlSession session, Caller caller, long key)
    {
        await session.QueryAsync(lockMembers, [("key", key)], static row => row.GetInt64(0));
        const int role = (int)OrganizationRoles.SuperAdministrator;
        var present = (await session.QueryAsync(HasSuperAdministrator, [("key", key), ("role", role)], static row => row.GetInt64(0)))[0];
        if (present > 0) return;
        var now = Timestamps.Now(clock);
        if (await session.ExecuteAsync(Promote, ("key", key), ("user", caller.UserKey), ("role", role), ("now", now)) > 0) return;
        await session.ExecuteAsync(AddMember, ("id", ids.NewMemberId()), ("key", key), ("user", caller.UserKey), ("role", role), ("now", now));
    }
}
