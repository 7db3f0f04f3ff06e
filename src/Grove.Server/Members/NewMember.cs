using Grove.Server.Http;
using Grove.Server.Invites;
using Grove.Server.Organizations;
using Grove.Server.Text;

namespace Grove.Server.Members;

/// <summary>Somebody to be added to an organization, by address.</summary>
/// <param name="Email">The address as typed.</param>
/// <param name="Active">True when they become active without being asked.</param>
/// <param name="Pointer">Where the address is in the body.</param>
internal sealed record NewMember(string Email, bool Active, OrganizationRoles Roles, string Pointer)
{
    private const int MaxBatch = 10;

    public string Folded { get; } = EmailRules.Fold(Email);

    /// <summary>The body <c>{"member": {…}}</c>.</summary>
    public static IReadOnlyList<NewMember> ParseOne(JsonMembers body, InviteDelivery delivery) =>
        body.RequiredObject("member") is { } member ? [Parse(member, delivery)] : [];

    /// <summary>The body <c>{"members": [{…}, …]}</c>.</summary>
    public static IReadOnlyList<NewMember> ParseBatch(JsonMembers body, InviteDelivery delivery)
    {
        var items = body.RequiredObjects("members");
        if (items.Count > MaxBatch)
        {
            body.Fail("members", $"members must not have more than {MaxBatch} items.");
            return [];
        }
        var members = items.Select(item => Parse(item, delivery)).ToList();
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (member, item) in members.Zip(items))
            if (member.Folded.Length > 0 && !addresses.Add(member.Folded)) item.Fail("user", "This address is in members more than once.");
        return members;
    }

    private static NewMember Parse(JsonMembers member, InviteDelivery delivery)
    {
        var user = member.RequiredObject("user");
        var email = user?.RequiredText("email");
        var status = member.OptionalText("status");
        if (email is not null && (EmailRules.Fault(email) ?? (status == "active" ? null : delivery.Fault(email))) is { } fault) user!.Value.Fail("email", fault);
        if (status is not (null or "pending" or "active")) member.Fail("status", "status must be pending or active.");
        return new(email ?? "", status == "active", MemberRoles.Parse(member), user?.PointerTo("email") ?? member.PointerTo("user"));
    }
}
