using Grove.Server.Auth;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>
/// Which accounts a caller can see, as fragments of SQL. An account is visible when the user is an accepted member of it, or an active member of
/// its organization or one above, and the token, if one narrows, covers the account or an organization over it and denies neither. All use
/// <c>@user</c>, and <c>@allowed</c>, <c>@allowed_accounts</c>, <c>@denied</c>, <c>@denied_accounts</c> by shape.
/// </summary>
internal static class AccountVisibility
{
    public static AccessShape ShapeOf(Access access) =>
        Visibility.ShapeOf(access) | (access.DeniedAccounts.Length == 0 ? AccessShape.Full : AccessShape.Denied);

    /// <summary>One statement for each shape, at the shape's number.</summary>
    public static Sql[] ForEachShape(Func<AccessShape, string> text) =>
        [.. Enumerable.Range(0, 4).Select(shape => new Sql(text((AccessShape)shape)))];

    /// <summary>The arguments of the fragments, followed by those of the statement.</summary>
    public static SqlArg[] Args(Access access, params ReadOnlySpan<SqlArg> others)
    {
        var args = new List<SqlArg>(others.Length + 5) { ("user", access.UserKey) };
        var shape = ShapeOf(access);
        if (shape.HasFlag(AccessShape.Allowed))
        {
            args.Add(("allowed", access.Allowed!));
            args.Add(("allowed_accounts", access.AllowedAccounts));
        }
        if (shape.HasFlag(AccessShape.Denied))
        {
            args.Add(("denied", access.Denied));
            args.Add(("denied_accounts", access.DeniedAccounts));
        }
        args.AddRange(others);
        return [.. args];
    }

    /// <summary>The roles that the user holds on the account itself, as bits; null when none.</summary>
    public static string OwnRoles(string account) =>
        $"(select am.roles from account_members am where am.user_key = @user and am.account_key = {account} and am.status = 1)";

    /// <summary>The highest roles that the user holds on the account's organization or above it; null when none.</summary>
    public static string RolesThrough(string organization) =>
        $"""
         (select max(rm.roles) from closure rc join organization_members rm on rm.organization_key = rc.ancestor
          where rc.descendant = {organization} and rm.user_key = @user and rm.status = 1)
         """;

    /// <summary>True when the token, as far as it narrows, lets the account <paramref name="a"/> through.</summary>
    public static string Permitted(SqlDialect dialect, AccessShape shape, string a)
    {
        var permitted = NotDenied(dialect, shape, a);
        return shape.HasFlag(AccessShape.Allowed)
            ? $"""
               ({dialect.InTexts($"{a}.id", "@allowed_accounts")} or exists (
                 select 1 from closure ac join organizations ao on ao.key = ac.ancestor
                 where ac.descendant = {a}.organization_key and {dialect.InTexts("ao.id", "@allowed")})) and {permitted}
               """
            : permitted;
    }

    /// <summary>True when the token denies neither the account <paramref name="a"/> nor an organization over it.</summary>
    public static string NotDenied(SqlDialect dialect, AccessShape shape, string a) => shape.HasFlag(AccessShape.Denied)
        ? $"not ({dialect.InTexts($"{a}.id", "@denied_accounts")}) and {Visibility.NotDenied(dialect, shape, $"{a}.organization_key")}"
        : "1 = 1";

    /// <summary>
    /// The visible accounts among those that <paramref name="filter"/> about <c>k</c> selects: <c>key</c>, the roles <c>own</c> and <c>through</c>,
    /// and <c>depth</c>, which is null when the account's organization is not visible. The limit keeps the planner from computing them twice.
    /// </summary>
    public static string Find(SqlDialect dialect, AccessShape shape, string filter, int limit) =>
        $"""
         select f.key, f.organization_key, f.own, f.through, f.depth from (
           select k.key, k.organization_key, {OwnRoles("k.key")} as own, {RolesThrough("k.organization_key")} as through,
             {Visibility.Depth(dialect, shape, "k.organization_key")} as depth
           from accounts k where {filter} and {Permitted(dialect, shape, "k")} limit {limit}) f
         where f.own is not null or f.through is not null
         """;
}
