using Grove.Server.Storage;

namespace Grove.Server.Organizations;

/// <summary>Every root keeps an active Super Administrator of its own. Ask only with the row of the organization locked.</summary>
internal static class SuperAdministrators
{
    private static readonly Sql RootWithoutOthers = new(
        $"""
         select 1 from organizations o where o.key = @organization and o.parent_key is null and not exists (
           select 1 from organization_members x where x.organization_key = o.key and x.key <> @member and x.status = 1
             and x.user_key is not null and x.roles >= {(int)OrganizationRoles.SuperAdministrator})
         """);

    /// <summary>True when the organization is a root and has no Super Administrator besides this membership.</summary>
    public static async ValueTask<bool> HasNoOtherAsync(SqlSession session, long organization, long member) =>
        (await session.QueryAsync(RootWithoutOthers, [("organization", organization), ("member", member)], static row => true)).Count > 0;
}
