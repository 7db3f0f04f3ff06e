using Grove.Server.Auth;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>Which of the forms of a query fits an <see cref="Access"/>: most callers have no narrowing token and pay for none.</summary>
[Flags]
internal enum AccessShape
{
    Full = 0,
    Allowed = 1,
    Denied = 2,
}

/// <summary>
/// What a caller can see, as fragments of SQL. An organization is visible when an active membership of the user is on it or above it, and
/// the token, if one narrows, allows its subtree and does not deny it. All use <c>@user</c>, and <c>@allowed</c>, <c>@denied</c> by shape.
/// </summary>
internal static class Visibility
{
    public static AccessShape ShapeOf(Access access) =>
        (access.Allowed is null ? AccessShape.Full : AccessShape.Allowed) | (access.Denied.Length == 0 ? AccessShape.Full : AccessShape.Denied);

    /// <summary>The arguments of the fragments, followed by those of the statement.</summary>
    public static SqlArg[] Args(Access access, params ReadOnlySpan<SqlArg> others)
    {
        var shape = ShapeOf(access);
        var count = 1 + (access.Allowed is null ? 0 : 1) + (shape.HasFlag(AccessShape.Denied) ? 1 : 0);
        var args = new SqlArg[count + others.Length];
        args[0] = ("user", access.UserKey);
        if (access.Allowed is not null) args[1] = ("allowed", access.Allowed);
        if (shape.HasFlag(AccessShape.Denied)) args[count - 1] = ("denied", access.Denied);
        others.CopyTo(args.AsSpan(count));
        return args;
    }

    /// <summary>
    /// The tops of what is visible, as a relation with a column <c>key</c>: everything visible is at or below one of them. They may nest.
    /// </summary>
    public static string Scope(SqlDialect dialect, AccessShape shape) => shape.HasFlag(AccessShape.Allowed)
        ? $"""
           select m.organization_key as key from organization_members m
           where m.user_key = @user and m.status = 1 and exists (
             select 1 from closure c join organizations a on a.key = c.ancestor
             where c.descendant = m.organization_key and {dialect.InTexts("a.id", "@allowed")})
           union
           select a.key from organizations a
           where {dialect.InTexts("a.id", "@allowed")} and exists (
             select 1 from closure c join organization_members m on m.organization_key = c.ancestor and m.user_key = @user and m.status = 1
             where c.descendant = a.key)
           """
        : "select m.organization_key as key from organization_members m where m.user_key = @user and m.status = 1";

    /// <summary>True when the token does not deny <paramref name="key"/>.</summary>
    public static string NotDenied(SqlDialect dialect, AccessShape shape, string key) => shape.HasFlag(AccessShape.Denied)
        ? $"""
           not exists (select 1 from closure dc join organizations dn on dn.key = dc.ancestor
             where dc.descendant = {key} and {dialect.InTexts("dn.id", "@denied")})
           """
        : "1 = 1";

    /// <summary>True when the token covers <paramref name="key"/>, whatever its user may see.</summary>
    public static string Covered(SqlDialect dialect, AccessShape shape, string key)
    {
        var covered = NotDenied(dialect, shape, key);
        return shape.HasFlag(AccessShape.Allowed)
            ? $"""
               {covered} and exists (select 1 from closure ac join organizations ao on ao.key = ac.ancestor
                 where ac.descendant = {key} and {dialect.InTexts("ao.id", "@allowed")})
               """
            : covered;
    }

    /// <summary>
    /// How many levels <paramref name="key"/> lies below the topmost visible organization over it; null when it is not visible. At most one
    /// probe for each level, whatever the number of memberships: the scalar subquery keeps the planner from starting there.
    /// </summary>
    public static string Depth(SqlDialect dialect, AccessShape shape, string key)
    {
        const string member =
            "(select 1 from organization_members vm where vm.user_key = @user and vm.organization_key = vc.ancestor and vm.status = 1) is not null";
        // From the top down, so that who is a member of the root is found by the first probe; the limit keeps that order.
        if (shape == AccessShape.Full)
        {
            return $"""
                    (select vc.depth from (
                       select c.ancestor, c.depth from closure c where c.descendant = {key} order by c.depth desc limit 100) vc
                     where {member} limit 1)
                    """;
        }
        if (shape == AccessShape.Denied)
        {
            return $"(select max(vc.depth) from closure vc where vc.descendant = {key} and {member} and {NotDenied(dialect, shape, key)})";
        }
        var allowed = $"(select 1 from organizations va where va.key = vc.ancestor and {dialect.InTexts("va.id", "@allowed")}) is not null";
        // The lower of the topmost membership and the topmost allowed organization is where the visible part begins.
        return $"""
                (select case when vd.member < vd.allowed then vd.member when vd.allowed <= vd.member then vd.allowed end
                 from (select max(case when {member} then vc.depth end) as member, max(case when {allowed} then vc.depth end) as allowed
                       from closure vc where vc.descendant = {key}) vd
                 where {NotDenied(dialect, shape, key)})
                """;
    }

    /// <summary>
    /// True when <paramref name="key"/> is below one of the keys of <paramref name="tops"/> (a name), or, with <paramref name="itself"/>, is one of them. One probe,
    /// however many those are: the scalar subquery and its case keep the planner from joining everything below them.
    /// </summary>
    public static string IsBelow(string tops, string key, bool itself) =>
        $"""
         (select 1 from closure up where up.descendant = {key}{(itself ? "" : " and up.depth > 0")}
            and case when up.ancestor in (select t.key from {tops} t) then 1 else 0 end = 1 limit 1) is not null
         """;

    /// <summary>The roles that the user holds on <paramref name="key"/> itself, as bits; null when none.</summary>
    public static string OwnRoles(string key) =>
        $"(select rm.roles from organization_members rm where rm.user_key = @user and rm.organization_key = {key} and rm.status = 1)";

    /// <summary>The highest roles that the user holds above <paramref name="key"/>; null when none.</summary>
    public static string RolesAbove(string key) =>
        $"""
         (select max(rm.roles) from closure rc join organization_members rm on rm.organization_key = rc.ancestor
          where rc.descendant = {key} and rc.depth > 0 and rm.user_key = @user and rm.status = 1)
         """;
}
