using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private async Task AddAccountMemberAsync(Caller caller)
    {
        var mine = forest.Accounts.Where(account => forest.Sees(caller, account) && forest.RoleOn(caller.Person, account) == Role.SuperAdministrator).ToArray();
        var id = mine.Length > 0 && Chance(70) ? OneOf(mine).Id : SomeAccountId(caller);
        var (email, roles, active) = (SomeAddress(), SomeRoles(), Chance(20));
        var faults = new List<string>();
        if (Chance(3))
        {
            email = Spoiled;
            faults.Add("/email");
        }
        var body = new JsonObject { ["email"] = email, ["roles"] = AccountRoleIds(roles, asObjects: Chance(20)) };
        if (active || Chance(30)) body["status"] = active ? "accepted" : "pending";
        if (Chance(3))
        {
            body["policies"] = new JsonArray(new JsonObject { ["access"] = "allow" });
            faults.Add("/policies");
        }
        await PostAsync(caller, Area.Accounts, $"accounts/{id}/members", body,
            () => forest.AddAccountMember(caller, id, new(email, roles, active, "/email"), [.. faults], () => (Shown("id"), judging!.Status == HttpStatusCode.OK ? ShownIn(judging.Result.GetProperty("user"), "id") : "no user")),
            () => forest.RefuseUnseenAccount(caller, id));
    }

    private async Task SetAccountRolesAsync(Caller caller)
    {
        var ((id, member), roles) = (SomeAccountMember(caller), SomeRoles());
        var body = new JsonObject { ["roles"] = AccountRoleIds(roles, asObjects: Chance(80)), ["status"] = "ignored" };
        string[] faults = [];
        if (Chance(4))
        {
            body["roles"] = OneOf<JsonNode?>(null, new JsonArray());
            faults = ["/roles"];
        }
        var condition = SomeCondition(forest.AccountMembers.Find(known => known.Id == member)?.Version);
        await SendAsync(caller, Area.Accounts, HttpMethod.Put, $"accounts/{id}/members/{member}", body, condition,
            () => forest.SetAccountRoles(caller, id, member, roles, condition, faults));
    }

    private async Task RemoveAccountMemberAsync(Caller caller)
    {
        var (id, member) = SomeAccountMember(caller);
        var condition = SomeCondition(forest.AccountMembers.Find(known => known.Id == member)?.Version);
        await SendAsync(caller, Area.Accounts, HttpMethod.Delete, $"accounts/{id}/members/{member}", null, condition, () => forest.RemoveAccountMember(caller, id, member, condition));
    }

    private async Task GetAccountMemberAsync(Caller caller)
    {
        var (id, member) = SomeAccountMember(caller);
        await SendAsync(caller, Area.Accounts, HttpMethod.Get, $"accounts/{id}/members/{member}", null, null, () => forest.GetAccountMember(caller, id, member));
    }

    private async Task ListAccountMembersAsync(Caller caller)
    {
        var (id, status, order, direction) = (SomeAccountId(caller), OneOf(null, null, "accepted", "pending", "rejected"),
            OneOf(null, "user.first_name", "user.last_name", "user.email", "status"), OneOf(null, "asc", "desc"));
        var (page, perPage) = (OneOf(null, "1", "2", "0"), OneOf(null, "5", "50"));
        var list = forest.ListAccountMembers(caller, id, status, order, direction == "desc", page, perPage);
        var reply = await SendAsync(caller, Area.Accounts, HttpMethod.Get,
            $"accounts/{id}/members?{Query.Write([("status", status), ("order", order), ("direction", direction), ("page", page), ("per_page", perPage)])}", null, null,
            () => list is { } shown ? Expected.Done(shown.Rows) : Expected.NotFound);
        if (reply.Status == HttpStatusCode.OK) SameJson("result_info", list!.Value.Info, reply.Info, reply);
    }

    private async Task ListMembershipsAsync(Caller caller)
    {
        var names = forest.Accounts.Select(account => account.Name).DefaultIfEmpty("a").ToArray();
        var (name, status, order, direction) = (Chance(15) ? OneOf(names) : null, OneOf(null, null, "accepted", "pending", "rejected"),
            OneOf(null, "id", "account.name", "status"), OneOf(null, "asc", "desc"));
        var (page, perPage) = (OneOf(null, "1", "2", "0"), OneOf(null, "5", "50"));
        var (rows, info) = forest.ListMemberships(caller, name, status, order, direction == "desc", page, perPage);
        var reply = await SendAsync(caller, Area.Memberships, HttpMethod.Get, "memberships?" + Query.Write(
            [(OneOf("name", "account.name"), name), ("status", status), ("order", order), ("direction", direction), ("page", page), ("per_page", perPage)]), null, null, () => Expected.Done(rows));
        if (reply.Status == HttpStatusCode.OK) SameJson("result_info", info, reply.Info, reply);
    }

    private async Task GetMembershipAsync(Caller caller)
    {
        var (member, id) = SomeMembership(caller);
        await SendAsync(member, Area.Memberships, HttpMethod.Get, $"memberships/{id}", null, null, () => forest.GetMembership(member, id));
    }

    private async Task AnswerMembershipAsync(Caller caller)
    {
        var (invitee, id) = SomeMembership(caller, MemberStatus.Pending);
        var accepts = Chance(4) ? null : (bool?)Chance(75);
        var body = new JsonObject { ["status"] = accepts switch { true => "accepted", false => "rejected", null => OneOf<JsonNode?>(null, "pending", 1) } };
        var condition = SomeCondition(forest.AccountMembers.Find(known => known.Id == id)?.Version);
        await SendAsync(invitee, Area.Memberships, HttpMethod.Put, $"memberships/{id}", body, condition, () => forest.AnswerMembership(invitee, id, accepts, condition));
    }

    private async Task LeaveAccountAsync(Caller caller)
    {
        var (member, id) = SomeMembership(caller);
        var condition = SomeCondition(forest.AccountMembers.Find(known => known.Id == id)?.Version);
        await SendAsync(member, Area.Memberships, HttpMethod.Delete, $"memberships/{id}", null, condition, () => forest.LeaveAccount(member, id, condition));
    }

    /// <summary>An account and one of its members, mostly where the caller may do something about it.</summary>
    private (string Account, string Member) SomeAccountMember(Caller caller)
    {
        var visible = forest.AccountMembers.Where(member => forest.Sees(caller, member.Account) && (member.Status <= MemberStatus.Rejected || Chance(20))).ToArray();
        if (visible.Length > 0 && Chance(90) && OneOf(visible) is var one) return (Chance(97) ? one.Account.Id : SomeAccountId(caller), one.Id!);
        return (SomeAccountId(caller), forest.AccountMembers.Count > 0 && Chance(80) ? OneOf([.. forest.AccountMembers]).Id! : OneOf("x", Guid.NewGuid().ToString("N")));
    }

    /// <summary>A membership and mostly its own user.</summary>
    private (Caller Member, string Id) SomeMembership(Caller otherwise, MemberStatus? status = null)
    {
        var known = forest.AccountMembers.Where(member => member is { Person.Suspended: false }).ToArray();
        if (known.Length == 0 || Chance(5)) return (otherwise, OneOf("x", Guid.NewGuid().ToString("N")));
        var wanted = known.Where(member => member.Status == status).ToArray();
        var one = wanted.Length > 0 && Chance(75) ? OneOf(wanted) : OneOf(known);
        return (Chance(10) ? otherwise : OneOf([.. CredentialsOf(one.Person!)]), one.Id!);
    }

    private static JsonArray AccountRoleIds(Role[] roles, bool asObjects) =>
        new([.. roles.Select(AccountRoles.Id).Select(id => asObjects ? (JsonNode)new JsonObject { ["id"] = id } : id)]);
}
