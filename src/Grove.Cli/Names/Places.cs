using System.Text.Json;
using Grove.Cli.Output;

namespace Grove.Cli.Names;

/// <summary>Organizations and accounts by their names, with the path of names that leads to each.</summary>
internal sealed class Places(Session session)
{
    // What one request asks for at most.
    private const int Batch = 500;

    public async Task<IReadOnlyList<Candidate>> OrganizationsAsync(string name, CancellationToken cancellation)
    {
        var found = await NamedAsync(name, cancellation);
        if (found.Count == 1) return [new(found[0].Id, found[0].Name)];
        if (found.Count > 1) return await PlacedAsync(found, cancellation);
        return await ByPathAsync(name, async last => await PlacedAsync(await NamedAsync(last, cancellation), cancellation));
    }

    public async Task<IReadOnlyList<Candidate>> AccountsAsync(string name, CancellationToken cancellation)
    {
        var found = await AccountsNamedAsync(name, cancellation);
        if (found.Count == 1) return [new(found[0].Id, found[0].Name)];
        if (found.Count > 1) return await PlacedAccountsAsync(found, cancellation);
        return await ByPathAsync(name, async last => await PlacedAccountsAsync(await AccountsNamedAsync(last, cancellation), cancellation));
    }

    // A path may begin anywhere above.
    private static async Task<IReadOnlyList<Candidate>> ByPathAsync(string path, Func<string, Task<IReadOnlyList<Candidate>>> named)
    {
        var slash = path.LastIndexOf('/');
        if (slash < 0 || slash == path.Length - 1) return [];
        var candidates = await named(path[(slash + 1)..]);
        var exact = candidates.Where(candidate => candidate.Place == path).ToList();
        return exact.Count > 0 ? exact : [.. candidates.Where(candidate => candidate.Place.EndsWith("/" + path, StringComparison.Ordinal))];
    }

    private async Task<IReadOnlyList<Node>> NamedAsync(string name, CancellationToken cancellation)
    {
        List<Node> found = [];
        var next = "";
        do
        {
            var answer = Answer.Of(await session.SendAsync(
                HttpMethod.Get, $"organizations?name={Uri.EscapeDataString(name)}&page_size=1000{next}", null, null, cancellation));
            // A server that does not know the filter answers others too.
            found.AddRange(answer.Result.EnumerateArray().Select(Node.Of).Where(node => node.Name == name));
            next = answer.Text("next_page_token") is { } token ? $"&page_token={Uri.EscapeDataString(token)}" : null;
        }
        while (next is not null);
        return found;
    }

    private async Task<IReadOnlyList<Candidate>> PlacedAsync(IReadOnlyList<Node> nodes, CancellationToken cancellation)
    {
        var names = nodes.ToDictionary(node => node.Id, node => node.Name);
        foreach (var ids in nodes.SelectMany(node => node.Above).Distinct().Except(names.Keys).Chunk(Batch))
        {
            var rows = await session.GetAsync($"organizations?page_size=1000&{string.Join('&', ids.Select(id => "id=" + Uri.EscapeDataString(id)))}", cancellation);
            foreach (var row in rows.EnumerateArray().Select(Node.Of)) names[row.Id] = row.Name;
        }
        return [.. nodes.Select(node => new Candidate(node.Id, string.Join('/', [.. node.Above.Select(id => names.GetValueOrDefault(id, "…")), node.Name])))];
    }

    private async Task<IReadOnlyList<Node>> AccountsNamedAsync(string name, CancellationToken cancellation)
    {
        List<Node> found = [];
        for (var page = 1; ; page++)
        {
            var rows = await session.GetAsync($"accounts?name={Uri.EscapeDataString(name)}&per_page=50&page={page}", cancellation);
            if (rows.GetArrayLength() == 0) return found;
            found.AddRange(rows.EnumerateArray().Select(Node.Of).Where(node => node.Name == name));
        }
    }

    private async Task<IReadOnlyList<Candidate>> PlacedAccountsAsync(IReadOnlyList<Node> accounts, CancellationToken cancellation)
    {
        List<Candidate> placed = [];
        foreach (var account in accounts)
        {
            var above = await session.GetAsync($"accounts/{Uri.EscapeDataString(account.Id)}/organizations", cancellation);
            placed.Add(new(account.Id, string.Join('/', [.. above.EnumerateArray().Select(Node.Of).Select(node => node.Name), account.Name])));
        }
        return placed;
    }
}

/// <summary>An organization or account of an answer: the ids of the organizations above it, from the topmost that the caller sees.</summary>
internal sealed record Node(string Id, string Name, IReadOnlyList<string> Above)
{
    public static Node Of(JsonElement row)
    {
        var id = new Column("", "id").Of(row);
        var above = row.TryGetProperty("meta", out var meta) && meta.TryGetProperty("hierarchy_tags", out var tags)
            ? tags.EnumerateArray().Select(Cell.Text).Where(tag => tag != id).ToList()
            : row.TryGetProperty("parent", out var parent) && parent.ValueKind == JsonValueKind.Object ? [new Column("", "id").Of(parent)] : [];
        return new(id, new Column("", "name").Of(row), above);
    }
}
