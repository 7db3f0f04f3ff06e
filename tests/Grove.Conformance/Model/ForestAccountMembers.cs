using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>Memberships of accounts, from both sides.</summary>
internal sealed partial class Forest
{
    /// <summary>In order of creation.</summary>
    public List<AccountMember> AccountMembers { get; } = [];

    public Role OwnRole(Person person, Account account) => AccountMembers
        .Where(member => member.Status == MemberStatus.Active && member.Person == person && member.Account == account).Select(member => member.Highest).DefaultIfEmpty().Max();

    private bool MayManageMembers(Person person, Account account) => RoleOn(person, account) == Role.SuperAdministrator;

    /// <summary>True when a free account would be left without a Super Administrator.</summary>
    private bool IsLast(AccountMember member) => member is { Status: MemberStatus.Active, Account.Organization: null, Highest: Role.SuperAdministrator }
        && !AccountMembers.Exists(other => other != member && other.Account == member.Account && other is { Status: MemberStatus.Active, Highest: Role.SuperAdministrator });

    private static bool HasMemberManagement(Account account) => account.Organization?.Flags.Contains(Flags.MemberManagement) != false;

    private static Record About(AccountMember member, string action, string actionType, JsonNode? before) =>
        About(member.Account, action, actionType, before) with { ResourceType = "account_member", ResourceId = member.Id!, After = State.Of(member) };

    private static void Become(AccountMember member, MemberStatus status, params Role[] roles)
    {
        (member.Status, member.Roles) = (status, roles);
        member.Version++;
    }

    /// <summary>The refusal of an account that the caller does not see.</summary>
    public Expected? RefuseUnseenAccount(Caller caller, string id) => FindVisibleAccount(caller, id) is null ? Expected.NotFound : null;

    public Expected AddAccountMember(Caller caller, string id, Addition addition, string[] faults, Func<(string Id, string UserId)> shown)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        if (FindVisibleAccount(caller, id) is not { } account) return Expected.NotFound;
        if (!MayManageMembers(caller.Person, account)) return Expected.Forbidden;
        if (!HasMemberManagement(account)) return Expected.CapabilityOff;
        var managed = account.Organization is { } place && IsManagedFrom(addition.Email, place);
        if (addition.Active && !caller.ActsAsOperator && !managed) return Expected.CapabilityOff;
        var person = FindAddress(addition.Email);
        var known = AccountMembers.Exists(member => member.Account == account
            && ((member.Status == MemberStatus.Active && member.Person == person) || (member.Status == MemberStatus.Pending && SameAddress(member.Email, addition.Email))));
        if (known || (addition.Active && person is null)) return Expected.Invalid(addition.Pointer);
        var ids = shown();
        var added = new AccountMember(account, addition.Active ? person!.Email : addition.Email)
        {
            Id = ids.Id,
            Person = person,
            UserId = person?.Id ?? KnownId(addition.Email, ids.UserId),
            Status = addition.Active ? MemberStatus.Active : MemberStatus.Pending,
            Roles = addition.Roles,
            Inviter = addition.Active ? null : caller.Person,
        };
        AccountMembers.Add(added);
        return Expected.Done(added.Show(), 1).With(About(added, "account.member.create", "create", null));
    }

    public Expected GetAccountMember(Caller caller, string id, string memberId) =>
        FindVisibleAccount(caller, id) is { } account && FindAccountMember(account, memberId) is { } member ? Expected.Done(member.Show(), member.Version) : Expected.NotFound;

    private AccountMember? FindAccountMember(Account account, string id) => AccountMembers.Find(member =>
        member.Account == account && member.Status != MemberStatus.Canceled && string.Equals(member.Id, id, StringComparison.OrdinalIgnoreCase));

    public Expected SetAccountRoles(Caller caller, string id, string memberId, Role[] roles, Condition? condition, string[] faults)
    {
        if (faults.Length > 0) return Expected.Invalid(faults);
        var (member, refused) = FindManagedIn(caller, id, memberId, condition);
        if (member is null) return refused!;
        if (member.Status == MemberStatus.Rejected) return Expected.NotNow;
        if (!roles.Contains(Role.SuperAdministrator) && IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        if (!roles.SequenceEqual(member.Roles)) Become(member, member.Status, roles);
        return Expected.Done(member.Show(), member.Version).With(About(member, "account.member.update", "update", before));
    }

    public Expected RemoveAccountMember(Caller caller, string id, string memberId, Condition? condition)
    {
        var (member, refused) = FindManagedIn(caller, id, memberId, condition);
        if (member is null) return refused!;
        if (IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        Become(member, MemberStatus.Canceled, member.Roles);
        return Expected.Done(IdOf(member.Id!)).With(About(member, "account.member.delete", "delete", before));
    }

    private (AccountMember? Member, Expected? Refused) FindManagedIn(Caller caller, string id, string memberId, Condition? condition)
    {
        if (FindVisibleAccount(caller, id) is not { } account || FindAccountMember(account, memberId) is not { } member) return (null, Expected.NotFound);
        if (!MayManageMembers(caller.Person, account)) return (null, Expected.Forbidden);
        if (condition?.Holds(member.Version) == false) return (null, Expected.Changed);
        return HasMemberManagement(account) ? (member, null) : (null, Expected.CapabilityOff);
    }

    /// <summary>The whole answer; null when the caller does not see the account.</summary>
    public (JsonArray Rows, JsonObject Info)? ListAccountMembers(Caller caller, string id, string? status, string? order, bool descending, string? page, string? perPage)
    {
        if (FindVisibleAccount(caller, id) is not { } account) return null;
        var matches = AccountMembers.Where(member => member.Account == account && (status is null ? member.IsLive : member.StatusName == status));
        var sorted = order switch
        {
            null => descending ? matches.Reverse() : matches,
            "status" => Ordered(matches, member => member.StatusName, descending),
            "user.email" => Ordered(matches, member => Folded(member.ShownEmail), descending),
            _ => Ordered(matches, member => member.Detail(order.Split('.')[1]) ?? "", descending),
        };
        return Query.Page([.. sorted], page, perPage, member => member.Show());
    }

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> items, Func<T, string> text, bool descending)
    {
        var comparer = Comparer<string>.Create(Names.Compare);
        return descending ? items.OrderByDescending(text, comparer) : items.OrderBy(text, comparer);
    }

    private IEnumerable<AccountMember> OwnIn(Caller caller) => AccountMembers.Where(member =>
        member.Person == caller.Person && member.Status <= MemberStatus.Rejected && !member.Dismissed && caller.Covers(member.Account));

    private AccountMember? FindOwnIn(Caller caller, string id) =>
        OwnIn(caller).FirstOrDefault(member => string.Equals(member.Id, id, StringComparison.OrdinalIgnoreCase));

    private JsonObject ShowOwn(Caller caller, AccountMember member, bool alone)
    {
        var json = member.ShowOwn(member.Account.Organization is { } place && Sees(caller, place));
        if (alone) json["policies"] = new JsonArray();
        return json;
    }

    public Expected GetMembership(Caller caller, string id) =>
        FindOwnIn(caller, id) is { } member ? Expected.Done(ShowOwn(caller, member, alone: true), member.Version) : Expected.NotFound;

    public (JsonArray Rows, JsonObject Info) ListMemberships(Caller caller, string? name, string? status, string? order, bool descending, string? page, string? perPage)
    {
        var matches = OwnIn(caller).Where(member => (status is null ? member.IsLive : member.StatusName == status) && (name is null || member.Account.Name == name));
        var sorted = order switch
        {
            null => descending ? matches.Reverse() : matches,
            "id" => Ordered(matches, member => member.Id!, descending),
            "status" => Ordered(matches, member => member.StatusName, descending),
            _ => Ordered(matches, member => Names.Fold(member.Account.Name), descending),
        };
        return Query.Page([.. sorted], page, perPage, member => ShowOwn(caller, member, alone: false));
    }

    /// <summary><paramref name="accepts"/> is null for a body that is neither.</summary>
    public Expected AnswerMembership(Caller caller, string id, bool? accepts, Condition? condition)
    {
        if (accepts is null) return Expected.Invalid("/status");
        if (FindOwnIn(caller, id) is not { } member) return Expected.NotFound;
        if (condition?.Holds(member.Version) == false) return Expected.Changed;
        if (member.Status != MemberStatus.Pending) return Expected.NotNow;
        if (accepts == true && !(member.Inviter is { Suspended: false } inviter && MayManageMembers(inviter, member.Account))) return Expected.CapabilityOff;
        var before = State.Of(member);
        Become(member, accepts == true ? MemberStatus.Active : MemberStatus.Rejected, member.Roles);
        return Expected.Done(ShowOwn(caller, member, alone: true), member.Version)
            .With(About(member, accepts == true ? "account.invite.accept" : "account.invite.reject", "update", before));
    }

    public Expected LeaveAccount(Caller caller, string id, Condition? condition)
    {
        if (FindOwnIn(caller, id) is not { } member) return Expected.NotFound;
        if (condition?.Holds(member.Version) == false) return Expected.Changed;
        var done = Expected.Done(IdOf(member.Id!));
        if (member.Status == MemberStatus.Rejected)
        {
            member.Dismissed = true;
            return done.With(new Record("user.membership.dismiss", "delete", "account_member", member.Id!));
        }
        if (IsLast(member)) return Expected.LastSuperAdministrator;
        var before = State.Of(member);
        Become(member, member.Status == MemberStatus.Active ? MemberStatus.Canceled : MemberStatus.Rejected, member.Roles);
        member.Dismissed = true;
        return done.With(About(member, "account.member.leave", "delete", before));
    }
}
