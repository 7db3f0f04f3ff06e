using Grove.Server.Http;
using Grove.Server.Organizations;
using Grove.Server.Text;

namespace Grove.Server.Users;

/// <summary>The body with which operators make (POST) and change (PATCH) users.</summary>
internal sealed record UserBody(
    UserDetails Details, string? Email, bool? Operator, bool? Suspended, bool? TwoFactor, Field<string> ManagingOrganizationId, Field<string> ExternalId)
{
    public static UserBody Parse(JsonMembers body, bool creating)
    {
        var email = creating ? body.RequiredText("email") : null;
        if (email is not null && EmailRules.Fault(email) is { } fault) body.Fail("email", fault);
        return new(
            UserDetails.Parse(body), email, Flag(body, "operator"), creating ? null : Flag(body, "suspended"),
            Flag(body, "two_factor_authentication_enabled"), body.Text("managing_organization_id"), ExternalIds.Parse(body));
    }

    /// <summary>Nothing but an address.</summary>
    public static UserBody Of(string email) => new(UserDetails.None, email, null, null, null, Field<string>.Absent, Field<string>.Absent);

    public User ApplyTo(User user) => Details.ApplyTo(user) with
    {
        Operator = Operator ?? user.Operator,
        Suspended = Suspended ?? user.Suspended,
        TwoFactor = TwoFactor ?? user.TwoFactor,
        ManagingOrganizationId = ManagingOrganizationId.IsAbsent ? user.ManagingOrganizationId : ResourceId.Parse(ManagingOrganizationId.Or(null)),
        ExternalId = ExternalId.IsAbsent ? user.ExternalId : ExternalId.Or(null),
    };

    private static bool? Flag(JsonMembers body, string name)
    {
        var flag = body.Bool(name);
        if (flag.IsNull) body.Fail(name, $"{name} must be true or false.");
        return flag.HasValue ? flag.Value : null;
    }
}
