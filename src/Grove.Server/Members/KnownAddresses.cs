using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Members;

/// <summary>What is known of an address that is about to be added to a place, which is an organization or an account.</summary>
/// <param name="UserId">The id of the user with this address, or the one that they will get.</param>
/// <param name="Pending">The invitation of the address to the place.</param>
/// <param name="PendingExpires">When that expires; null for one that does not.</param>
/// <param name="Member">The membership of its user in the place.</param>
/// <param name="Managed">True when the organization of the place, or one above it, manages the user.</param>
internal sealed record KnownAddress(
    string Folded, string UserId, long? User, string? UserEmail, long? Pending, long? PendingExpires, long? Member, bool Managed)
{
    public static KnownAddress Read(System.Data.Common.DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.IntegerOrNull(2), row.TextOrNull(3), row.IntegerOrNull(4), row.IntegerOrNull(5), row.IntegerOrNull(6),
        row.GetInt64(7) > 0);
}

/// <summary>Finds it for one kind of place.</summary>
internal sealed class KnownAddresses
{
    private readonly Sql find;

    private KnownAddresses(SqlDialect dialect, string members, string place, string expires) => find = new(
        $"""
         select a.email_folded, a.user_id, u.key, u.email, pending.key, {expires}, member.key,
           (select count(*) from closure c where c.ancestor = u.managing_organization_key and c.descendant = @organization)
         from addresses a left join users u on u.email_folded = a.email_folded
         left join {members} pending on lower(pending.email) = a.email_folded and pending.{place} = @place and pending.status = 0
         left join {members} member on member.user_key = u.key and member.{place} = @place and member.status = 1
         where {dialect.InTexts("a.email_folded", "@addresses")}
         """);

    public static KnownAddresses InOrganizations(SqlDialect dialect) => new(dialect, "organization_members", "organization_key", "pending.expires_time");

    public static KnownAddresses InAccounts(SqlDialect dialect) => new(dialect, "account_members", "account_key", "null");

    /// <summary>
    /// What is known of the folded addresses, which must be locked, by <paramref name="locks"/> or before; <paramref name="organization"/> is the
    /// place or the one that holds it.
    /// </summary>
    public async ValueTask<Dictionary<string, KnownAddress>> FindAsync(SqlSession session, SqlBatch locks, long place, long? organization, string[] addresses)
    {
        locks.Add(find, ("organization", organization), ("place", place), ("addresses", addresses));
        return (await session.BatchAsync(locks, KnownAddress.Read)).ToDictionary(address => address.Folded, StringComparer.Ordinal);
    }

    /// <summary>The refusal, if any, of adding these.</summary>
    /// <param name="added">Each with whether they are added without being asked, and where the address is in the body.</param>
    /// <param name="anybody">True when the caller may add everybody without asking them.</param>
    public static ApiError? Refuse(IReadOnlyList<(KnownAddress Address, bool Unasked, string Pointer)> added, bool anybody, long now)
    {
        // Asked before anything else about an address, so that the answer tells nothing about it.
        if (!anybody && added.Any(one => one.Unasked && !one.Address.Managed))
            return ApiError.CapabilityOff("Only operators, and organizations that manage the user, add members without asking them: leave status out to invite.");
        var faults = new List<ErrorItem>();
        foreach (var (address, unasked, pointer) in added)
        {
            if (address.Member is not null) faults.Add(ErrorItem.Invalid("A member has this address already.", pointer));
            else if (address.Pending is not null && !(address.PendingExpires <= now)) faults.Add(ErrorItem.Invalid("This address is invited already.", pointer));
            else if (unasked && address.User is null) faults.Add(ErrorItem.Invalid("No user has this address; others can only be invited.", pointer));
        }
        return faults.Count == 0 ? null : ApiError.Invalid(faults);
    }
}
