using Grove.Server.Http;

namespace Grove.Server.Users;

/// <summary>The state of a user as audit records keep it: never a key or its hash.</summary>
internal static class UserAudit
{
    public static string State(User user) => JsonShapes.Text(json => User.WriteForOperator(json, (user, null)));
}
