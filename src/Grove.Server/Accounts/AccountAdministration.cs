using System.Data.Common;
using System.Text.Json;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>An account as operators see it: with its organization, its external id and its profile.</summary>
/// <param name="Profile">As JSON; null when it was never set.</param>
/// <param name="HasMembers">Whether anybody is a member or invited.</param>
internal sealed record ManagedAccount(Account Shown, long Key, long? OrganizationKey, string? Lineage, string? ExternalId, string? Profile, bool HasMembers)
{
    // With exists PostgreSQL may look at all members once, to know for the few rows of a page.
    public const string Columns =
        $"""
         {Account.Columns}, a.key, a.organization_key, vo.lineage, e.external_id, a.profile,
           case when (select 1 from account_members am where am.account_key = a.key and am.status <= 1 limit 1) is not null then 1 else 0 end
         """;

    public const string Joins =
        "left join organizations vo on vo.key = a.organization_key left join external_ids e on e.kind = 2 and e.resource_key = a.key";

    public static ManagedAccount Read(DbDataReader row)
    {
        const int next = Account.ColumnCount;
        return new(Account.Read(row), row.GetInt64(next), row.IntegerOrNull(next + 1), row.TextOrNull(next + 2), row.TextOrNull(next + 3),
            row.TextOrNull(next + 4), row.GetInt64(next + 5) == 1);
    }

    public static void Write(Utf8JsonWriter json, ManagedAccount account)
    {
        json.WriteStartObject();
        Account.WriteMembers(json, account.Shown);
        json.WriteString("external_id"u8, account.ExternalId);
        json.WriteBoolean("has_members"u8, account.HasMembers);
        json.WritePropertyName("profile"u8);
        if (account.Profile is null) json.WriteNullValue();
        else json.WriteRawValue(account.Profile, skipInputValidation: true);
        json.WriteEndObject();
    }
}

/// <summary>What operators see and change of accounts, whether they are members or not.</summary>
internal sealed class AccountAdministration(Db db, AuditLog audit)
{
    private static readonly Sql Find = new($"select {ManagedAccount.Columns} from accounts a {ManagedAccount.Joins} where a.id = @id");
    // The outer limit is the most that a page takes: for an unknown number PostgreSQL expects a tenth of the table, and plans for that.
    private static readonly Sql List = new(
        $"""
         select {ManagedAccount.Columns}
         from (select k.* from (select * from accounts where key > @after order by key limit @take) k limit {ManagedListFilter.MostRead}) a {ManagedAccount.Joins}
         order by a.key
         """);

    private static readonly Sql ListWithExternalId = new(
        $"""
         select {ManagedAccount.Columns} from external_ids x join accounts a on a.key = x.resource_key {ManagedAccount.Joins}
         where x.kind = {(int)ExternalIdKind.Account} and x.external_id = @external_id and x.resource_key > @after order by x.resource_key limit @take
         """);

    private static readonly Sql SetVersion = new("update accounts set version = version + 1 where key = @key");

    private readonly Sql lockForChange = new("select key from accounts where id = @id" + db.Dialect.ForChange);

    public async ValueTask<ManagedAccount?> GetAsync(string id, CancellationToken cancel)
    {
        var rows = await db.QueryAsync(Find, [("id", id)], ManagedAccount.Read, cancel);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Accounts in order of creation from after a key, at most <paramref name="take"/>.</summary>
    public ValueTask<List<ManagedAccount>> ListAsync(string? externalId, long after, int take, CancellationToken cancel) => externalId is null
        ? db.QueryAsync(List, [("after", after), ("take", take)], ManagedAccount.Read, cancel)
        : db.QueryAsync(ListWithExternalId, [("external_id", externalId), ("after", after), ("take", take)], ManagedAccount.Read, cancel);

    /// <summary>Gives the account another external id, or none; an absent one stays.</summary>
    public async Task<Outcome<ManagedAccount>> UpdateAsync(ApiRequest request, string id, Field<string> externalId)
    {
        try
        {
            return await db.WriteAsync(session => UpdateAsync(session, request, id, externalId), request.Aborted);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.Duplicate)
        {
            return ExternalIds.TakenHere;
        }
    }

    private async ValueTask<Outcome<ManagedAccount>> UpdateAsync(SqlSession session, ApiRequest request, string id, Field<string> externalId)
    {
        // The forest lock keeps its organization in its tree, the row's lock keeps it in its organization.
        var batch = new SqlBatch().Add(session.Dialect.LockForestShared).Add(lockForChange, ("id", id)).Add(Find, ("id", id));
        var rows = await session.BatchAsync(batch, ManagedAccount.Read);
        if (rows.Count == 0) return ApiError.AccountNotFound;
        var before = rows[0];
        if (!request.MayChange(before.Shown.Version)) return ApiError.Changed;
        var after = before with { ExternalId = externalId.IsAbsent ? before.ExternalId : externalId.Or(null) };
        if (after != before)
        {
            await ExternalIds.PutAsync(session, ExternalIdKind.Account, before.Key, after.ExternalId, before.OrganizationKey, before.Lineage);
            await session.ExecuteAsync(SetVersion, ("key", before.Key));
            after = after with { Shown = after.Shown with { Version = before.Shown.Version + 1 } };
        }
        await audit.WriteAsync(session, request.Actor, new("account.external_id.update", "update", "account", id)
        {
            OrganizationId = before.Shown.OrganizationId,
            Lineage = before.Lineage,
            Before = State(before),
            After = State(after),
        });
        return after;
    }

    private static string State(ManagedAccount account) => JsonShapes.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString("external_id"u8, account.ExternalId);
        json.WriteEndObject();
    });
}
