using System.Text.Json.Nodes;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;

namespace Grove.Cli.Nouns;

/// <summary><c>grove invite</c>: <c>/user/invites</c>, and the invitations that have a secret.</summary>
internal static class InviteVerbs
{
    private const string One = "user/invites/{invite_id}";

    private static readonly Parameter Invite = new("INVITE", "invite_id", "Its id, or the name of the organization") { Named = Resource.Invite };
    private static readonly Parameter Secret = new("SECRET", "secret", "Secret of the invitation") { Kind = Kind.Secret, Required = true };

    public static IEnumerable<Verb> All() =>
    [
        new("list", "List the invitations to your address", HttpMethod.Get, "user/invites")
        {
            Columns =
            [
                Column.Id, new("organization", "organization_name"), new("roles", "roles"), new("status", "status"), new("invited by", "invited_by"), new("expires", "expires_on"),
            ],
        },
        new("get", "Show an invitation", HttpMethod.Get, One) { In = [Invite] },
        new("accept", "Accept an invitation", HttpMethod.Patch, One) { In = [Invite], Body = [], Says = new JsonObject { ["status"] = "accepted" } },
        new("reject", "Reject an invitation", HttpMethod.Patch, One) { In = [Invite], Body = [], Says = new JsonObject { ["status"] = "rejected" } },
        new("answer", "Answer an invitation with a status", HttpMethod.Patch, One)
        {
            In = [Invite], Body = [new("STATUS", "status", "The answer") { Choices = ["accepted", "rejected"], Required = true }],
        },
        new("dismiss", "Put away an invitation that is answered or expired", HttpMethod.Delete, "/grove/v1/" + One) { In = [Invite] },
        new("accept-secret", "Accept the invitation whose secret is on standard input; a mailed one needs no credentials", HttpMethod.Post, "/grove/v1/invites/accept")
        {
            Body = [Secret], Secret = "api_key",
        },
        new("reject-secret", "Reject the invitation whose secret is on standard input; a mailed one needs no credentials", HttpMethod.Post, "/grove/v1/invites/reject")
        {
            Body = [Secret],
        },
    ];
}
