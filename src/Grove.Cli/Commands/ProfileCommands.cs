using System.CommandLine;
using Grove.Cli.Output;
using Grove.Cli.Profiles;
using Grove.Cli.Verbs;

namespace Grove.Cli.Commands;

/// <summary><c>grove profile</c>: the file of profiles. Its secrets are written and never shown.</summary>
internal static class ProfileCommands
{
    public static IEnumerable<Command> All(Surroundings around, CommonOptions common) =>
        [Set(around, common), List(around, common), Use(around), Delete(around, common)];

    private static Command Set(Surroundings around, CommonOptions common)
    {
        var name = Name();
        var email = new Option<string?>("--email") { Description = "The address of a global API key; an API token needs none", HelpName = "EMAIL" };
        var command = new Command("set", "Keep a server (--base-url) and a credential for it; the secret is asked for, or read from standard input") { name, email };
        command.SetAction(async (parsed, cancellation) =>
        {
            var choices = common.Of(parsed);
            using var session = new Session(around, choices);
            var file = new ProfileFile(around);
            var profiles = file.Read();
            var address = parsed.GetValue(email);
            var secret = await session.SecretAsync(address is null ? "API token" : $"API key of {address}", cancellation);
            profiles.All[parsed.GetValue(name)!] = new Profile
            {
                BaseUrl = choices.BaseUrl,
                ApiToken = address is null ? secret : null,
                Email = address,
                ApiKey = address is null ? null : secret,
            };
            // The first one is the one in use.
            file.Write(profiles with { Current = profiles.Current ?? parsed.GetValue(name) });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(Surroundings around, CommonOptions common)
    {
        var command = new Command("list", "List the profiles, without their secrets");
        command.SetAction(parsed =>
        {
            var printer = new Printer(around, common.Of(parsed).Form);
            var profiles = new ProfileFile(around).Read();
            if (printer.Form == Form.People) printer.Line("NAME\tIN USE\tBASE URL\tCREDENTIAL");
            foreach (var (name, profile) in profiles.All)
            {
                var credential = profile.Email is { } email ? $"API key of {email}" : "API token";
                printer.Line(printer.Form == Form.Quiet ? name : $"{name}\t{(name == profiles.Current ? "yes" : "no")}\t{profile.BaseUrl ?? "Cloudflare"}\t{credential}");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Use(Surroundings around)
    {
        var name = Name();
        var command = new Command("use", "Choose the profile that is used when none is named") { name };
        command.SetAction(parsed =>
        {
            var file = new ProfileFile(around);
            file.Write(Having(file, parsed.GetValue(name)!) with { Current = parsed.GetValue(name) });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Delete(Surroundings around, CommonOptions common)
    {
        var name = Name();
        var command = new Command("delete", "Forget a profile") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = new Session(around, common.Of(parsed));
            var file = new ProfileFile(around);
            var chosen = parsed.GetValue(name)!;
            var profiles = Having(file, chosen);
            await session.ConfirmAsync($"Forget the profile {chosen} and its secret?", cancellation);
            profiles.All.Remove(chosen);
            file.Write(profiles with { Current = profiles.Current == chosen ? null : profiles.Current });
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "The name of the profile" };

    private static Profiles.Profiles Having(ProfileFile file, string name)
    {
        var profiles = file.Read();
        return profiles.All.ContainsKey(name) ? profiles : throw new CommandException(ExitCode.NotFound, $"There is no profile {name} in {file.Path}.");
    }
}
