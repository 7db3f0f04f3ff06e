using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>Every change of an account is recorded with it, where the organizations concerned read it; a refusal leaves nothing.</summary>
public class AccountAuditCases
{
    [Theory, EveryDoor]
    public async Task Each_change_is_filed_under_the_organization_and_its_chain_of_that_moment(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine);
        var user = await host.NewUserAsync();
        var root = await user.CreateAsync("Root");
        var (a, b) = (await user.CreateAsync("A", root), await user.CreateAsync("B", root));
        var owned = await user.CreateAccountAsync("Owned", a);
        var free = await user.CreateAccountAsync("Free");
        (await user.PutAsync($"accounts/{owned}", new { name = "Renamed" })).Succeeded();
        (await user.PutAsync($"accounts/{owned}/profile", Surface.Profile)).Succeeded();
        (await user.PostAsync($"accounts/{owned}/move", new { destination_organization_id = b })).Succeeded();
        (await user.PostAsync("/grove/v1/accounts/move", new { account_ids = new[] { free }, destination_organization_id = a })).Succeeded();
        await host.SetFlagAsync(b, "account_deletion", false);
        (await user.DeleteAsync($"accounts/{owned}")).Refused(System.Net.HttpStatusCode.Forbidden, 1002);
        (await user.PutAsync($"accounts/{owned}", new { name = "x", type = "enterprise" })).Refused(System.Net.HttpStatusCode.BadRequest, 1001);
        (await user.DeleteAsync($"accounts/{free}")).Succeeded();

        var records = (await Tables.DumpAsync(host.Database))["audit_records"].OrderBy(row => long.Parse(row["key"]!, System.Globalization.CultureInfo.InvariantCulture))
            .Where(row => row["action_result"] == "success").Where(row => row["resource_type"] == "account" || row["action"] == "organization.capabilities.update").ToList();
        Assert.Equal(
        [
            ("account.create", owned, a, root + a), ("account.create", free, null, null), ("account.update", owned, a, root + a), ("account.profile.update", owned, a, root + a),
            ("account.move", owned, b, root + b), ("account.move", free, a, root + a),
            ("organization.capabilities.update", b, b, root + b), ("account.delete", free, a, root + a),
        ], records.Select(row => (row["action"]!, row["resource_id"]!, row["organization_id"], row["lineage"])));
        Assert.All(records.Where(row => row["resource_type"] == "account"), row => Assert.Equal(user.Id, row["actor_id"]));
        Assert.Contains("\"name\":\"Owned\"", records[2]["before"], StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Renamed\"", records[2]["after"], StringComparison.Ordinal);
        Assert.Equal((a, root + a), (records[4]["other_organization_id"], records[4]["other_lineage"]));
        Assert.Contains("\"account_deletion\":\"disabled\"", records[6]["after"], StringComparison.Ordinal);
    }
}
