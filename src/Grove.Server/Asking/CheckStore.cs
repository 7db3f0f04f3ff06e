using System.Data.Common;
using Grove.Server.Accounts;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Asking;

/// <summary>Answers what users hold, one or a hundred at once, in one statement and one round trip.</summary>
internal sealed class CheckStore(Db db)
{
    private const string One = "select @user as user_id, @resource as resource_id, 0 as place";

    private static readonly Sql OfOrganization = new(Organizations(One)) { IsBrief = true };
    private static readonly Sql OfAccount = new(Accounts(One)) { IsBrief = true };

    private readonly Sql ofMany = new($"{Organizations(Pairs(db.Dialect, "@organizations"))} union all {Accounts(Pairs(db.Dialect, "@accounts"))}");

    /// <summary>Null when there is no such user, organization or account.</summary>
    public async ValueTask<CheckGrants?> FindAsync(CheckQuestion question, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(
            question.AboutAccount ? OfAccount : OfOrganization, [("user", question.UserId), ("resource", question.ResourceId)], static row => Read(row), cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>For each question what <see cref="FindAsync"/> answers, in order.</summary>
    public async ValueTask<CheckGrants?[]> FindAllAsync(IReadOnlyList<CheckQuestion> questions, CancellationToken cancel)
    {
        // The places of the questions about organizations, then of those about accounts.
        int[][] places = [.. ((bool[])[false, true]).Select(accounts => Enumerable.Range(0, questions.Count).Where(i => questions[i].AboutAccount == accounts).ToArray())];
        string[] PairsAt(int[] at) => [.. at.Select(i => questions[i].UserId + questions[i].ResourceId)];
        var found = new CheckGrants?[questions.Count];
        foreach (var (kind, place, grants) in await db.QueryAsync(
            ofMany, [("organizations", PairsAt(places[0])), ("accounts", PairsAt(places[1]))], static row => (row.GetInt32(6), (int)row.GetInt64(7), Read(row)), cancel))
        {
            found[places[kind][place]] = grants;
        }
        return found;
    }

    private static CheckGrants Read(DbDataReader row) => new(
        row.GetInt64(0) != 0, (OrganizationRoles)row.BitsOrNone(1), row.TextOrNull(2), row.TextOrNull(3), (AccountRoles)row.BitsOrNone(4), row.TextOrNull(5));

    private static string Pairs(SqlDialect dialect, string parameter) =>
        $"select substr(value, 1, 32) as user_id, substr(value, 33) as resource_id, place from ({dialect.Items(parameter)}) pairs";

    private static string Organizations(string questions) =>
        $"""
         select f.suspended, m.roles, mo.id, m.id, null, null, 0, f.place
         from (
           select i.place, u.suspended, {Highest("u.key", "o.key")} as member
           from ({questions}) i join users u on u.id = i.user_id join organizations o on o.id = i.resource_id) f
         left join organization_members m on m.key = f.member left join organizations mo on mo.key = m.organization_key
         """;

    private static string Accounts(string questions) =>
        $"""
         select f.suspended, m.roles, mo.id, m.id, am.roles, am.id, 1, f.place
         from (
           select i.place, u.suspended, {Highest("u.key", "a.organization_key")} as member,
             (select x.key from account_members x where x.user_key = u.key and x.account_key = a.key and x.status = 1) as own
           from ({questions}) i join users u on u.id = i.user_id join accounts a on a.id = i.resource_id) f
         left join organization_members m on m.key = f.member left join organizations mo on mo.key = m.organization_key
         left join account_members am on am.key = f.own
         """;

    /// <summary>
    /// The membership with the highest role on or above an organization, the nearest of equal ones. One probe for each level, whatever the number
    /// of memberships: the scalar subquery keeps the planner from starting there.
    /// </summary>
    private static string Highest(string user, string organization) =>
        $"""
         (select vm.key from (
            select c.depth, (
              select x.key from organization_members x where x.user_key = {user} and x.organization_key = c.ancestor and x.status = 1) as member
            from closure c where c.descendant = {organization}) vc
          join organization_members vm on vm.key = vc.member
          order by case when vm.roles >= {(int)OrganizationRoles.SuperAdministrator} then 3 when vm.roles >= {(int)OrganizationRoles.Administrator} then 2 else 1 end desc,
            vc.depth limit 1)
         """;
}
