using Xunit;

namespace Grove.Tests.Cli;

/// <summary>Profiles: where they are kept, who may read them, and which one a call uses.</summary>
public sealed class ProfileTests
{
    private const string Secret = "secret-of-a-profile-0123456789";

    [Fact]
    public async Task The_file_is_its_owners_alone()
    {
        using var run = new CommandRun { Input = Secret };
        Assert.Equal(0, (await run.RunAsync("profile", "set", "one", "--base-url", "https://one.test/client/v4")).Code);
        var file = Path.Combine(run.Environment["HOME"], ".config", "grove", "profiles.json");
        Assert.True(File.Exists(file));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task XDG_CONFIG_HOME_says_where_it_is_unless_it_is_relative()
    {
        using var run = new CommandRun { Input = Secret };
        var folder = Path.Combine(run.Environment["HOME"], "elsewhere");
        run.Environment["XDG_CONFIG_HOME"] = folder;
        await run.RunAsync("profile", "set", "one");
        Assert.True(File.Exists(Path.Combine(folder, "grove", "profiles.json")));
        using var other = new CommandRun { Input = Secret };
        other.Environment["XDG_CONFIG_HOME"] = "relative";
        await other.RunAsync("profile", "set", "one");
        Assert.True(File.Exists(Path.Combine(other.Environment["HOME"], ".config", "grove", "profiles.json")));
    }

    [Fact]
    public async Task A_file_that_others_can_reach_is_warned_of_and_used()
    {
        if (OperatingSystem.IsWindows()) return;
        using var run = await WithProfilesAsync();
        Forget(run);
        File.SetUnixFileMode(Path.Combine(run.Environment["HOME"], ".config", "grove", "profiles.json"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var ran = await run.RunAsync("org", "list");
        Assert.Equal(0, ran.Code);
        Assert.Contains("warning", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_never_shown()
    {
        using var run = await WithProfilesAsync();
        foreach (var arguments in (string[][])[["profile", "list"], ["profile", "list", "--json"], ["profile", "use", "two"], ["org", "list", "--profile", "one", "--verbose"], ["profile", "delete", "one", "--yes"]])
        {
            var ran = await run.RunAsync(arguments);
            Assert.Equal(0, ran.Code);
            Assert.DoesNotContain(Secret, ran.Out + ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task On_a_terminal_the_secret_is_asked_for_and_not_echoed()
    {
        using var run = new CommandRun { Terminal = true, Hidden = Secret };
        var ran = await run.RunAsync("profile", "set", "one");
        Assert.Contains("API token: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.Equal($"Bearer {Secret}", (await run.RunAsync("org", "list", "--profile", "one")).Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_kept()
    {
        using var run = new CommandRun();
        Assert.Equal(2, (await run.RunAsync("profile", "set", "one")).Code);
        Assert.False(Directory.Exists(Path.Combine(run.Environment["HOME"], ".config")));
    }

    [Fact]
    public async Task The_environment_wins_over_profiles_and_a_named_profile_over_both()
    {
        using var run = await WithProfilesAsync();
        run.Environment["GROVE_PROFILE"] = "two";
        Assert.Equal($"Bearer {CommandRun.Token}", (await run.RunAsync("org", "list")).Requests[0].Headers["Authorization"]);
        var named = (await run.RunAsync("org", "list", "--profile", "one")).Requests[0];
        Assert.Equal(($"Bearer {Secret}", false), (named.Headers["Authorization"], named.Headers.ContainsKey("X-Auth-Key")));
        Forget(run);
        var two = (await run.RunAsync("org", "list")).Requests[0];
        Assert.Equal(("two@x.test", Secret), (two.Headers["X-Auth-Email"], two.Headers["X-Auth-Key"]));
        run.Environment.Remove("GROVE_PROFILE");
        Assert.Equal($"Bearer {Secret}", (await run.RunAsync("org", "list")).Requests[0].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("CLOUDFLARE_BASE_URL", "https://other.test/client/v4")]
    [InlineData("CLOUDFLARE_API_TOKEN", "another-token-0123456789")]
    public async Task A_credential_never_goes_to_a_server_that_it_was_not_kept_for(string variable, string value)
    {
        using var run = await WithProfilesAsync();
        Forget(run);
        run.Environment[variable] = value;
        var asked = (await run.RunAsync("org", "list")).Requests[0];
        Assert.DoesNotContain(asked.Headers.Values, header => header.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_refused()
    {
        using var run = await WithProfilesAsync();
        Assert.Equal(2, (await run.RunAsync("org", "list", "--profile", "three")).Code);
        Assert.Equal(3, (await run.RunAsync("profile", "use", "three")).Code);
        Assert.Equal(3, (await run.RunAsync("profile", "delete", "three", "--yes")).Code);
    }

    [Fact]
    public async Task A_broken_file_is_named_and_not_shown()
    {
        using var run = new CommandRun();
        Forget(run);
        var folder = Directory.CreateDirectory(Path.Combine(run.Environment["HOME"], ".config", "grove")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "profiles.json"), $"{{\"profiles\": {Secret}", TestContext.Current.CancellationToken);
        var ran = await run.RunAsync("org", "list");
        Assert.Equal(2, ran.Code);
        Assert.Contains("profiles.json", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ran.Error, StringComparison.Ordinal);
    }

    private static void Forget(CommandRun run)
    {
        run.Environment.Remove("CLOUDFLARE_BASE_URL");
        run.Environment.Remove("CLOUDFLARE_API_TOKEN");
    }

    // Profile one has a token, two an address and a key; one is in use.
    private static async Task<CommandRun> WithProfilesAsync()
    {
        var run = new CommandRun { Input = Secret, Api = (_, _) => (200, CommandRun.Envelope("[]")) };
        Assert.Equal(0, (await run.RunAsync("profile", "set", "one", "--base-url", "https://one.test/client/v4")).Code);
        Assert.Equal(0, (await run.RunAsync("profile", "set", "two", "--base-url", "https://two.test/client/v4", "--email", "two@x.test")).Code);
        return run;
    }
}
