using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>Renames, moves, profiles and deletes organizations, each in one transaction.</summary>
internal sealed class OrganizationChanges(Db db, AccountCounts counts, AuditLog audit, IdSource ids, TimeProvider clock, GroveOptions options)
{
    private static readonly Sql SetName = new("update organizations set name = @name, name_folded = @folded where key = @key");
    private static readonly Sql SetProfile = new("update organizations set profile = @profile where key = @key");
    private static readonly Sql SetVersion = new("update organizations set profile_embedded = @embedded, version = version + 1 where key = @key");

    private static readonly Sql Blocks = new(
        """
        select (select count(*) from organizations o where o.parent_key = @key),
          (select count(*) from accounts a where a.organization_key = @key),
          (select count(*) from users u where u.managing_organization_key = @key),
          (select count(*) from organization_members m
            where m.organization_key = @key and m.status <= 1 and (m.user_key is null or m.user_key <> @user))
        """);

    private static readonly Sql DeleteMembers = new("delete from organization_members where organization_key = @key");
    private static readonly Sql DeleteClosure = new("delete from closure where descendant = @key");
    private static readonly Sql DeleteRow = new("delete from organizations where key = @key");

    private readonly OrganizationTargets targets = new(db.Dialect);
    private readonly OrganizationMove moves = new(db.Dialect, counts, ids, clock, options);

    /// <summary>Applies name, and profile and parent where given. Nothing is changed when anything is refused.</summary>
    public Task<Outcome<Organization>> UpdateAsync(ApiRequest request, string id, OrganizationBody body) => db.WriteAsync<Outcome<Organization>>(async session =>
    {
        var access = request.Access;
        var found = await targets.LockAsync(session, access, id, body.HasParent ? session.Dialect.LockForestAlone : null);
        if (found is not { } target) return ApiError.OrganizationNotFound;
        OrganizationTarget? destination = null;
        if (body.Parent is not null)
        {
            destination = ResourceId.Parse(body.Parent) is { } parentId ? await targets.FindAsync(session, access, parentId) : null;
            if (destination is null) return ApiError.OrganizationNotFound;
        }
        var moving = body.HasParent && destination?.Key != target.ParentKey;

        if (!target.Roles.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorized;
        // A new root is in none of the places that a token may be for, as with one that is created.
        if (moving && destination is null && access.Narrowed) return ApiError.TokenNotCovered;
        if (moving && OrganizationMove.RefuseRight(target, destination) is { } notAllowed) return notAllowed;
        if (!request.MayChange(target.Shown.Version)) return ApiError.Changed;
        if (moving && await moves.MoveAsync(session, request.Caller, target, destination) is { } impossible) return impossible;

        var renaming = body.Name != target.Shown.Name;
        var embedded = body.HasProfile ? body.Profile is not null : target.Embedded;
        var profiling = body.Profile is not null && body.Profile != target.Profile;
        if (renaming)
        {
            var folded = NameRules.Fold(body.Name);
            await session.ExecuteAsync(SetName, ("key", target.Key), ("name", body.Name), ("folded", folded));
            await session.ExecuteAsync(session.Dialect.PutGrams, ("key", target.Key), session.Dialect.Grams(Grams.Of(folded)));
        }
        if (profiling) await session.ExecuteAsync(SetProfile, ("key", target.Key), ("profile", body.Profile));
        if (renaming || profiling || moving || embedded != target.Embedded)
            await session.ExecuteAsync(SetVersion, ("key", target.Key), ("embedded", embedded));

        // Whoever makes a root of what has Super Administrators of its own may see it for the last time.
        var after = await targets.FindAsync(session, access, id) ?? AsRoot(target, body.Name, body.Profile ?? target.Profile, embedded);
        await audit.WriteAsync(session, request.Actor, new(moving ? "organization.move" : "organization.update", "update", "organization", id)
        {
            OrganizationId = id,
            Lineage = after.Shown.Lineage,
            OtherLineage = moving ? target.Shown.Lineage : null,
            Before = OrganizationAudit.State(target),
            After = OrganizationAudit.State(after),
        });
        return after.Shown;
    }, request.Aborted);

    private static OrganizationTarget AsRoot(OrganizationTarget target, string name, string? profile, bool embedded) => target with
    {
        ParentKey = null,
        ParentId = null,
        Profile = profile,
        Embedded = embedded,
        Shown = target.Shown with
        {
            Name = name,
            Lineage = target.Shown.Id,
            ParentName = null,
            Profile = embedded ? profile : null,
            Version = target.Shown.Version + 1,
            VisibleDepth = 0,
        },
    };

    /// <summary>Replaces the profile; from then on the organization itself does not embed it.</summary>
    public Task<ApiError?> SetProfileAsync(ApiRequest request, string id, string profile) => db.WriteAsync<ApiError?>(async session =>
    {
        if (await targets.LockAsync(session, request.Access, id, null) is not { } target) return ApiError.OrganizationNotFound;
        if (!target.Roles.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorized;
        if (!request.MayChange(target.Shown.Version)) return ApiError.Changed;
        if (profile != target.Profile) await session.ExecuteAsync(SetProfile, ("key", target.Key), ("profile", profile));
        if (profile != target.Profile || target.Embedded) await session.ExecuteAsync(SetVersion, ("key", target.Key), ("embedded", false));
        await audit.WriteAsync(session, request.Actor, new("organization.profile.update", "update", "organization", id)
        {
            OrganizationId = id,
            Lineage = target.Shown.Lineage,
            Before = OrganizationAudit.State(target),
            After = OrganizationAudit.State(target.Shown.Name, target.ParentId, profile),
        });
        return null;
    }, request.Aborted);

    /// <summary>Deletes an organization that holds nothing but, at most, the caller's own membership.</summary>
    public async Task<ApiError?> DeleteIfEmptyAsync(ApiRequest request, string id)
    {
        try
        {
            return await db.WriteAsync(session => DeleteAsync(session, request, id), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.ForeignKey)
        {
            // Something was put into it after we looked.
            return ApiError.NotEmpty("The organization is not empty: something was just added to it.");
        }
    }

    private async ValueTask<ApiError?> DeleteAsync(SqlSession session, ApiRequest request, string id)
    {
        if (await targets.LockAsync(session, request.Access, id, session.Dialect.LockForestShared, toDelete: true) is not { } target)
            return ApiError.OrganizationNotFound;
        if (!target.Roles.Reach(OrganizationRoles.SuperAdministrator) && !target.RolesAbove.Reach(OrganizationRoles.Administrator))
            return ApiError.NotAuthorized;
        if (!request.MayChange(target.Shown.Version)) return ApiError.Changed;
        var blocks = (await session.QueryAsync(Blocks, [("key", target.Key), ("user", request.Caller.UserKey)],
            static row => new[] { row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3) }))[0];
        if (Describe(blocks) is { } holds) return ApiError.NotEmpty($"The organization still holds {holds}.");

        await SubtreeCounts.SubtractAsync(session, target.Key);
        await SubtreeCounts.ForgetAsync(session, target.Key);
        await AccountCounts.ForgetAsync(session, target.Key);
        await AuditLog.ForgetAsync(session, target.Key);
        foreach (var delete in (Sql[])[DeleteMembers, session.Dialect.DeleteGrams, DeleteClosure, DeleteRow])
            await session.ExecuteAsync(delete, ("key", target.Key));
        await ExternalIds.ForgetAsync(session, ExternalIdKind.Organization, target.Key);
        await audit.WriteAsync(session, request.Actor, new("organization.delete", "delete", "organization", id)
        {
            OrganizationId = id,
            Lineage = target.Shown.Lineage,
            // Nobody reads at what is gone, so its parent does.
            OtherLineage = target.ParentKey is null ? null : target.Shown.Lineage[..^ResourceId.Length],
            ActorIsMember = target.OwnRoles != OrganizationRoles.None,
            Before = OrganizationAudit.State(target),
        });
        return null;
    }

    private static string? Describe(long[] blocks)
    {
        string[] names = ["sub-organization", "account", "managed user", "other member"];
        var parts = blocks.Zip(names).Where(block => block.First > 0).Select(block => $"{block.First} {block.Second}{(block.First == 1 ? "" : "s")}").ToList();
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
