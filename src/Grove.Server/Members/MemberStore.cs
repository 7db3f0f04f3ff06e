using System.Collections.Concurrent;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Members;

/// <summary>A page of a list: the rows, the key to go on from (null on the last page) and the total, when it is known.</summary>
internal sealed record MemberPage(IReadOnlyList<OrganizationMember> Rows, long? Next, long? Total);

/// <summary>Reads the members of one organization, one round trip each. Whoever sees the organization sees its members.</summary>
internal sealed class MemberStore(Db db)
{
    private const int TotalBudget = 20_000;
    private readonly ConcurrentDictionary<string, Sql> made = new();

    /// <summary>
    /// The members that match, in order of their keys, from after the key <paramref name="after"/>; 0 begins a walk and asks for the total.
    /// Null when the caller does not see the organization.
    /// </summary>
    public async ValueTask<MemberPage?> ListAsync(Access access, string organizationId, MemberFilter filter, long after, long? total, CancellationToken cancel)
    {
        var args = new List<SqlArg> { ("id", organizationId), ("statuses", filter.Stored), ("after", after), ("take", filter.PageSize + 1) };
        if (filter.Email is not null) args.Add(("email", filter.Email));
        if (filter.StartsWith is not null) args.Add(("starts", filter.StartsWith));
        if (filter.EndsWith is not null) args.Add(("ends", filter.EndsWith));
        if (filter.Contains is not null) args.Add(("contains", filter.Contains));
        var rows = await db.QueryAsync(ListText(access, filter, after == 0), Visibility.Args(access, [.. args]), static row => (
            Member: row.IsDBNull(0) ? null : OrganizationMember.Read(row),
            Total: row.IntegerOrNull(OrganizationMember.ColumnCount)), cancel);
        if (rows.Count == 0) return null;
        if (after == 0) total = rows[0].Total;
        var members = rows.Select(row => row.Member).OfType<OrganizationMember>().Take(filter.PageSize).ToList();
        return new(members, rows.Count > filter.PageSize ? members[^1].Key : null, total);
    }

    /// <summary>The member, canceled ones aside.</summary>
    public async ValueTask<Outcome<OrganizationMember>> GetAsync(Access access, string organizationId, string memberId, CancellationToken cancel)
    {
        var shape = Visibility.ShapeOf(access);
        var sql = made.GetOrAdd($"get {shape}", _ => new(
            $"""
             select {OrganizationMember.Columns}
             from ({Place(shape)}) place left join organization_members m on m.organization_key = place.key and m.id = @member and m.status <= 2
             left join users u on u.key = m.user_key
             """));
        var rows = await db.QueryAsync(sql, Visibility.Args(access, ("id", organizationId), ("member", memberId)),
            static row => row.IsDBNull(0) ? null : OrganizationMember.Read(row), cancel);
        if (rows.Count == 0) return ApiError.OrganizationNotFound;
        return rows[0] is { } member ? member : ApiError.MembershipNotFound;
    }

    /// <summary>Always a row when the organization is visible: without members it holds only the total.</summary>
    private Sql ListText(Access access, MemberFilter filter, bool first)
    {
        var shape = Visibility.ShapeOf(access);
        var conditions = Conditions(filter);
        var total = first
            ? $"""
               (select case when count(*) <= {TotalBudget} then coalesce(sum(t.matches), 0) end
                from (select case when {conditions} then 1 else 0 end as matches
                      from organization_members m where m.organization_key = (select key from place) limit {TotalBudget + 1}) t)
               """
            : "null";
        var text =
            $"""
             with place as materialized ({Place(shape)}),
             page as (
               select m.key from organization_members m
               where m.organization_key = (select key from place) and m.key > @after and {conditions} order by m.key limit @take)
             select {OrganizationMember.Columns}, {total}
             from place left join page on 1 = 1 left join organization_members m on m.key = page.key left join users u on u.key = m.user_key
             order by m.key
             """;
        return made.GetOrAdd(text, static text => new(text));
    }

    private string Place(AccessShape shape) =>
        $"""
         select k.key from (
           select o.key, {Visibility.Depth(db.Dialect, shape, "o.key")} as depth from organizations o where o.id = @id limit 1) k
         where k.depth is not null
         """;

    private string Conditions(MemberFilter filter)
    {
        const string email = "lower(m.email)";
        var conditions = new List<string> { db.Dialect.InIntegers("m.status", "@statuses") };
        if (filter.Email is not null) conditions.Add($"{email} = @email");
        if (filter.StartsWith is not null) conditions.Add($"substr({email}, 1, length(@starts)) = @starts");
        if (filter.EndsWith is not null)
        {
            conditions.Add($"length({email}) >= length(@ends)");
            conditions.Add($"substr({email}, length({email}) - length(@ends) + 1) = @ends");
        }
        if (filter.Contains is not null) conditions.Add($"{db.Dialect.Position(email, "@contains")} > 0");
        return string.Join(" and ", conditions);
    }
}
