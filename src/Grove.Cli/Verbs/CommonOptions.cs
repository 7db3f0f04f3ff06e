using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Grove.Cli.Output;

namespace Grove.Cli.Verbs;

/// <summary>The options that every verb has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<bool> json = Every(new Option<bool>("--json") { Description = "The API's JSON as it came" });
    private readonly Option<bool> quiet = Every(new Option<bool>("--quiet", "-q") { Description = "Ids only; of what shows a secret once, the secret after a tab" });
    private readonly Option<bool> yes = Every(new Option<bool>("--yes", "-y") { Description = "Do not ask before something is destroyed" });
    private readonly Option<string?> profile = Every(new Option<string?>("--profile") { Description = "The profile to use, whatever the environment says", HelpName = "NAME" });
    private readonly Option<string?> baseUrl = Every(new Option<string?>("--base-url") { Description = "Where the wire API is", HelpName = "URL" });
    private readonly Option<string?> asUser = Every(new Option<string?>("--as-user") { Description = "Act as this user (id or e-mail address); for operators of Grove", HelpName = "USER" });
    private readonly Option<double?> timeout = Every(new Option<double?>("--timeout") { Description = "Time for each attempt, in seconds (60)", HelpName = "SECONDS" });
    private readonly Option<int?> retries = Every(new Option<int?>("--retries") { Description = "How many times a request is tried again (2)", HelpName = "NUMBER" });
    private readonly Option<bool> verbose = Every(new Option<bool>("--verbose", "-v") { Description = "Write requests and answers to standard error, secrets masked" });

    public CommonOptions()
    {
        timeout.Validators.Add(static result => Positive(result, result.Tokens, more: 0));
        retries.Validators.Add(static result => Positive(result, result.Tokens, more: -1));
    }

    public void AddTo(Command root)
    {
        foreach (var option in (ReadOnlySpan<Option>)[json, quiet, yes, profile, baseUrl, asUser, timeout, retries, verbose]) root.Options.Add(option);
    }

    public Choices Of(ParseResult parsed) => new()
    {
        Form = (parsed.GetValue(json), parsed.GetValue(quiet)) switch
        {
            (true, true) => throw CommandException.Usage("--json and --quiet exclude each other."),
            (true, _) => Form.Json,
            (_, true) => Form.Quiet,
            _ => Form.People,
        },
        Yes = parsed.GetValue(yes),
        Profile = parsed.GetValue(profile),
        BaseUrl = parsed.GetValue(baseUrl),
        AsUser = parsed.GetValue(asUser),
        Timeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Retries = parsed.GetValue(retries),
        Verbose = parsed.GetValue(verbose),
    };

    private static Option<T> Every<T>(Option<T> option)
    {
        option.Recursive = true;
        return option;
    }

    private static void Positive(OptionResult result, IReadOnlyList<Token> tokens, double more)
    {
        // A day is more than any request takes, and within what timers can.
        if (tokens.Count == 1 && double.TryParse(tokens[0].Value, CultureInfo.InvariantCulture, out var number) && !(number > more && number <= 86_400))
            result.AddError($"{result.Option.Name} is out of range.");
    }
}

/// <summary>What the options that every verb has say.</summary>
internal sealed record Choices
{
    public Form Form { get; init; }

    public bool Yes { get; init; }

    public string? Profile { get; init; }

    public string? BaseUrl { get; init; }

    public string? AsUser { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Retries { get; init; }

    public bool Verbose { get; init; }
}
