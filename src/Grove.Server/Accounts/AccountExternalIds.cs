using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>Takes the external ids of accounts along when these are moved. Needs the forest lock, and the accounts locked.</summary>
internal sealed class AccountExternalIds(SqlDialect dialect)
{
    private static readonly string Mine = $"e.kind = {(int)ExternalIdKind.Account}";

    private readonly Sql clash = new(
        $"""
         select e.resource_key from external_ids e
         where {Mine} and {dialect.InIntegers("e.resource_key", "@keys")} and exists (
           select 1 from external_ids x where x.kind = e.kind and x.external_id = e.external_id and x.resource_key <> e.resource_key
             and (x.root_key = {ExternalIds.RootKey} or {dialect.InIntegers("x.resource_key", "@keys")}))
         order by e.resource_key limit 1
         """);

    private readonly Sql move = new(
        $"""
         update external_ids as e set root_key = {ExternalIds.RootKey}, organization_key = @organization
         where {Mine} and {dialect.InIntegers("e.resource_key", "@keys")}
         """);

    /// <summary>The first of the accounts whose external id is taken in the tree of this lineage, or by another of them; null when they fit.</summary>
    public async ValueTask<long?> FindClashAsync(SqlSession session, long[] keys, string lineage)
    {
        var found = await session.QueryAsync(clash, [("keys", keys), ("lineage", lineage)], static row => row.GetInt64(0));
        return found.Count == 0 ? null : found[0];
    }

    public async ValueTask MoveAsync(SqlSession session, long[] keys, long organization, string lineage) =>
        await session.ExecuteAsync(move, ("keys", keys), ("organization", organization), ("lineage", lineage));
}
