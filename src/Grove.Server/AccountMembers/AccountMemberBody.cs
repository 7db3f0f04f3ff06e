using Grove.Server.Accounts;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.AccountMembers;

/// <summary>Somebody to be added to an account, by address.</summary>
/// <param name="Email">The address as typed.</param>
/// <param name="Accepted">True when they become a member without being asked.</param>
internal sealed record NewAccountMember(string Email, bool Accepted, AccountRoles Roles)
{
    public const string Pointer = "/email";

    public string Folded { get; } = EmailRules.Fold(Email);

    public static NewAccountMember Parse(JsonMembers body)
    {
        var email = body.RequiredText("email");
        if (email is not null && EmailRules.Fault(email) is { } fault) body.Fail("email", fault);
        var status = body.OptionalOneOf("status", "pending", "accepted");
        return new(email ?? "", status == "accepted", AccountMemberRoles.Parse(body));
    }
}

/// <summary>What a member of an account may, as bodies say it.</summary>
internal static class AccountMemberRoles
{
    /// <summary>The roles, each an id or an object with one: SDKs create with the one and update with the other. At least one.</summary>
    public static AccountRoles Parse(JsonMembers body)
    {
        // Stored and ignored they would promise what is not enforced.
        if (body.Objects("policies").Or([])!.Count > 0)
        {
            body.Fail("policies", "Policies of members are not enforced here: give roles instead.");
            return AccountRoles.None;
        }
        var found = body.RequiredIds("roles").Select(AccountRole.Find).ToList();
        if (found.Contains(null)) body.Fail("roles", "roles must hold ids of roles on accounts, and nothing else.");
        return found.OfType<AccountRole>().Aggregate(AccountRoles.None, (roles, role) => roles | role.Bit);
    }
}
