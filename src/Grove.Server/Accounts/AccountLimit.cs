using Grove.Server.Http;
using Grove.Server.Storage;

namespace Grove.Server.Accounts;

/// <summary>How many accounts one organization may hold.</summary>
internal sealed class AccountLimit(GroveOptions options)
{
    private static readonly Sql Count = new("select count(*) from accounts where organization_key = @organization");

    /// <summary>The refusal, if any, of so many more accounts. The row of the organization must be locked, or two would pass where one fits.</summary>
    public async ValueTask<ApiError?> RefuseAsync(SqlSession session, long organizationKey, int more, string pointer)
    {
        if (options.MaxAccounts == 0 || more == 0) return null;
        var present = (await session.QueryAsync(Count, [("organization", organizationKey)], static row => row.GetInt64(0)))[0];
        return present + more > options.MaxAccounts ? ApiError.Limit($"An organization holds at most {options.MaxAccounts} accounts.", pointer) : null;
    }
}
