namespace Grove.Conformance.Cases;

// What operators ask about others.
public partial class OpenApiCases
{
    private static async Task DriveAskingAsync(Drive drive, Actor @operator, Actor user, string organization, string account)
    {
        await drive.AsAsync("list-user-tenants", user);
        foreach (var list in (string[])["list-organizations-of-user", "list-accounts-of-user"])
        {
            await drive.AsAsync(list, @operator, user.Id);
            await drive.AsAsync(list, user, user.Id, 403);
        }
    }
}
