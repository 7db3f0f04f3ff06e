using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>What is asked of a server about the members of one organization or account.</summary>
internal sealed record MemberCalls(
    Func<Task<IReadOnlyList<KnownMember>>> List, Func<TreeMember, IReadOnlyList<string>?, Task> Create, Func<string, IReadOnlyList<string>, Task> Update);

/// <summary>Imports the members of one organization or account.</summary>
internal sealed class MemberImport(RoleBook roles, ImportSteps steps)
{
    /// <param name="members">What the file says.</param>
    /// <param name="onAccount">Whether they are of an account.</param>
    /// <param name="isNew">Nobody can be a member yet.</param>
    /// <param name="label">Of what they are members, for messages.</param>
    /// <param name="calls">How the server is asked.</param>
    public async Task DoAsync(IReadOnlyList<TreeMember> members, bool onAccount, bool isNew, string label, MemberCalls calls)
    {
        var present = ByEmail(isNew ? [] : await calls.List().ConfigureAwait(false));
        foreach (var member in members)
        {
            await steps.AttemptAsync(member.Place, $"{label}: member {member.Email}", async () =>
            {
                var ids = roles.IdsOf(onAccount, member);
                var now = Find(present, member) ?? await CreateAsync(member, ids, label, calls).ConfigureAwait(false);
                if (now is not null) await ChangeAsync(member, ids, now, label, calls).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Answers the member that somebody else made meanwhile: a run that was killed may have had the request under way.</summary>
    private async Task<KnownMember?> CreateAsync(TreeMember member, IReadOnlyList<string>? ids, string label, MemberCalls calls)
    {
        try
        {
            if (!steps.DryRun) await calls.Create(member, ids).ConfigureAwait(false);
        }
        catch (BadRequestException)
        {
            if (Find(ByEmail(await calls.List().ConfigureAwait(false)), member) is { } meanwhile) return meanwhile;
            throw;
        }
        steps.Note(ImportKind.Member, ImportOutcome.Created, member.Place, $"add {member.Email} to {label}");
        return null;
    }

    private async Task ChangeAsync(TreeMember member, IReadOnlyList<string>? ids, KnownMember now, string label, MemberCalls calls)
    {
        if (now.Status == "pending" && member.Status is not (null or "pending")) throw new ImportConflictException("They are invited, and only they can accept.");
        var same = ids is null || ids.Order(StringComparer.Ordinal).SequenceEqual(now.Roles.Order(StringComparer.Ordinal));
        if (!same && !steps.DryRun) await calls.Update(now.Id, ids!).ConfigureAwait(false);
        steps.Note(ImportKind.Member, same ? ImportOutcome.Unchanged : ImportOutcome.Changed, member.Place, $"change the roles of {member.Email} in {label}");
    }

    private static ILookup<string, KnownMember> ByEmail(IReadOnlyList<KnownMember> members) => members.ToLookup(member => TreeText.FoldEmail(member.Email), StringComparer.Ordinal);

    // Whoever was a member before may have several rows; who is one now counts.
    private static KnownMember? Find(ILookup<string, KnownMember> present, TreeMember member) =>
        present[TreeText.FoldEmail(member.Email)].OrderBy(known => known.Status == "pending").FirstOrDefault();
}
