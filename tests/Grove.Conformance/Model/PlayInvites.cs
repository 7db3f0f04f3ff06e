using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

internal sealed partial class Play
{
    private async Task ListInvitesAsync(Caller caller) =>
        await SendAsync(caller, Area.Memberships, HttpMethod.Get, "user/invites", null, null, () => forest.ListInvites(caller));

    private async Task GetInviteAsync(Caller caller)
    {
        var (invitee, id) = SomeInvite(caller, MemberStatus.Pending);
        await SendAsync(invitee, Area.Memberships, HttpMethod.Get, $"user/invites/{id}", null, null, () => forest.GetInvite(invitee, id));
    }

    private async Task AnswerAsync(Caller caller)
    {
        var (invitee, id) = SomeInvite(caller, MemberStatus.Pending);
        var accepts = Chance(4) ? null : (bool?)Chance(75);
        var body = new JsonObject { ["status"] = accepts switch { true => "accepted", false => "rejected", null => OneOf<JsonNode?>(null, "pending", 1) } };
        var condition = SomeCondition(forest.Members.Find(known => known.Id == id)?.Version);
        await SendAsync(invitee, Area.Memberships, HttpMethod.Patch, $"user/invites/{id}", body, condition,
            () => forest.Answer(invitee, id, accepts, condition), accepts switch { true => "AcceptAsync", false => "RejectAsync", null => nameof(AnswerAsync) });
    }

    private async Task AnswerBySecretAsync(Caller caller)
    {
        var (invitee, id) = SomeInvite(caller, MemberStatus.Pending);
        var secret = forest.Members.Find(known => known.Id == id)?.Secret ?? "grvi_unknown";
        var accepts = Chance(75);
        await PostAsync(invitee, Area.Memberships, $"/grove/v1/invites/{(accepts ? "accept" : "reject")}", new JsonObject { ["secret"] = secret },
            () => forest.AnswerBySecret(invitee, secret, accepts), () => forest.RefuseSecret(invitee, secret));
    }

    private async Task DismissAsync(Caller caller)
    {
        var (invitee, id) = SomeInvite(caller, Chance(65) ? MemberStatus.Rejected : MemberStatus.Pending);
        var condition = SomeCondition(forest.Members.Find(known => known.Id == id)?.Version);
        await SendAsync(invitee, Area.Memberships, HttpMethod.Delete, $"/grove/v1/user/invites/{id}", null, condition, () => forest.Dismiss(invitee, id, condition));
    }

    private async Task LeaveAsync(Caller caller)
    {
        var id = SomeOwnId(caller);
        var own = forest.Members.FindLast(member => member.Person == caller.Person && member.Organization.Id == id);
        var condition = SomeCondition(own?.Version);
        await SendAsync(caller, Area.Details, HttpMethod.Delete, $"user/organizations/{id}", null, condition, () => forest.Leave(caller, id, condition));
    }

    /// <summary>Days go by, and with them invitations.</summary>
    private Task PassTimeAsync(Caller caller)
    {
        clock.Advance(TimeSpan.FromMinutes(random.Next(1, 2500)));
        return Task.CompletedTask;
    }

    /// <summary>An invitation and mostly its invitee; often one of this status.</summary>
    private (Caller Invitee, string Id) SomeInvite(Caller otherwise, MemberStatus status)
    {
        var invites = forest.Members.Where(member => member is { Expires: not null, Person.Suspended: false }).ToArray();
        if (invites.Length == 0 || Chance(5)) return (otherwise, OneOf("x", Guid.NewGuid().ToString("N")));
        // One whose inviter has lost the right is rare, but tells most.
        var orphans = invites.Where(member => member.Status == status && member.IsOpen(clock.GetUtcNow()) && !forest.MayStillInvite(member)).ToArray();
        var wanted = orphans.Length > 0 && Chance(40) ? orphans : invites.Where(member => member.Status == status).ToArray();
        var one = wanted.Length > 0 && Chance(75) ? OneOf(wanted) : OneOf(invites);
        return (Chance(10) ? otherwise : OneOf([.. CredentialsOf(one.Person!)]), one.Id!);
    }
}
