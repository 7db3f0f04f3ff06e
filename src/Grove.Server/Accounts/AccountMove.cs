using System.Text.Json;
using Grove.Server.Audit;
using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>An account's change of place.</summary>
internal sealed record MovedAccount(string Id, string? SourceId, string DestinationId)
{
    public static void Write(Utf8JsonWriter json, MovedAccount moved)
    {
        json.WriteStartObject();
        json.WriteString("account_id"u8, moved.Id);
        json.WriteString("destination_organization_id"u8, moved.DestinationId);
        // Wire: a string by the schema, so a free account comes from "".
        json.WriteString("source_organization_id"u8, moved.SourceId ?? "");
        json.WriteEndObject();
    }
}

/// <summary>The accounts of a move, in the order sent, with where each is in the body; and the destination. Ids as they were sent.</summary>
internal sealed record AccountMoveBody(IReadOnlyList<(string Id, string? Pointer)> Accounts, string Destination)
{
    public static AccountMoveBody Parse(JsonMembers body)
    {
        var accounts = body.RequiredTexts("account_ids", AccountTargets.Most);
        if (accounts.Distinct(StringComparer.OrdinalIgnoreCase).Count() < accounts.Count) body.Fail("account_ids", "account_ids must not name an account twice.");
        return new([.. accounts.Select((id, i) => (id, (string?)JsonPointer.Item(body.PointerTo("account_ids"), i)))], ParseDestination(body));
    }

    /// <summary>Where an account is in the body, or the destination when the path names it.</summary>
    public string PointerTo(string account) => Accounts.First(named => string.Equals(named.Id, account, StringComparison.OrdinalIgnoreCase)).Pointer ?? "/destination_organization_id";

    public static string ParseDestination(JsonMembers body) => body.RequiredText("destination_organization_id") ?? "";
}

/// <summary>
/// Puts accounts into an organization, all or none. The organization's row is locked before the accounts': so its limit holds, and it is
/// not deleted meanwhile. The forest lock keeps it in its tree, which decides about external ids, and all in their places for the counts. The organization that is left needs no lock: what is asked of it is true at one moment.
/// </summary>
internal sealed class AccountMove(Db db, AccountCounts counts, AuditLog audit, GroveOptions options)
{
    private const string DestinationPointer = "/destination_organization_id";

    private static readonly Sql SetOrganization = new("update accounts set organization_key = @organization, version = version + 1 where key = @key");

    private readonly OrganizationTargets organizations = new(db.Dialect);
    private readonly AccountTargets targets = new(db.Dialect);
    private readonly AccountLimit limit = new(options);
    private readonly AccountExternalIds externalIds = new(db.Dialect);

    /// <summary>The refusal of what the caller cannot see; asked before a stored answer is given again.</summary>
    public async ValueTask<ApiError?> RefuseInvisibleAsync(SqlSession session, ApiRequest request, AccountMoveBody body)
    {
        if (RefuseUnknown(body, await targets.FindAsync(session, request.Access, Ids(body))) is { } unknown) return unknown;
        var destination = ResourceId.Parse(body.Destination) is { } id ? await organizations.FindAsync(session, request.Access, id) : null;
        return destination is null ? ApiError.OrganizationNotFound : null;
    }

    public async ValueTask<Outcome<IReadOnlyList<MovedAccount>>> MoveAsync(SqlSession session, ApiRequest request, AccountMoveBody body)
    {
        var destination = ResourceId.Parse(body.Destination) is { } id ? await organizations.LockAsync(session, request.Access, id, session.Dialect.LockForestShared) : null;
        var accounts = await targets.LockAsync(session, request.Access, Ids(body));
        if (RefuseUnknown(body, accounts) is { } unknown) return unknown;
        if (destination is null) return ApiError.OrganizationNotFound;

        if (!destination.Roles.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorized;
        foreach (var account in accounts)
            if (RefuseRight(account, destination) is { } notAllowed) return notAllowed;
        var moving = accounts.Where(account => account.OrganizationKey != destination.Key).ToList();
        foreach (var account in moving)
            if (RefuseFlags(account, destination) is { } off) return off;
        if (await limit.RefuseAsync(session, destination.Key, moving.Count, DestinationPointer) is { } full) return full;
        var keys = moving.Select(account => account.Key).ToArray();
        if (await externalIds.FindClashAsync(session, keys, destination.Shown.Lineage) is { } taken)
        {
            var account = moving.First(account => account.Key == taken).Shown.Id;
            return ExternalIds.TakenThere(account, body.PointerTo(account));
        }

        foreach (var account in moving)
        {
            await session.ExecuteAsync(SetOrganization, ("key", account.Key), ("organization", destination.Key));
            await RecordAsync(session, request, account, destination);
        }
        foreach (var left in moving.GroupBy(account => account.OrganizationKey)) await counts.ChangeAsync(session, left.Key, destination.Key, left.Count());
        await externalIds.MoveAsync(session, keys, destination.Key, destination.Shown.Lineage);
        var byId = accounts.ToDictionary(account => account.Shown.Id, StringComparer.OrdinalIgnoreCase);
        return body.Accounts.Select(named => byId[named.Id])
            .Select(account => new MovedAccount(account.Shown.Id, account.OrganizationId, destination.Shown.Id)).ToList();
    }

    /// <summary>Without those that nothing can have; these are then not found.</summary>
    private static string[] Ids(AccountMoveBody body) => [.. body.Accounts.Select(account => ResourceId.Parse(account.Id)).OfType<string>()];

    /// <summary>The refusal of the first account that is not among those found.</summary>
    private static ApiError? RefuseUnknown(AccountMoveBody body, List<AccountTarget> found)
    {
        foreach (var (id, pointer) in body.Accounts)
        {
            if (found.Exists(account => string.Equals(account.Shown.Id, id, StringComparison.OrdinalIgnoreCase))) continue;
            return pointer is null ? ApiError.AccountNotFound : ApiError.AccountNotFound with { Items = [ApiError.AccountNotFound.Items[0] with { Pointer = pointer }] };
        }
        return null;
    }

    private static ApiError? RefuseRight(AccountTarget account, OrganizationTarget destination)
    {
        if (account.OrganizationKey is null) return account.OwnRoles.Reach(AccountRoles.SuperAdministrator) ? null : ApiError.NotAuthorizedOnAccount;
        // Who sees it only by a membership of the account, or by a token for it alone, holds nothing of the place that it leaves.
        if (account.Shown.OrganizationId is null || !account.Through.Reach(OrganizationRoles.Administrator)) return ApiError.NotAuthorizedOnAccount;
        var arriving = destination.Roles.OnAccounts();
        return arriving > account.Roles ? ApiError.NotAuthorizedOnAccount : null;
    }

    private static ApiError? RefuseFlags(AccountTarget account, OrganizationTarget destination)
    {
        var (flag, name) = account.OrganizationKey is null
            ? (CapabilityFlags.AccountMigration, "account_migration")
            : (CapabilityFlags.AccountMobility, "account_mobility");
        if (!destination.Shown.Flags.HasFlag(flag)) return ApiError.CapabilityOff($"The destination's capability {name} is disabled.");
        return account.OrganizationKey is not null && !account.Flags.HasFlag(flag)
            ? ApiError.CapabilityOff($"The capability {name} of the organization that holds the account is disabled.")
            : null;
    }

    /// <summary>Filed under the organization entered, and under the one left, since neither reads the other's records.</summary>
    private ValueTask RecordAsync(SqlSession session, ApiRequest request, AccountTarget account, OrganizationTarget destination) =>
        audit.WriteAsync(session, request.Actor, AccountAudit.Entry(account, "account.move", "update") with
        {
            OrganizationId = destination.Shown.Id,
            Lineage = destination.Shown.Lineage,
            OtherLineage = account.Lineage,
            Before = AccountAudit.State(account),
            After = AccountAudit.State(account with { OrganizationId = destination.Shown.Id }),
        });
}
