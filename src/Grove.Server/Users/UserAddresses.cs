using Grove.Server.Storage;

namespace Grove.Server.Users;

/// <summary>
/// The user id that goes with each address: its user's, or the one that the user will get who is made with it. Locking an address keeps
/// apart what invites it and what makes or deletes its user.
/// </summary>
internal static class UserAddresses
{
    // The update changes nothing; it locks the row that is there, and returns it.
    private static readonly Sql Lock = new(
        """
        insert into addresses (email_folded, user_id) values (@folded, coalesce((select u.id from users u where u.email_folded = @folded), @fresh))
        on conflict (email_folded) do update set user_id = addresses.user_id
        returning user_id
        """);

    /// <summary>Takes the id from the address of the user <c>@key</c>: the next user with it will be somebody else.</summary>
    public static Sql Forget { get; } = new("delete from addresses where email_folded = (select u.email_folded from users u where u.key = @key)");

    /// <summary>Adds the locking of an address, which gets the id <paramref name="fresh"/> when it has none.</summary>
    public static SqlBatch AddLock(this SqlBatch batch, string folded, string fresh) => batch.Add(Lock, ("folded", folded), ("fresh", fresh));

    /// <summary>Locks the address; the answer is the id that goes with it.</summary>
    public static async ValueTask<string> LockAsync(SqlSession session, string folded, string fresh) =>
        (await session.QueryAsync(Lock, [("folded", folded), ("fresh", fresh)], static row => row.GetString(0)))[0];
}
