using System.Net;
using Xunit;

namespace Grove.Conformance.Cases;

public class UserCases(SharedHosts hosts)
{
    [Theory, EveryDoor]
    public async Task A_user_changes_only_the_details_that_they_send(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var changed = await user.SendAsync(HttpMethod.Patch, "user", """{"first_name":"Ada","country":null,"email":"other@example.com"}""");
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        var read = await user.GetAsync("user");
        Assert.Equal(changed.Text, read.Text);
        Assert.Equal(changed.Headers["ETag"], read.Headers["ETag"]);
        Assert.Equal(("Ada", user.Email), (read.Result.GetProperty("first_name").GetString(), read.Result.GetProperty("email").GetString()));
        Assert.Empty(read.Result.GetProperty("organizations").EnumerateArray());
        var first = await user.CreateAsync("First");
        var second = await user.CreateAsync("Second");
        Assert.Equal([first, second],
            (await user.GetAsync("user")).Result.GetProperty("organizations").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
    }

    [Theory, EveryDoor]
    public async Task A_rolled_key_replaces_the_old_one_at_once(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("user")).Status);
        var rolled = await host.Operator.SendAsync(HttpMethod.Post, $"/grove/v1/users/{user.Id}/api_key");
        Assert.Equal(HttpStatusCode.OK, rolled.Status);
        Assert.Equal((HttpStatusCode.Forbidden, 9103), ((await user.GetAsync("user")).Status, (await user.GetAsync("user")).Codes[0]));
        var again = new Actor(host.Http, user.Email, rolled.Result.GetProperty("api_key").GetString()!) { Id = user.Id };
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("user")).Status);
    }
}
