using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Accounts;

/// <summary>Creates accounts: in an organization, where access is inherited, or free, with the creator as Super Administrator.</summary>
internal sealed class AccountCreation(Db db, AccountCounts counts, AuditLog audit, IdSource ids, TimeProvider clock, GroveOptions options)
{
    private static readonly Sql Insert = new(
        """
        insert into accounts (id, name, name_folded, type, organization_key, settings, create_time)
        values (@id, @name, @folded, @type, @organization, @settings, @now)
        """);

    private static readonly Sql InsertCreator = new(
        """
        insert into account_members (id, account_key, user_key, email, status, roles, create_time, update_time)
        select @member, a.key, u.key, u.email, 1, @roles, @now, @now from accounts a, users u where a.id = @id and u.key = @user
        """);

    private readonly OrganizationTargets organizations = new(db.Dialect);
    private readonly AccountTargets targets = new(db.Dialect);
    private readonly AccountLimit limit = new(options);

    /// <summary>The refusal of an organization that the caller cannot see, or of none by a token that reaches only some; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseUnitAsync(SqlSession session, ApiRequest request, AccountBody body)
    {
        if (body.Unit is null) return request.Access.Narrowed ? ApiError.TokenNotCovered : null;
        var found = ResourceId.Parse(body.Unit) is { } unit ? await organizations.FindAsync(session, request.Access, unit) : null;
        return found is null ? ApiError.OrganizationNotFound : null;
    }

    public async ValueTask<Outcome<Account>> CreateAsync(SqlSession session, ApiRequest request, AccountBody body)
    {
        OrganizationTarget? place = null;
        if (body.Unit is null)
        {
            if (request.Access.Narrowed) return ApiError.TokenNotCovered;
        }
        else
        {
            place = ResourceId.Parse(body.Unit) is { } unit ? await organizations.LockAsync(session, request.Access, unit, session.Dialect.LockForestShared) : null;
            if (place is null) return ApiError.OrganizationNotFound;
            if (!place.Roles.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorized;
            if (!place.Shown.Flags.HasFlag(CapabilityFlags.AccountCreation))
                return ApiError.CapabilityOff("The organization's capability account_creation is disabled.");
            if (await limit.RefuseAsync(session, place.Key, 1, "/unit/id") is { } full) return full;
        }

        var id = ids.NewId();
        var now = Timestamps.Now(clock);
        var batch = new SqlBatch().Add(Insert, ("id", id), ("name", body.Name), ("folded", NameRules.Fold(body.Name)), ("type", body.Type ?? Account.Standard),
            ("organization", place?.Key), ("settings", body.Settings.ApplyTo(new(null, false)).Save()), ("now", now));
        if (place is not null) counts.Add(batch, null, place.Key, 1);
        await session.BatchAsync(batch, static _ => 0);
        if (place is null)
        {
            var made = await session.ExecuteAsync(InsertCreator, ("member", ids.NewMemberId()), ("id", id), ("user", request.Caller.UserKey),
                ("roles", (int)AccountRoles.SuperAdministrator), ("now", now));
            if (made == 0) return ApiError.UserNotFound;
        }
        var target = (await targets.FindAsync(session, request.Access, [id]))[0];
        await audit.WriteAsync(session, request.Actor, AccountAudit.Entry(target, "account.create", "create") with { After = AccountAudit.State(target) });
        return target.Shown;
    }
}
