using System.CommandLine;

namespace Grove.Cli.Verbs;

/// <summary>A verb as a command: its arguments, its options, and those that follow from what it does.</summary>
internal sealed class VerbCommand
{
    private readonly Dictionary<Parameter, Symbol> symbols = [];
    private readonly Verb verb;
    private Option<string?>? data, ifMatch, idempotencyKey;
    private Option<string[]>? unset;
    private Option<bool>? all;

    private VerbCommand(Verb verb) => this.verb = verb;

    /// <summary>The command of a verb, under the last of its words.</summary>
    public static Command Of(Verb verb, CommonOptions common, Surroundings around)
    {
        var bound = new VerbCommand(verb);
        var command = bound.Build();
        command.SetAction((parsed, cancellation) => new VerbCall(around, common, verb, bound.Given(parsed)).RunAsync(parsed, cancellation));
        return command;
    }

    private Command Build()
    {
        var command = new Command(verb.Name.Split(' ')[^1], verb.Summary);
        foreach (var parameter in verb.In.Concat(verb.WholeQuery).Concat(verb.Body ?? [])) Add(command, parameter);
        if (verb.Body is not null) command.Options.Add(data = Text("--data", "The body, or what the other options add to", "JSON|@FILE|-"));
        var nullable = verb.Nullable.ToArray();
        if (nullable.Length > 0)
        {
            unset = new Option<string[]>("--unset") { Description = $"Set to null: {string.Join(", ", nullable)}", HelpName = "MEMBER" };
            unset.AcceptOnlyFromAmong(nullable);
            command.Options.Add(unset);
        }
        if (verb.Paging != Paging.None) command.Options.Add(all = new Option<bool>("--all") { Description = "All pages instead of one" });
        if (verb.Changes && verb.Method != HttpMethod.Post) command.Options.Add(ifMatch = Text("--if-match", "Only while the resource has this entity tag", "ETAG"));
        if (verb.Method == HttpMethod.Post) command.Options.Add(idempotencyKey = Text("--idempotency-key", "The key by which the server knows a repeated request", "KEY"));
        return command;
    }

    private void Add(Command command, Parameter parameter)
    {
        if (parameter.Kind == Kind.Secret) return;
        if (!parameter.IsOption)
        {
            // What is missing may be in --data, so the request says what it lacks.
            var argument = new Argument<string?>(parameter.Name)
            {
                Description = parameter.Help,
                Arity = verb.In.Contains(parameter) ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            };
            if (parameter.Choices.Length > 0) argument.CompletionSources.Add(parameter.Choices);
            command.Arguments.Add(argument);
            symbols[parameter] = argument;
            return;
        }
        var many = parameter.Kind is Kind.Texts or Kind.Objects;
        Option option = many ? new Option<string[]>(parameter.Name) : new Option<string?>(parameter.Name);
        option.Description = parameter.Help + (parameter.Required ? " (required)" : "") + (many ? "; may be repeated" : "");
        option.HelpName = parameter switch
        {
            { Choices.Length: > 0 } => string.Join('|', parameter.Choices),
            { Kind: Kind.Truth } => "true|false",
            { Kind: Kind.Object or Kind.Objects } => "JSON",
            { Named: { } named } => named.ToString().ToUpperInvariant(),
            _ => "TEXT",
        };
        var choices = parameter.Kind == Kind.Truth ? ["true", "false"] : parameter.Choices;
        if (choices.Length > 0) option.CompletionSources.Add(choices);
        command.Options.Add(option);
        symbols[parameter] = option;
    }

    private static Option<string?> Text(string name, string help, string value) => new(name) { Description = help, HelpName = value };

    private Given Given(ParseResult parsed) => new()
    {
        Values = symbols.ToDictionary(pair => pair.Key, pair => pair.Value switch
        {
            Option<string[]> many => parsed.GetValue(many) ?? [],
            Option<string?> one => parsed.GetValue(one) is { } value ? [value] : [],
            Argument<string?> argument => parsed.GetValue(argument) is { } value ? [value] : [],
            _ => Array.Empty<string>(),
        }),
        Data = data is null ? null : parsed.GetValue(data),
        Unset = unset is null ? [] : parsed.GetValue(unset) ?? [],
        All = all is not null && parsed.GetValue(all),
        IfMatch = ifMatch is null ? null : parsed.GetValue(ifMatch),
        IdempotencyKey = idempotencyKey is null ? null : parsed.GetValue(idempotencyKey),
    };
}

/// <summary>What the command line says for one call of a verb.</summary>
internal sealed record Given
{
    public IReadOnlyDictionary<Parameter, string[]> Values { get; init; } = new Dictionary<Parameter, string[]>();

    public string? Data { get; init; }

    public IReadOnlyCollection<string> Unset { get; init; } = [];

    public bool All { get; init; }

    public string? IfMatch { get; init; }

    public string? IdempotencyKey { get; init; }

    public string[] Of(Parameter parameter) => Values.GetValueOrDefault(parameter, []);
}
