using System.Text;
using System.Text.Json;
using Grove.Cli.Output;

namespace Grove.Cli.Names;

/// <summary>
/// Makes ids of names. 32 hexadecimal digits are an id, and so is what stands behind <c>id:</c>; what stands behind <c>name:</c> is a name, and
/// behind <c>external:</c> an external id (operators of Grove). A name that several things have is an error that shows them all.
/// </summary>
internal sealed class NameResolver(Session session)
{
    private const int MostShown = 10;

    public async Task<string> IdAsync(Resource what, string text, IReadOnlyDictionary<string, string> path, CancellationToken cancellation)
    {
        if (text.StartsWith("id:", StringComparison.Ordinal)) return text[3..];
        if (text.Length == 32 && text.All(char.IsAsciiHexDigit)) return text;
        var name = text.StartsWith("name:", StringComparison.Ordinal) ? text[5..] : text;
        if (name.Length == 0) throw CommandException.Usage($"An id or a name of {Words(what)} is missing.");
        if (text.StartsWith("external:", StringComparison.Ordinal)) return One(what, text, await ExternalAsync(what, text[9..], cancellation));
        return One(what, text, what switch
        {
            Resource.Organization => await new Places(session).OrganizationsAsync(name, cancellation),
            Resource.Account => await new Places(session).AccountsAsync(name, cancellation),
            Resource.User => await UsersAsync("email", name, cancellation),
            Resource.OrganizationRole => Where(await RowsAsync("/grove/v1/roles", cancellation), "name", name, whateverCase: true, "scope", row => Column(row, "scope") == "organization"),
            Resource.AccountRole => Where(await RowsAsync($"accounts/{Id(path, "account_id")}/roles?per_page=50", cancellation), "name", name, whateverCase: true, "description"),
            Resource.OrganizationMember => Where(
                await RowsAsync($"organizations/{Id(path, "organization_id")}/members?user.email={Escaped(name)}", cancellation), "user.email", name, whateverCase: true, "status"),
            Resource.AccountMember => Where(await PagesAsync($"accounts/{Id(path, "account_id")}/members", cancellation), "email", name, whateverCase: true, "status"),
            Resource.Token => Where(await PagesAsync("user/tokens", cancellation), "name", name, whateverCase: false, "status"),
            Resource.Invite => Where(await RowsAsync("user/invites", cancellation), "organization_name", name, whateverCase: false, "status"),
            Resource.Membership => Where(await PagesAsync($"memberships?account.name={Escaped(name)}", cancellation), "account.name", name, whateverCase: false, "status"),
            _ => Where(await RowsAsync("user/tokens/permission_groups", cancellation), "name", name, whateverCase: true, "scopes"),
        });
    }

    private static string One(Resource what, string text, IReadOnlyList<Candidate> found)
    {
        if (found.Count == 1) return found[0].Id;
        if (found.Count == 0) throw new CommandException(ExitCode.NotFound, $"There is no {Words(what)} {text} that you can see.");
        var message = new StringBuilder($"{text} is the name of several; say which by its id:");
        foreach (var candidate in found.Take(MostShown)) message.Append("\n  ").Append(candidate.Id).Append("  ").Append(candidate.Place);
        if (found.Count > MostShown) message.Append("\n  and ").Append(found.Count - MostShown).Append(" more");
        throw CommandException.Usage(message.ToString());
    }

    private static List<Candidate> Where(
        IEnumerable<JsonElement> rows, string member, string name, bool whateverCase, string place, Func<JsonElement, bool>? also = null) =>
        [.. rows.Where(row => string.Equals(Column(row, member), name, whateverCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) && also?.Invoke(row) != false)
            .Select(row => new Candidate(Column(row, "id"), $"{Column(row, member)} ({Column(row, place)})"))];

    // Operators only, and never as another user.
    private async Task<IReadOnlyList<Candidate>> UsersAsync(string filter, string value, CancellationToken cancellation)
    {
        var answer = Answer.Of(await session.Client.SendAsync(HttpMethod.Get, $"/grove/v1/users?{filter}={Escaped(value)}", cancellationToken: cancellation));
        return [.. answer.Result.EnumerateArray().Select(row => new Candidate(Column(row, "id"), Column(row, "email")))];
    }

    private async Task<IReadOnlyList<Candidate>> ExternalAsync(Resource what, string externalId, CancellationToken cancellation)
    {
        if (what == Resource.User) return await UsersAsync("external_id", externalId, cancellation);
        if (what is not (Resource.Organization or Resource.Account)) throw CommandException.Usage($"A {Words(what)} has no external id.");
        var answer = Answer.Of(await session.Client.SendAsync(
            HttpMethod.Get, $"/grove/v1/{(what == Resource.Account ? "accounts" : "organizations")}?external_id={Escaped(externalId)}", cancellationToken: cancellation));
        return [.. answer.Result.EnumerateArray().Select(row => new Candidate(Column(row, "id"), Column(row, "name")))];
    }

    private async Task<IEnumerable<JsonElement>> RowsAsync(string path, CancellationToken cancellation) => (await session.GetAsync(path, cancellation)).EnumerateArray();

    private async Task<IEnumerable<JsonElement>> PagesAsync(string path, CancellationToken cancellation)
    {
        List<JsonElement> rows = [];
        for (var page = 1; ; page++)
        {
            var result = await session.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}per_page=50&page={page}", cancellation);
            if (result.GetArrayLength() == 0) return rows;
            rows.AddRange(result.EnumerateArray());
        }
    }

    private static string Id(IReadOnlyDictionary<string, string> path, string name) => Escaped(path[name]);

    private static string Escaped(string text) => Uri.EscapeDataString(text);

    private static string Column(JsonElement row, string path) => new Column("", path).Of(row);

    private static string Words(Resource what) => what switch
    {
        Resource.OrganizationRole or Resource.AccountRole => "role",
        Resource.OrganizationMember or Resource.AccountMember => "member",
        Resource.PermissionGroup => "permission group",
        Resource.Invite => "invitation",
        _ => what.ToString().ToLowerInvariant(),
    };
}

/// <summary>A thing that has the name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">Where it is, so that a person knows which it is.</param>
internal sealed record Candidate(string Id, string Place);
