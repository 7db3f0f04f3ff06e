namespace Grove.Conformance.Cases;

// What operators ask about others.
public partial class OpenApiCases
{
    private static async Task DriveAskingAsync(Drive drive, Actor @operator, Actor user, string organization, string account)
    {
        await drive.AsAsync("list-user-tenants", user);
        (await @operator.SendAsync(HttpMethod.Put, $"organizations/{organization}", new { name = "Child" }, ("Grove-As-User", user.Id))).Succeeded();
        foreach (var list in (string[])["list-organizations-of-user", "list-accounts-of-user"])
        {
            await drive.AsAsync(list, @operator, user.Id);
            await drive.AsAsync(list, user, user.Id, 403);
        }
        const string permission = "#organization:read";
        await drive.AsAsync("check", @operator, $"?user_id={user.Id}&organization_id={organization}&permission={Uri.EscapeDataString(permission)}");
        await drive.AsAsync("check", @operator, $"?user_id={user.Id}&organization_id={user.Id}&permission={Uri.EscapeDataString(permission)}", 404);
        await drive.AsAsync("check", @operator, "?user_id=x", 400);
        var free = (await user.PostAsync("accounts", new { name = "Free" })).Id();
        await drive.AsAsync("check-many", @operator, new { checks = new[] { new { user_id = user.Id, account_id = account, permission }, new { user_id = user.Id, account_id = free, permission } } });
        await user.DeleteAsync($"accounts/{free}");
        await drive.AsAsync("administer-account", @operator, account, new { external_id = account });
        await drive.AsAsync("administer-account", @operator, account, new { external_id = "" }, 400);
        await drive.AsAsync("inspect-account", @operator, account);
        await drive.AsAsync("inspect-account", @operator, organization, 404);
        await drive.AsAsync("list-all-accounts", @operator, $"?external_id={account}");
        await drive.AsAsync("inspect-organization", @operator, organization);
        await drive.AsAsync("list-all-organizations", @operator, "?page_size=1");
    }
}
