using System.Data.Common;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>Gives an organization, and with it everything below, another parent or none. Runs under the forest lock, alone.</summary>
internal sealed class OrganizationMove(SqlDialect dialect, AccountCounts counts, IdSource ids, TimeProvider clock, GroveOptions options)
{
    // So few that the pages that one statement has read are still in memory for the next, as the database may keep less than a subtree touches, and
    // that readers get their turn every few milliseconds.
    private const int AtOnce = 100;

    private static readonly Sql IsBelow = new("select depth from closure where ancestor = @key and descendant = @other");
    private static readonly Sql SetParent = new("update organizations set parent_key = @parent where key = @key");

    private static readonly Sql Above = new("select ancestor from closure where descendant = @key order by depth");

    private static readonly Sql Below = new(
        $"select descendant, depth from closure where ancestor = @key and descendant > @after order by descendant limit {AtOnce}");

    private static readonly Sql HasSuperAdministrator = new(
        "select count(*) from organization_members where organization_key = @key and status = 1 and user_key is not null and roles >= @role");

    private static readonly Sql Promote = new(
        "update organization_members set status = 1, roles = @role, version = version + 1, update_time = @now where organization_key = @key and user_key = @user and status <= 1");

    private static readonly Sql AddMember = new(
        """
        insert into organization_members (id, organization_key, user_key, email, status, roles, create_time, update_time)
        select @id, @key, u.key, u.email, 1, @role, @now, @now from users u where u.key = @user
        """);

    // The nearest comes first, so its place is how far it is above the new parent. In the order of the primary key, so that the rows of one page
    // of it come together.
    private readonly Sql join = new(
        $"""
         insert into closure (ancestor, descendant, depth)
         select above.value, below.descendant, above.place + below.depth + 1
         from ({dialect.Items("@above")}) above cross join closure below
         where below.ancestor = @key and below.descendant >= @first and below.descendant <= @last
         order by above.value, below.descendant
         """);

    private readonly Sql addToCounts = SubtreeCounts.AddTo(dialect);

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

    /// <summary>Moves it, or says what stands in the way; then nothing is kept of the transaction.</summary>
    public async ValueTask<ApiError?> MoveAsync(SqlSession session, Caller caller, OrganizationTarget target, OrganizationTarget? destination)
    {
        if (destination is null)
        {
            if (options.RootCreationByOperators && !caller.Operator) return ApiError.CapabilityOff("Only operators create root organizations here.");
        }
        else if ((await session.QueryAsync(IsBelow, [("key", target.Key), ("other", destination.Key)], static row => row.GetInt32(0))).Count > 0)
        {
            return ApiError.BadMove("An organization cannot be moved below itself.");
        }
        var refused = await ApplyAsync(session, target, destination);
        if (refused is not null) session.Discard();
        else if (destination is null) await EnsureSuperAdministratorAsync(session, caller, target.Key);
        return refused;
    }

    private async ValueTask<ApiError?> ApplyAsync(SqlSession session, OrganizationTarget target, OrganizationTarget? destination)
    {
        var (before, after) = (await PlaceAsync(session, target.ParentKey), await PlaceAsync(session, destination?.Key));
        // Who is above it in both places, and as far, keeps its pairs. The others are the nearest ones.
        var same = 0;
        while (before.Length == after.Length && same < after.Length && before[^(same + 1)] == after[^(same + 1)]) same++;
        var (leaving, joining) = (before[..^same], after[..^same]);
        var moved = new List<long>();
        var some = await session.QueryAsync(Below, [("key", target.Key), ("after", 0)], ReadBelow);
        while (some.Count > 0)
        {
            if (destination is not null && OrganizationLimits.RefusePlace(destination.Shown.Flags, destination.Level + 1 + some.Max(static one => one.Depth), options) is { } refused)
                return refused;
            var keys = some.ConvertAll(static one => one.Key).ToArray();
            moved.AddRange(keys);
            var batch = new SqlBatch().Add(setLineage, ("below", keys), ("prefix", destination?.Shown.Lineage ?? ""),
                ("from", target.Shown.Lineage.Length - ResourceId.Length + 1));
            if (leaving.Length > 0) batch.Add(dialect.CutPairs, ("above", leaving), ("below", keys));
            if (joining.Length > 0) batch.Add(join, ("key", target.Key), ("above", joining), ("first", keys[0]), ("last", keys[^1]));
            var began = clock.GetTimestamp();
            some = await session.BatchAsync(batch.Add(Below, ("key", target.Key), ("after", keys[^1])), ReadBelow);
            await session.RestAsync(clock.GetElapsedTime(began));
        }
        var place = destination?.Shown.Lineage ?? target.Shown.Id;
        if (!IsInTree(target, place))
        {
            // A new root is a new tree, in which nothing clashes.
            if (destination is not null && await ExternalIds.RefuseSubtreeAsync(session, target.Key, place) is { } clash) return clash;
            await ExternalIds.MoveSubtreeAsync(session, target.Key, place);
        }
        await session.ExecuteAsync(SetParent, ("key", target.Key), ("parent", destination?.Key));
        await AddToCountsAsync(session, [.. before.Except(after)], moved, -1);
        await AddToCountsAsync(session, [.. after.Except(before)], moved, 1);
        await counts.MoveAsync(session, target.Key, target.ParentKey, destination?.Key);
        return null;
    }

    /// <summary>It and what is above it, from itself up.</summary>
    private static async ValueTask<long[]> PlaceAsync(SqlSession session, long? key) =>
        key is null ? [] : [.. await session.QueryAsync(Above, [("key", key)], static row => row.GetInt64(0))];

    private async ValueTask AddToCountsAsync(SqlSession session, long[] above, List<long> below, int sign)
    {
        if (above.Length > 0) await session.ExecuteAsync(addToCounts, ("above", above), ("below", below.ToArray()), ("sign", sign));
    }

    private static (long Key, int Depth) ReadBelow(DbDataReader row) => (row.GetInt64(0), row.GetInt32(1));

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
