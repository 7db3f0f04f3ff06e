using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Users;

/// <summary>What users change about themselves.</summary>
internal sealed class UserStore(Db db, AuditLog audit)
{
    private static readonly Sql ByKey = new($"select {User.Columns} from {User.From} where u.key = @user");

    private static readonly Sql SetDetails = new(
        """
        update users set first_name = @first_name, last_name = @last_name, telephone = @telephone, country = @country, zipcode = @zipcode,
          version = version + @changed
        where key = @user
        """);

    private readonly Sql lockByKey = new("select key from users where key = @user" + db.Dialect.ForChange);

    /// <summary>Applies the details that <paramref name="details"/> has; null members are cleared, absent ones stay.</summary>
    public Task<ApiError?> UpdateAsync(ApiRequest request, UserDetails details) => db.WriteAsync<ApiError?>(async session =>
    {
        var key = request.Caller.UserKey;
        var batch = new SqlBatch().Add(lockByKey, ("user", key)).Add(ByKey, ("user", key));
        var rows = await session.BatchAsync(batch, User.Read);
        if (rows.Count == 0) return ApiError.UserNotFound;
        var user = rows[0];
        if (!request.MayChange(user.Version)) return ApiError.Changed;
        var changed = details.ApplyTo(user);
        await session.ExecuteAsync(SetDetails, ("user", key), ("first_name", changed.FirstName), ("last_name", changed.LastName),
            ("telephone", changed.Telephone), ("country", changed.Country), ("zipcode", changed.Zipcode), ("changed", changed != user));
        await audit.WriteAsync(session, request.Actor, new("user.update", "update", "user", user.Id)
        {
            Before = UserAudit.State(user),
            After = UserAudit.State(changed),
        });
        return null;
    }, request.Aborted);
}
