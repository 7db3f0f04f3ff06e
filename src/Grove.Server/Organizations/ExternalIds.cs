using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>What can have an external id that is unique in its tree.</summary>
internal enum ExternalIdKind
{
    Organization = 1,
    Account = 2,
}

/// <summary>
/// What other systems call organizations and accounts: unique among the organizations, and among the accounts, of one root; free accounts are
/// a tree of their own. A unique index holds this, so rows change place in the transaction that moves their resource, which holds the forest
/// lock: only what has an external id costs anything. A clash that is not seen before is a <see cref="StorageFault.Duplicate"/>.
/// </summary>
internal static class ExternalIds
{
    /// <summary>The longest, in Unicode scalar values.</summary>
    public const int MaxLength = 255;

    private const string Subtree = "select c.descendant from closure c where c.ancestor = @key";

    /// <summary>The root of the tree that <c>@lineage</c> leads to; 0 for none.</summary>
    public static string RootKey { get; } = $"coalesce((select r.key from organizations r where r.id = substr(@lineage, 1, {ResourceId.Length})), 0)";

    private static readonly Sql Put = new(
        $"""
         insert into external_ids (kind, resource_key, external_id, root_key, organization_key)
         values (@kind, @key, @external_id, {RootKey}, @organization)
         on conflict (kind, resource_key) do update set external_id = excluded.external_id
         """);

    private static readonly Sql Delete = new("delete from external_ids where kind = @kind and resource_key = @key");

    private static readonly Sql ClashOfSubtree = new(
        $"""
         select coalesce(o.id, a.id) from external_ids e
         join external_ids x on x.kind = e.kind and x.external_id = e.external_id and x.root_key = {RootKey}
         left join organizations o on e.kind = 1 and o.key = e.resource_key left join accounts a on e.kind = 2 and a.key = e.resource_key
         where e.organization_key in ({Subtree}) order by e.kind, e.resource_key limit 1
         """);

    private static readonly Sql MoveRoot = new($"update external_ids set root_key = {RootKey} where organization_key in ({Subtree})");

    /// <summary>Gives the resource this external id, or none. <paramref name="lineage"/> is that of its organization; null for a free account.</summary>
    public static async ValueTask PutAsync(SqlSession session, ExternalIdKind kind, long key, string? externalId, long? organization, string? lineage)
    {
        if (externalId is null) await ForgetAsync(session, kind, key);
        else await session.ExecuteAsync(Put, ("kind", (int)kind), ("key", key), ("external_id", externalId), ("lineage", lineage), ("organization", organization));
    }

    /// <summary>Frees the external id of what is deleted.</summary>
    public static async ValueTask ForgetAsync(SqlSession session, ExternalIdKind kind, long key) =>
        await session.ExecuteAsync(Delete, ("kind", (int)kind), ("key", key));

    /// <summary>The refusal when something at or below an organization has an external id that is taken in the tree it would come to.</summary>
    public static async ValueTask<ApiError?> RefuseSubtreeAsync(SqlSession session, long key, string destinationLineage)
    {
        var clash = await session.QueryAsync(ClashOfSubtree, [("key", key), ("lineage", destinationLineage)], static row => row.GetString(0));
        return clash.Count == 0 ? null : TakenThere(clash[0], "/parent/id");
    }

    /// <summary>Tells what is at or below an organization, which has just got this lineage, which tree it is in now.</summary>
    public static async ValueTask MoveSubtreeAsync(SqlSession session, long key, string lineage) =>
        await session.ExecuteAsync(MoveRoot, ("key", key), ("lineage", lineage));

    /// <summary>The refusal of a move; it tells whose external id it is, but neither that nor who else has it.</summary>
    public static ApiError TakenThere(string id, string? pointer) => ApiError.Invalid($"The external id of {id} is taken in the tree that it would come to.", pointer);

    /// <summary>The member <c>external_id</c> of a body.</summary>
    public static Field<string> Parse(JsonMembers body)
    {
        var text = body.Text("external_id");
        if (text.HasValue && (text.Value.Length == 0 || text.Value.EnumerateRunes().Count() > MaxLength))
            body.Fail("external_id", $"external_id must have 1 to {MaxLength} characters, or be null.");
        return text;
    }

    /// <summary>The refusal of an external id that another of its kind has.</summary>
    public static ApiError TakenHere { get; } = ApiError.Invalid("This external id is taken.", "/external_id");
}
