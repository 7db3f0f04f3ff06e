using System.CommandLine;
using Grove.Cli.Verbs;

namespace Grove.Cli.Nouns;

/// <summary>A group of verbs.</summary>
/// <param name="Name">Its word.</param>
/// <param name="Summary">What it is about.</param>
/// <param name="Verbs">The verbs that are operations of the API.</param>
/// <param name="Others">Commands that are more than one operation.</param>
internal sealed record Noun(string Name, string Summary, Func<IEnumerable<Verb>> Verbs, Func<IEnumerable<Command>> Others, CommonOptions Common, Surroundings Around)
{
    /// <summary>Adds the verbs to the command; words in front of the last become groups.</summary>
    public void AddTo(Command command)
    {
        foreach (var verb in Verbs())
        {
            var group = command;
            foreach (var word in verb.Name.Split(' ')[..^1])
            {
                var inner = group.Subcommands.FirstOrDefault(sub => sub.Name == word);
                if (inner is null) group.Subcommands.Add(inner = new Command(word));
                group = inner;
            }
            group.Subcommands.Add(VerbCommand.Of(verb, Common, Around));
        }
        foreach (var other in Others()) command.Subcommands.Add(other);
    }
}
