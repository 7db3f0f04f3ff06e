using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Accounts;

/// <summary>Renames and deletes accounts, changes their settings and profiles, each in one transaction.</summary>
internal sealed class AccountChanges(Db db, AccountCounts counts, AuditLog audit)
{
    private static readonly Sql Set = new(
        "update accounts set name = @name, name_folded = @folded, settings = @settings, version = version + 1 where key = @key");

    private static readonly Sql SetProfile = new("update accounts set profile = @profile, version = version + 1 where key = @key");
    private static readonly Sql DeleteMembers = new("delete from account_members where account_key = @key");
    private static readonly Sql DeleteRow = new("delete from accounts where key = @key");

    private readonly AccountTargets targets = new(db.Dialect);

    /// <summary>Applies the name, and those settings that are given. The type cannot be changed.</summary>
    public Task<Outcome<Account>> UpdateAsync(ApiRequest request, string id, AccountBody body) => db.WriteAsync<Outcome<Account>>(async session =>
    {
        var found = await LockAsync(session, request, id);
        if (found.Error is { } refused) return refused;
        var target = found.Value!;
        if (body.Type is not null && body.Type != target.Shown.Type) return ApiError.Invalid("The type of an account cannot be changed.", "/type");
        var settings = body.Settings.ApplyTo(target.Shown.Settings);
        if (body.Name != target.Shown.Name || settings != target.Shown.Settings)
            await session.ExecuteAsync(Set, ("key", target.Key), ("name", body.Name), ("folded", NameRules.Fold(body.Name)), ("settings", settings.Save()));
        var after = (await targets.FindAsync(session, request.Access, [id]))[0];
        await audit.WriteAsync(session, request.Actor, AccountAudit.Entry(target, "account.update", "update") with
        {
            Before = AccountAudit.State(target),
            After = AccountAudit.State(after),
        });
        return after.Shown;
    }, request.Aborted);

    public Task<ApiError?> SetProfileAsync(ApiRequest request, string id, string profile) => db.WriteAsync<ApiError?>(async session =>
    {
        var found = await LockAsync(session, request, id);
        if (found.Error is { } refused) return refused;
        var target = found.Value!;
        if (profile != target.Profile) await session.ExecuteAsync(SetProfile, ("key", target.Key), ("profile", profile));
        await audit.WriteAsync(session, request.Actor, AccountAudit.Entry(target, "account.profile.update", "update") with
        {
            Before = AccountAudit.State(target),
            After = AccountAudit.State(target with { Profile = profile }),
        });
        return null;
    }, request.Aborted);

    /// <summary>Deletes the account with its members. Needs a Super Administrator of it, or an administrator of its organization.</summary>
    public async Task<ApiError?> DeleteAsync(ApiRequest request, string id)
    {
        try
        {
            return await db.WriteAsync(session => DeleteAsync(session, request, id), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.ForeignKey)
        {
            // A member was added after ours were removed.
            return ApiError.Conflict;
        }
    }

    private async ValueTask<ApiError?> DeleteAsync(SqlSession session, ApiRequest request, string id)
    {
        // The forest lock keeps what is above the account where it is, for the counts.
        if (await targets.LockAsync(session, request.Access, id, session.Dialect.LockForestShared) is not { } target) return ApiError.AccountNotFound;
        if (!target.Roles.Reach(AccountRoles.SuperAdministrator) && !target.Through.Reach(OrganizationRoles.Administrator))
            return ApiError.NotAuthorizedOnAccount;
        if (!request.MayChange(target.Shown.Version)) return ApiError.Changed;
        if (target.OrganizationKey is not null && !target.Flags.HasFlag(CapabilityFlags.AccountDeletion))
            return ApiError.CapabilityOff("The organization's capability account_deletion is disabled.");
        await session.ExecuteAsync(DeleteMembers, ("key", target.Key));
        await session.ExecuteAsync(DeleteRow, ("key", target.Key));
        if (target.OrganizationKey is not null) await counts.ChangeAsync(session, target.OrganizationKey, null, 1);
        await ExternalIds.ForgetAsync(session, ExternalIdKind.Account, target.Key);
        await audit.WriteAsync(session, request.Actor, AccountAudit.Entry(target, "account.delete", "delete") with { Before = AccountAudit.State(target) });
        return null;
    }

    /// <summary>The account, locked, when the caller administers it and has its present version.</summary>
    private async ValueTask<Outcome<AccountTarget>> LockAsync(SqlSession session, ApiRequest request, string id)
    {
        if (await targets.LockAsync(session, request.Access, id) is not { } target) return ApiError.AccountNotFound;
        if (!target.Roles.Reach(AccountRoles.Administrator)) return ApiError.NotAuthorizedOnAccount;
        return request.MayChange(target.Shown.Version) ? target : ApiError.Changed;
    }
}
