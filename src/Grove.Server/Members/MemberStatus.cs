namespace Grove.Server.Members;

/// <summary>Where a membership stands, as stored.</summary>
internal enum MemberStatus
{
    Pending = 0,
    Active = 1,
    Rejected = 2,
    Canceled = 3,

    /// <summary>An invitation that expired before another one took its place; on the wire it is canceled, to its invitee expired.</summary>
    Replaced = 4,
}

internal static class MemberStatusNames
{
    private static readonly string[] Names = ["pending", "active", "rejected", "canceled", "canceled"];

    public static string Name(this MemberStatus status) => Names[(int)status];
}
