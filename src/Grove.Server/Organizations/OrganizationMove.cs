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

    private static readonly Sql Above = new("select ancestor, depth from closure where descendant = @key order by ancestor");
    private static readonly Sql Below = new("select descendant from closure where ancestor = @key order by descendant");

    private static readonly Sql HasSuperAdministrator = new(
        "select count(*) from organization_members where organization_key = @key and status = 1 and user_key is not null and roles >= @role");

    private static readonly Sql Promote = new(
        "update organization_members set status = 1, roles = @role, version = version + 1, update_time = @now where organization_key = @key and user_key = @user and status <= 1");

    private static readonly Sql AddMember = new(
        """
        insert into organization_members (id, organization_key, user_key, email, status, roles, create_time, update_time)
        select @id, @key, u.key, u.email, 1, @role, @now, @now from users u where u.key = @user
        """);

    // In the order of the primary key, so that the rows of one page of it come together.
    private readonly Sql join = new(
        $"""
         insert into closure (ancestor, descendant, depth)
         select above.ancestor, below.descendant, above.depth + below.depth + 1
         from closure above cross join closure below
         where above.descendant = @parent and {dialect.InIntegers("above.ancestor", "@above")} and below.ancestor = @key
         order by above.ancestor, below.descendant
         """);

    private readonly Sql setLineage = new(
        $"update organizations set lineage = @prefix || substr(lineage, cast(@from as integer)) where {dialect.InIntegers("key", "@below")}");

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
        // What is read again after it was written costs a look at every row, so all of it is read and counted first.
        var below = (await session.QueryAsync(Below, [("key", target.Key)], static row => row.GetInt64(0))).ToArray();
        var (leaving, joining) = Differences(
            await PlaceAsync(session, target.ParentKey),
            await PlaceAsync(session, destination?.Key));
        await SubtreeCounts.SubtractAsync(session, target.Key);
        if (destination is not null) await SubtreeCounts.AddAsync(session, target.Key, destination.Key);
        await session.ExecuteAsync(SetParent, ("key", target.Key), ("parent", destination?.Key));
        await session.ExecuteAsync(setLineage, ("below", below), ("prefix", destination?.Shown.Lineage ?? ""),
            ("from", target.Shown.Lineage.Length - ResourceId.Length + 1));
        if (leaving.Length > 0) await session.ExecuteAsync(dialect.CutPairs, ("above", leaving), ("below", below));
        if (joining.Length > 0) await session.ExecuteAsync(join, ("key", target.Key), ("parent", destination!.Key), ("above", joining));
        // A new root is a new tree, in which nothing clashes.
        var place = destination?.Shown.Lineage ?? target.Shown.Id;
        if (!IsInTree(target, place)) await ExternalIds.MoveSubtreeAsync(session, target.Key, place);
        if (destination is null) await EnsureSuperAdministratorAsync(session, caller, target.Key);
    }

    private static async ValueTask<List<(long Ancestor, int Depth)>> PlaceAsync(SqlSession session, long? parent) =>
        parent is null ? [] : await session.QueryAsync(Above, [("key", parent)], static row => (row.GetInt64(0), row.GetInt32(1)));

    /// <summary>The ancestors that lose the subtree and those that get it. Who is in both has it at another depth; who keeps it as it was is in neither.</summary>
    private static (long[] Leaving, long[] Joining) Differences(List<(long Ancestor, int Depth)> before, List<(long Ancestor, int Depth)> after) =>
        ([.. before.Except(after).Select(pair => pair.Ancestor)], [.. after.Except(before).Select(pair => pair.Ancestor)]);

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
