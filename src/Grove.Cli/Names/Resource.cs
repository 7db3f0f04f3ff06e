namespace Grove.Cli.Names;

/// <summary>What an id is of, and so what a name may stand for.</summary>
internal enum Resource
{
    /// <summary>By its name, or by the path of names from a root.</summary>
    Organization,

    /// <summary>By its name, or by the path of names from a root.</summary>
    Account,

    /// <summary>By the e-mail address; for operators of Grove.</summary>
    User,

    /// <summary>A role on organizations, by its name.</summary>
    OrganizationRole,

    /// <summary>A role on the account that the path names, by its name.</summary>
    AccountRole,

    /// <summary>A member of the organization that the path names, by the e-mail address.</summary>
    OrganizationMember,

    /// <summary>A member of the account that the path names, by the e-mail address.</summary>
    AccountMember,

    /// <summary>One of the caller's API tokens, by its name.</summary>
    Token,

    /// <summary>An invitation to the caller, by the name of the organization.</summary>
    Invite,

    /// <summary>A membership of the caller, by the name of the account.</summary>
    Membership,

    /// <summary>A permission group of tokens, by its name.</summary>
    PermissionGroup,
}
