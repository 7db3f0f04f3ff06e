using System.Text;
using Grove.Server.Http;

namespace Grove.Server.Users;

/// <summary>The state of a user as audit records keep it: never a key or its hash.</summary>
internal static class UserAudit
{
    public static string State(User user)
    {
        var buffer = new AnswerBuffer();
        User.WriteForOperator(buffer.Json, (user, null));
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }
}
