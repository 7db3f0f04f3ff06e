using System.CommandLine;
using System.Text.Json;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using Spectre.Console;
using Progress = Grove.Cli.Output.Progress;

namespace Grove.Cli.Commands;

/// <summary><c>grove org tree</c>: organizations as a tree, from the lists that the API has.</summary>
internal sealed class TreeCommand(Session session, int? depth)
{
    private const int AtOnce = 4;
    private readonly Dictionary<string, List<Branch>> below = [];

    public static Command Of(Surroundings around, CommonOptions common)
    {
        var top = new Argument<string?>("ORGANIZATION") { Description = "The id, name or path of names of the topmost; all roots when left out", Arity = ArgumentArity.ZeroOrOne };
        var depth = new Option<int?>("--depth") { Description = "How many levels below the topmost are shown", HelpName = "NUMBER" };
        depth.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number < 0) result.AddError("--depth is 0 or more.");
        });
        var command = new Command("tree", "Draw organizations as a tree") { top, depth };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = new Session(around, common.Of(parsed));
            return await new TreeCommand(session, parsed.GetValue(depth)).RunAsync(parsed.GetValue(top), cancellation);
        });
        return command;
    }

    private async Task<int> RunAsync(string? top, CancellationToken cancellation)
    {
        var roots = top is null ? await AllAsync(cancellation) : await SubtreeAsync(top, cancellation);
        if (session.Printer.Form == Form.Json)
        {
            session.Printer.Body($$"""{"success":true,"errors":[],"messages":[],"result":[{{string.Join(',', Walk(roots).Select(step => step.Branch.Row.GetRawText()))}}]}""");
        }
        else if (session.Printer.Form == Form.Quiet)
        {
            foreach (var (branch, _) in Walk(roots)) session.Printer.Line(branch.Node.Id);
        }
        else if (session.Around.OutIsTerminal) Draw(roots);
        else
        {
            session.Printer.Line("ID\tPATH");
            foreach (var (branch, path) in Walk(roots)) session.Printer.Line($"{branch.Node.Id}\t{SafeText.Line(path)}");
        }
        return ExitCode.Done;
    }

    // What the caller sees of a whole forest comes in large pages; a parent that they do not see makes a root.
    private async Task<List<Branch>> AllAsync(CancellationToken cancellation)
    {
        var rows = await PagesAsync("organizations?page_size=1000", new Progress(session.Around, "organizations"), cancellation);
        var seen = rows.Select(row => row.Node.Id).ToHashSet();
        List<Branch> roots = [];
        foreach (var row in rows)
        {
            if (row.Node.Above is [.., var parent] && seen.Contains(parent)) Children(parent).Add(row);
            else roots.Add(row);
        }
        return roots;
    }

    // The API has no list of a subtree: each level is asked for by its parents, a few at once.
    private async Task<List<Branch>> SubtreeAsync(string top, CancellationToken cancellation)
    {
        var id = await session.Names.IdAsync(Resource.Organization, top, new Dictionary<string, string>(), cancellation);
        var root = new Branch(await session.GetAsync($"organizations/{Uri.EscapeDataString(id)}", cancellation));
        List<Branch> level = [root];
        for (var deep = 0; level.Count > 0 && (depth is null || deep < depth); deep++)
        {
            List<Branch> next = [];
            foreach (var some in level.Chunk(AtOnce))
            {
                var pages = await Task.WhenAll(some.Select(branch =>
                    PagesAsync($"organizations?page_size=1000&parent.id={Uri.EscapeDataString(branch.Node.Id)}", null, cancellation)));
                foreach (var (branch, children) in some.Zip(pages))
                {
                    Children(branch.Node.Id).AddRange(children);
                    next.AddRange(children);
                }
            }
            level = next;
        }
        return [root];
    }

    private async Task<List<Branch>> PagesAsync(string path, Progress? progress, CancellationToken cancellation)
    {
        List<Branch> rows = [];
        string? token = null;
        do
        {
            session.ThrowIfAbandoned();
            var answer = Answer.Of(await session.SendAsync(
                HttpMethod.Get, token is null ? path : $"{path}&page_token={Uri.EscapeDataString(token)}", null, null, cancellation));
            rows.AddRange(answer.Result.EnumerateArray().Select(row => new Branch(row)));
            progress?.Show(rows.Count);
            token = answer.Text("next_page_token") is { Length: > 0 } next && next != token ? next : null;
        }
        while (token is not null);
        progress?.Clear();
        return rows;
    }

    private List<Branch> Children(string parent) => below.TryGetValue(parent, out var children) ? children : below[parent] = [];

    private IEnumerable<(Branch Branch, string Path)> Walk(IEnumerable<Branch> branches, string above = "", int deep = 0)
    {
        foreach (var branch in branches)
        {
            var path = above.Length == 0 ? branch.Node.Name : $"{above}/{branch.Node.Name}";
            yield return (branch, path);
            if (depth is not null && deep >= depth) continue;
            foreach (var inner in Walk(below.GetValueOrDefault(branch.Node.Id) ?? [], path, deep + 1)) yield return inner;
        }
    }

    private void Draw(List<Branch> roots)
    {
        var table = new TerminalTable(session.Around);
        foreach (var root in roots)
        {
            var tree = new Tree(Label(root));
            Grow(tree, root, 0);
            table.Render(tree);
        }
    }

    private void Grow(IHasTreeNodes at, Branch branch, int deep)
    {
        if (depth is not null && deep >= depth) return;
        foreach (var child in below.GetValueOrDefault(branch.Node.Id) ?? []) Grow(at.AddNode(Label(child)), child, deep + 1);
    }

    private static Paragraph Label(Branch branch) => new Paragraph(SafeText.Line(branch.Node.Name))
        .Append("  ", Style.Plain).Append(SafeText.Line(branch.Node.Id), new Style(decoration: Decoration.Dim));

    private sealed record Branch(JsonElement Row)
    {
        public Node Node { get; } = Node.Of(Row);
    }
}
