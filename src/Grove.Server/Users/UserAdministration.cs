using Grove.Server.AccountMembers;
using Grove.Server.Accounts;
using Grove.Server.Audit;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Users;

/// <summary>What operators do to users. A change of credentials or rights is in force on this node when the call returns.</summary>
internal sealed class UserAdministration(Db db, AuditLog audit, CredentialCache cache, IdSource ids, TimeProvider clock)
{
    private static readonly Sql Find = new($"select {User.Columns} from {User.From} where u.id = @id");

    private static readonly Sql Insert = new(
        """
        insert into users (id, email, email_folded, first_name, last_name, operator, two_factor, managing_organization_key, external_id, api_key_hash, create_time)
        values (@id, @email, @folded, @first_name, @last_name, @operator, @two_factor, @managing, @external_id, @hash, @now)
        """);

    private static readonly Sql HasEmail = new("select key from users where email_folded = @folded");
    private static readonly Sql OrganizationKey = new("select key from organizations where id = @id");

    private static readonly Sql Update = new(
        """
        update users set first_name = @first_name, last_name = @last_name, operator = @operator, suspended = @suspended,
          two_factor = @two_factor, managing_organization_key = @managing, external_id = @external_id, version = version + @changed
        where key = @key
        """);

    private static readonly Sql SetKey = new("update users set api_key_hash = @hash, version = version + 1 where key = @key");

    private static readonly Sql LastRoots = new(
        $"""
         select o.id, count(*) over () from organizations o join organization_members m on m.organization_key = o.key
         where o.parent_key is null and m.user_key = @key and m.status = 1 and m.roles >= {(int)OrganizationRoles.SuperAdministrator}
           and not exists (select 1 from organization_members x where x.organization_key = o.key and x.key <> m.key and x.status = 1
             and x.user_key is not null and x.roles >= {(int)OrganizationRoles.SuperAdministrator})
         order by o.key limit 10
         """);

    private static readonly Sql LastAccounts = new(
        $"""
         select a.id, count(*) over () from accounts a join account_members m on m.account_key = a.key
         where m.user_key = @key and m.status = 1 and m.roles >= {(int)AccountRoles.SuperAdministrator} and {AccountMemberRules.WithoutOthers("a", "m.key")}
         order by a.key limit 10
         """);

    // The rows stay as history; nobody is behind them any more.
    private static readonly Sql EndMemberships = new(
        """
        update organization_members set status = case when status <= 1 then 3 else status end,
          user_id = coalesce(user_id, (select u.id from users u where u.key = @key)), user_key = null, version = version + 1, update_time = @now
        where user_key = @key
        """);

    private static readonly Sql EndAccountMemberships = new(
        """
        update account_members set status = case when status <= 1 then 3 else status end,
          user_id = coalesce(user_id, (select u.id from users u where u.key = @key)), user_key = null, version = version + 1, update_time = @now
        where user_key = @key
        """);

    // Shows nowhere, so it changes neither version nor time: nobody learns from its row that the address has a user now.
    private static readonly Sql[] ClaimInvitations =
    [
        .. ((string[])["organization_members", "account_members"]).Select(static members => new Sql(
            $"update {members} set user_key = (select u.key from users u where u.id = @id) where lower(email) = @folded and status = 0 and user_key is null")),
    ];

    private static readonly Sql[] Deletes =
    [
        UserAddresses.Forget,
        new("delete from api_tokens where user_key = @key"),
        new("delete from idempotency_keys where user_key = @key"),
        new("delete from users where key = @key"),
    ];

    private readonly Sql lockUser = new("select key from users where id = @id" + db.Dialect.ForUpdate);
    private readonly Sql lockOperators = new("select key from users where operator = 1 and suspended = 0 order by key" + db.Dialect.ForUpdate);

    private readonly Sql lockRoots = new(
        $"""
         select o.key from organizations o where o.parent_key is null and exists (
           select 1 from organization_members m where m.organization_key = o.key and m.user_key = (select u.key from users u where u.id = @id) and m.status = 1)
         order by o.key{db.Dialect.ForChange}
         """);

    // Those in organizations need none of their own.
    private readonly Sql lockFreeAccounts = new(
        $"""
         select a.key from accounts a where a.organization_key is null and exists (
           select 1 from account_members m where m.account_key = a.key and m.user_key = @key and m.status = 1)
         order by a.key{db.Dialect.ForChange}
         """);

    public async ValueTask<User?> GetAsync(string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(Find, [("id", id)], User.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Users in order of creation from after a key, at most <paramref name="take"/>.</summary>
    public ValueTask<List<User>> ListAsync(UserFilter filter, long after, int take, CancellationToken cancel)
    {
        var args = new List<SqlArg> { ("after", after), ("take", take) };
        if (filter.ExternalId is not null) args.Add(("external_id", filter.ExternalId));
        if (filter.Email is not null) args.Add(("email", filter.Email));
        if (filter.StartsWith is not null) args.AddRange([("starts", filter.StartsWith), ("beyond", filter.Beyond)]);
        return db.QueryAsync(filter.Statement, [.. args], User.Read, cancel);
    }

    public async ValueTask<Outcome<(User User, string? ApiKey)>> CreateAsync(SqlSession session, Actor actor, UserBody body)
    {
        var managing = await ManagingKeyAsync(session, body);
        if (managing.Error is { } unknown) return unknown;
        var folded = EmailRules.Fold(body.Email!);
        var id = await UserAddresses.LockAsync(session, folded, ids.NewId());
        if ((await session.QueryAsync(HasEmail, [("folded", folded)], static row => row.GetInt64(0))).Count > 0) return EmailTaken;
        return await InsertAsync(session, actor, id, body, managing.Value);
    }

    /// <summary>Makes an invitee a user; who they are was proven, and their address is locked. The key is shown once.</summary>
    public async ValueTask<string> AdoptAsync(SqlSession session, Actor actor, string id, string email) =>
        (await InsertAsync(session, actor, id, UserBody.Of(email), null)).ApiKey!;

    /// <summary>Makes the user, whom the invitations to the address wait for.</summary>
    private async ValueTask<(User User, string? ApiKey)> InsertAsync(SqlSession session, Actor actor, string id, UserBody body, long? managing)
    {
        var (key, folded) = (ids.NewApiKey(), EmailRules.Fold(body.Email!));
        await session.ExecuteAsync(Insert, ("id", id), ("email", body.Email), ("folded", folded), ("first_name", body.Details.FirstName.Or(null)),
            ("last_name", body.Details.LastName.Or(null)), ("operator", body.Operator ?? false), ("two_factor", body.TwoFactor ?? false), ("managing", managing), ("external_id", body.ExternalId.Or(null)), ("hash", Authenticator.SecretHash(key)),
            ("now", Timestamps.Now(clock)));
        foreach (var claim in ClaimInvitations) await session.ExecuteAsync(claim, ("id", id), ("folded", folded));
        var user = (await session.QueryAsync(Find, [("id", id)], User.Read))[0];
        await audit.WriteAsync(session, actor, new("user.create", "create", "user", id) { After = UserAudit.State(user) });
        return (user, key);
    }

    /// <summary>The refusal of a managing organization that is not there; asked before a stored answer is given again.</summary>
    public static async ValueTask<ApiError?> RefuseManagingAsync(SqlSession session, UserBody body) => (await ManagingKeyAsync(session, body)).Error;

    /// <summary>The refusal of a user that is not there; asked before a stored answer is given again.</summary>
    public static async ValueTask<ApiError?> RefuseUserAsync(SqlSession session, string id) =>
        (await session.QueryAsync(Find, [("id", id)], User.Read)).Count == 0 ? ApiError.UserNotFound : null;

    private static ApiError EmailTaken { get; } = ApiError.Invalid("A user with this e-mail exists already.", "/email");

    public async Task<Outcome<User>> UpdateAsync(ApiRequest request, string id, UserBody body)
    {
        Outcome<User> outcome;
        try
        {
            outcome = await db.WriteAsync(session => UpdateAsync(session, request, id, body), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.ForeignKey)
        {
            // The managing organization was deleted after we looked.
            return ApiError.OrganizationNotFound;
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.Duplicate)
        {
            return ExternalIds.TakenHere;
        }
        cache.Revoke();
        return outcome;
    }

    private async ValueTask<Outcome<User>> UpdateAsync(SqlSession session, ApiRequest request, string id, UserBody body)
    {
        var (user, operators) = await LockAsync(session, id);
        if (user is null) return ApiError.UserNotFound;
        var managing = await ManagingKeyAsync(session, body);
        if (managing.Error is { } unknown) return unknown;
        if (!request.MayChange(user.Version)) return ApiError.Changed;
        var changed = body.ApplyTo(user);
        if (operators.Contains(user.Key) && operators.Count == 1 && (changed.Suspended || !changed.Operator)) return ApiError.LastOperator;
        await session.ExecuteAsync(Update, ("key", user.Key), ("first_name", changed.FirstName), ("last_name", changed.LastName),
            ("operator", changed.Operator), ("suspended", changed.Suspended), ("two_factor", changed.TwoFactor),
            ("managing", body.ManagingOrganizationId.IsAbsent ? await KeyOfAsync(session, user.ManagingOrganizationId) : managing.Value), ("external_id", changed.ExternalId), ("changed", changed != user));
        var after = (await session.QueryAsync(Find, [("id", id)], User.Read))[0];
        await audit.WriteAsync(session, request.Actor, new("user.update", "update", "user", id) { Before = UserAudit.State(user), After = UserAudit.State(after) });
        return after;
    }

    /// <summary>Gives the user a new global API key; the old one is void at once.</summary>
    public async ValueTask<Outcome<string>> RollKeyAsync(SqlSession session, Actor actor, string id)
    {
        var (user, _) = await LockAsync(session, id);
        if (user is null) return ApiError.UserNotFound;
        var key = ids.NewApiKey();
        await session.ExecuteAsync(SetKey, ("key", user.Key), ("hash", Authenticator.SecretHash(key)));
        await audit.WriteAsync(session, actor, new("user.api_key.roll", "update", "user", id));
        return key;
    }

    public async Task<ApiError?> DeleteAsync(ApiRequest request, string id)
    {
        ApiError? refused;
        try
        {
            refused = await db.WriteAsync(session => DeleteAsync(session, request, id), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.ForeignKey)
        {
            // A membership or token was added after ours were removed.
            return ApiError.Conflict;
        }
        cache.Revoke();
        return refused;
    }

    private async ValueTask<ApiError?> DeleteAsync(SqlSession session, ApiRequest request, string id)
    {
        await session.QueryAsync(lockRoots, [("id", id)], static row => row.GetInt64(0));
        var present = await session.QueryAsync(Find, [("id", id)], User.Read);
        if (present.Count == 0) return ApiError.UserNotFound;
        await UserAddresses.LockAsync(session, EmailRules.Fold(present[0].Email), id);
        var (user, operators) = await LockAsync(session, id);
        if (user is null) return ApiError.UserNotFound;
        if (!request.MayChange(user.Version)) return ApiError.Changed;
        if (operators.Contains(user.Key) && operators.Count == 1) return ApiError.LastOperator;
        await session.QueryAsync(lockFreeAccounts, [("key", user.Key)], static row => row.GetInt64(0));
        var last = new List<ErrorItem>();
        foreach (var (where, what) in ((Sql, string)[])[(LastRoots, "root organization(s)"), (LastAccounts, "free account(s)")])
        {
            var found = await session.QueryAsync(where, [("key", user.Key)], static row => (Id: row.GetString(0), Count: row.GetInt64(1)));
            if (found.Count == 0) continue;
            last.Add(new(ErrorCodes.LastSuperAdministrator,
                $"The user is the last Super Administrator of {found[0].Count} {what}: {string.Join(", ", found.Select(one => one.Id))}{(found[0].Count > found.Count ? " and more." : ".")}"));
        }
        if (last.Count > 0) return ApiError.Invalid(last);
        foreach (var end in (Sql[])[EndMemberships, EndAccountMemberships]) await session.ExecuteAsync(end, ("key", user.Key), ("now", Timestamps.Now(clock)));
        foreach (var delete in Deletes) await session.ExecuteAsync(delete, ("key", user.Key));
        await audit.WriteAsync(session, request.Actor, new("user.delete", "delete", "user", id) { Before = UserAudit.State(user) });
        return null;
    }

    /// <summary>Locks the active operators, then the user (both are rows of users, in a fixed order), then reads the user.</summary>
    private async ValueTask<(User? User, List<long> Operators)> LockAsync(SqlSession session, string id)
    {
        var operators = await session.QueryAsync(lockOperators, [], static row => row.GetInt64(0));
        var batch = new SqlBatch().Add(lockUser, ("id", id)).Add(Find, ("id", id));
        var rows = await session.BatchAsync(batch, User.Read);
        return (rows.Count == 0 ? null : rows[0], operators);
    }

    private static async ValueTask<Outcome<long?>> ManagingKeyAsync(SqlSession session, UserBody body)
    {
        if (!body.ManagingOrganizationId.HasValue) return (long?)null;
        var key = await KeyOfAsync(session, ResourceId.Parse(body.ManagingOrganizationId.Value));
        return key is null ? ApiError.OrganizationNotFound : key;
    }

    private static async ValueTask<long?> KeyOfAsync(SqlSession session, string? organizationId)
    {
        if (organizationId is null) return null;
        var rows = await session.QueryAsync(OrganizationKey, [("id", organizationId)], static row => row.GetInt64(0));
        return rows.Count == 0 ? null : rows[0];
    }
}
