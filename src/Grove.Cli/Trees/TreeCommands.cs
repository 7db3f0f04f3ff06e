using System.CommandLine;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;

namespace Grove.Cli.Trees;

/// <summary><c>grove import</c> and <c>grove export</c>: forests as files.</summary>
internal static class TreeCommands
{
    // Long work meets more of what passes than one call does, and can wait as long as a limit of requests lasts.
    private const int Retries = 5;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    public static IEnumerable<Command> Of(Surroundings around, CommonOptions common) => [Import(around, common), Export(around, common)];

    private static Command Import(Surroundings around, CommonOptions common)
    {
        var file = new Argument<string>("FILE") { Description = "Organizations with their profiles, members and accounts, in YAML or JSON; docs/import.md says how" };
        var under = new Option<string?>("--under") { Description = "The organization (id, name or path of names) that they go below; without it they are roots", HelpName = "ORGANIZATION" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done" };
        var concurrency = Concurrency();
        var command = new Command("import", "Create and change what a file names; what it does not name stays. Started again, it goes on") { file, under, dryRun, concurrency };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            var choices = common.Of(parsed);
            using var session = new Session(around, choices);
            var read = Read(path);
            var output = new ImportOutput(session.Printer, path);
            if (read.Faults.Count > 0) return output.Faults(read.Faults);
            var server = await ServerAsync(session, choices, cancellation);
            var place = parsed.GetValue(under) is { } above ? await session.Names.IdAsync(Resource.Organization, above, new Dictionary<string, string>(), cancellation) : null;
            var roles = await RoleBook.ReadAsync(server, read.Organizations, cancellation);
            if (roles.FaultsOf(read.Organizations) is { Count: > 0 } faults) return output.Faults(faults);
            var options = new ImportOptions { Under = place, DryRun = parsed.GetValue(dryRun), Concurrency = parsed.GetValue(concurrency) };
            var progress = new TreeProgress();
            var report = await new ProgressDisplay(around, progress).ShowAsync(TreeImport.RunAsync(server, read.Organizations, roles, options, progress, cancellation));
            return output.Report(report, options.DryRun);
        });
        return command;
    }

    private static Command Export(Surroundings around, CommonOptions common)
    {
        var organization = new Argument<string?>("ORGANIZATION") { Description = "The id, name or path of names of the topmost; all that you see when left out", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<string?>("--format") { Description = "yaml, or json; else by the name of the file, else yaml", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("yaml", "json");
        var file = new Option<string?>("--output", "-o") { Description = "The file to write; standard output when left out", HelpName = "FILE" };
        var without = new Option<string[]>("--without") { Description = "Leave out accounts, members or profiles; may be repeated", HelpName = "PART" };
        without.AcceptOnlyFromAmong("accounts", "members", "profiles");
        var externalIds = new Option<bool>("--external-ids") { Description = "With external ids; for operators of Grove" };
        var concurrency = Concurrency();
        var command = new Command("export", "Write organizations with their profiles, members and accounts to a file that import reads")
            { organization, format, file, without, externalIds, concurrency };
        command.SetAction(async (parsed, cancellation) =>
        {
            var choices = common.Of(parsed);
            using var session = new Session(around, choices);
            var server = await ServerAsync(session, choices, cancellation);
            var left = parsed.GetValue(without) ?? [];
            var options = new ExportOptions
            {
                Organization = parsed.GetValue(organization) is { } top ? await session.Names.IdAsync(Resource.Organization, top, new Dictionary<string, string>(), cancellation) : null,
                Concurrency = parsed.GetValue(concurrency),
                Accounts = !left.Contains("accounts"),
                Members = !left.Contains("members"),
                Profiles = !left.Contains("profiles"),
                ExternalIds = parsed.GetValue(externalIds),
            };
            var progress = new TreeProgress();
            var forest = await new ProgressDisplay(around, progress).ShowAsync(TreeExport.RunAsync(server, options, progress, cancellation));
            var path = parsed.GetValue(file);
            var json = choices.Form == Form.Json || (parsed.GetValue(format) ?? Path.GetExtension(path)?.TrimStart('.')) == "json";
            Write(around, forest, path, json);
            foreach (var twice in TreeExport.Ambiguities(forest)) session.Printer.Note($"There is more than one {TreeText.Short(twice, 200)}: an import would refuse the file.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<int> Concurrency()
    {
        var option = new Option<int>("--concurrency")
        {
            Description = $"How many requests are under way at once ({ImportOptions.DefaultConcurrency})",
            HelpName = "NUMBER",
            DefaultValueFactory = static _ => ImportOptions.DefaultConcurrency,
        };
        option.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > 1000) result.AddError("--concurrency is 1 to 1000.");
        });
        return option;
    }

    private static TreeFile Read(string path)
    {
        try
        {
            return TreeReader.ReadFile(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage(fault.Message);
        }
    }

    private static async Task<TreeServer> ServerAsync(Session session, Choices choices, CancellationToken cancellation)
    {
        var own = session.Client.WithOptions(options => options with { MaxRetries = choices.Retries ?? Retries, MaxServerDelay = LongestDelay });
        var user = await session.AsUserAsync(cancellation);
        return new TreeServer(user is null ? own : own.WithOptions(options => options with { Headers = new Dictionary<string, string>(options.Headers) { ["Grove-As-User"] = user } }), own);
    }

    private static void Write(Surroundings around, IReadOnlyList<TreeOrganization> forest, string? path, bool json)
    {
        if (path is null)
        {
            using var text = new MemoryStream();
            Write(text, forest, json);
            text.Position = 0;
            using var reader = new StreamReader(text);
            while (reader.ReadLine() is { } line) around.Out.Write((around.OutIsTerminal ? SafeText.Lines(line) : line) + "\n");
            return;
        }
        // Under its name there is only ever a whole file.
        var unfinished = path + ".unfinished";
        try
        {
            using (var stream = File.Create(unfinished)) Write(stream, forest, json);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage(fault.Message);
        }
    }

    private static void Write(Stream stream, IReadOnlyList<TreeOrganization> forest, bool json)
    {
        using TreeOutput output = json ? new JsonOutput(stream) : new YamlOutput(stream);
        TreeWriter.Write(output, forest);
    }
}
