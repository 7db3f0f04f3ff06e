namespace Grove.Cli.Trees;

/// <summary>Imports the members and accounts of one organization, one after the other: accounts are created in the order of the file.</summary>
internal sealed class ContentImport(TreeServer server, Overview overview, RoleBook roles, ImportReport report, ImportSteps steps)
{
    private readonly MemberImport members = new(roles, steps);

    /// <summary>What one of them fails at is reported, and the others go on.</summary>
    public async Task DoAsync(Work work, CancellationToken cancellation)
    {
        if (work.Organization.Members.Count > 0)
            await steps.AttemptAsync(work.Organization.Place, $"{work}: its members", () => MembersAsync(work, cancellation)).ConfigureAwait(false);
        if (work.Organization.Accounts.Count > 0)
            await steps.AttemptAsync(work.Organization.Place, $"{work}: its accounts", () => AccountsAsync(work, cancellation)).ConfigureAwait(false);
    }

    private async Task MembersAsync(Work work, CancellationToken cancellation)
    {
        var calls = new MemberCalls(
            () => server.ListMembersAsync(work.Id!, cancellation),
            async (member, ids) =>
            {
                if (await server.CreateMemberAsync(work.Id!, member, ids, cancellation).ConfigureAwait(false) is { } secret)
                    report.Invited(new(member.Place, work.ToString(), member.Email, secret));
            },
            (id, ids) => server.UpdateMemberAsync(work.Id!, id, ids, cancellation));
        await members.DoAsync(work.Organization.Members, onAccount: false, work.Id is null || (!work.IsNew && overview.HasNoMembers(work.Id)), work.ToString(), calls).ConfigureAwait(false);
    }

    private async Task AccountsAsync(Work work, CancellationToken cancellation)
    {
        var present = work.IsNew || work.Id is null ? [] : await overview.ListAccountsAsync(work.Id, cancellation).ConfigureAwait(false);
        var byName = present.ToLookup(account => account.Name, StringComparer.Ordinal);
        foreach (var account in work.Organization.Accounts)
        {
            var label = $"{work}: account {TreeText.Short(account.Name, 100)}";
            await steps.AttemptAsync(account.Place, label, () => AccountAsync(work, account, label, present, [.. byName[account.Name]], cancellation)).ConfigureAwait(false);
        }
    }

    private async Task AccountAsync(
        Work work, TreeAccount account, string label, IReadOnlyList<KnownAccount> all, IReadOnlyList<KnownAccount> namesakes, CancellationToken cancellation)
    {
        var holder = await HolderAsync(work, account, all, cancellation).ConfigureAwait(false);
        if (holder is null && namesakes.Count > 1) throw new ImportConflictException("Several accounts have this name here; which of them is meant cannot be known.");
        var present = holder ?? (namesakes.Count == 1 ? namesakes[0] : null);
        var id = present?.Id;
        if (present is null)
        {
            if (!steps.DryRun) id = await server.CreateAccountAsync(work.Id!, account, cancellation).ConfigureAwait(false);
            steps.Note(ImportKind.Account, ImportOutcome.Created, account.Place, $"create {label}");
            if (id is not null && account.Profile is { } profile) await server.SetAccountProfileAsync(id, profile.Over(null), cancellation).ConfigureAwait(false);
            if (id is not null && account.ExternalId is { } externalId) await server.ExternalIds.SetOfAccountAsync(id, externalId, cancellation).ConfigureAwait(false);
        }
        else
        {
            await ChangeAsync(account, present, identify: account.ExternalId is not null && holder is null, label, cancellation).ConfigureAwait(false);
        }
        if (account.Members.Count == 0) return;
        await members.DoAsync(account.Members, onAccount: true, present is null or { HasMembers: false }, label, new(
            () => server.ListAccountMembersAsync(id!, cancellation),
            (member, ids) => server.CreateAccountMemberAsync(id!, member, ids!, cancellation),
            (member, ids) => server.UpdateAccountMemberAsync(id!, member, ids, cancellation))).ConfigureAwait(false);
    }

    private async Task ChangeAsync(TreeAccount account, KnownAccount present, bool identify, string label, CancellationToken cancellation)
    {
        if (account.Type is { } type && type != present.Type) throw new ImportConflictException($"It is of the type {present.Type}, which cannot be changed.");
        if (identify && await server.ExternalIds.GetOfAccountAsync(present.Id, cancellation).ConfigureAwait(false) is { } other)
        {
            if (other != account.ExternalId) throw new ImportConflictException($"The account of this name has another external id, {TreeText.Short(other)}.");
            // A request of an import that was broken off reached the server after nobody was found to have it.
            identify = false;
        }
        var update = present.Name != account.Name || account.Settings?.Holds(present.AbuseContactEmail, present.EnforceTwofactor) == false;
        var profile = account.Profile is null ? null : await overview.GetProfileAsync(present, cancellation).ConfigureAwait(false);
        var writeProfile = account.Profile?.Holds(profile) == false;
        var same = !update && !writeProfile && !identify;
        if (!steps.DryRun && update) await server.UpdateAccountAsync(present.Id, account.Name, account.Settings, cancellation).ConfigureAwait(false);
        if (!steps.DryRun && writeProfile) await server.SetAccountProfileAsync(present.Id, account.Profile!.Over(profile), cancellation).ConfigureAwait(false);
        if (!steps.DryRun && identify) await server.ExternalIds.SetOfAccountAsync(present.Id, account.ExternalId!, cancellation).ConfigureAwait(false);
        steps.Note(ImportKind.Account, same ? ImportOutcome.Unchanged : ImportOutcome.Changed, account.Place, $"change {label}");
    }

    /// <summary>The account of this organization that has the external id. One elsewhere is none: the server refuses to give the id twice in a tree.</summary>
    private async Task<KnownAccount?> HolderAsync(Work work, TreeAccount account, IReadOnlyList<KnownAccount> all, CancellationToken cancellation)
    {
        if (account.ExternalId is not { } externalId || all.Count == 0) return null;
        if (all.FirstOrDefault(account => account.ExternalId == externalId) is { } known) return known;
        var holders = await server.ExternalIds.FindAccountsAsync(work.Id!, externalId, cancellation).ConfigureAwait(false);
        return all.FirstOrDefault(account => holders.Contains(account.Id));
    }
}
