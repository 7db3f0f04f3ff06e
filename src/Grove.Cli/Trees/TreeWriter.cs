namespace Grove.Cli.Trees;

/// <summary>Writes a forest so that <see cref="TreeReader"/> reads the same.</summary>
internal static class TreeWriter
{
    public static void Write(TreeOutput output, IEnumerable<TreeOrganization> forest)
    {
        output.Begin();
        output.BeginList("organizations");
        foreach (var organization in forest) Write(output, organization);
        output.EndList();
        output.End();
    }

    // Recursion: organizations are nested at most 64 deep.
    private static void Write(TreeOutput output, TreeOrganization organization)
    {
        output.Begin();
        output.Text("name", organization.Name);
        if (organization.ExternalId is { } externalId) output.Text("external_id", externalId);
        Write(output, organization.Profile);
        List(output, "members", organization.Members, Write);
        List(output, "accounts", organization.Accounts, Write);
        List(output, "organizations", organization.Organizations, Write);
        output.End();
    }

    private static void Write(TreeOutput output, TreeAccount account)
    {
        output.Begin();
        output.Text("name", account.Name);
        if (account.Type is { } type) output.Text("type", type);
        if (account.ExternalId is { } externalId) output.Text("external_id", externalId);
        if (account.Settings is { } settings)
        {
            output.BeginMap("settings");
            if (settings.AbuseContactEmail is { IsSet: true, Value: { } email }) output.Text("abuse_contact_email", email);
            if (settings.EnforceTwofactor is { } enforce) output.Truth("enforce_twofactor", enforce);
            output.EndMap();
        }
        Write(output, account.Profile);
        List(output, "members", account.Members, Write);
        output.End();
    }

    private static void Write(TreeOutput output, TreeMember member)
    {
        output.Begin();
        output.Text("email", member.Email);
        if (member.Status is { } status) output.Text("status", status);
        if (member.Roles is { } roles) List(output, "roles", roles, static (output, role) => output.Item(role));
        output.End();
    }

    private static void Write(TreeOutput output, TreeProfile? profile)
    {
        if (profile is null) return;
        var members = new (string Name, string? Text)[]
        {
            ("business_name", profile.BusinessName), ("business_address", profile.BusinessAddress), ("business_email", profile.BusinessEmail),
            ("business_phone", profile.BusinessPhone), ("external_metadata", profile.ExternalMetadata),
        };
        if (members.All(static member => member.Text is null))
        {
            output.EmptyMap("profile");
            return;
        }
        output.BeginMap("profile");
        foreach (var (name, text) in members)
            if (text is not null) output.Text(name, text);
        output.EndMap();
    }

    private static void List<T>(TreeOutput output, string name, IReadOnlyList<T> items, Action<TreeOutput, T> write)
    {
        if (items.Count == 0) return;
        output.BeginList(name);
        foreach (var item in items) write(output, item);
        output.EndList();
    }
}
