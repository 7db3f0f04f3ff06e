using Grove.Client;

namespace Grove.Tests.Client.Resources;

/// <summary>A call of a method, the request that it must send, and the answer that it gets.</summary>
/// <param name="Name">What callers write: <c>User.Tokens.CreateAsync</c>.</param>
/// <param name="Call">The call; what it answers, or the rows of it.</param>
/// <param name="Line">The method and the target of the request, below the wire API's root, or with <c>/grove/v1</c>.</param>
/// <param name="Result">The result that it gets, with every member that there can be.</param>
internal sealed record ResourceCall(string Name, Func<GroveClient, Task<object?>> Call, string Line, string Result)
{
    /// <summary>The JSON that it must send; null for nothing.</summary>
    public string? Body { get; init; }

    /// <summary>True when the answer has no envelope.</summary>
    public bool Bare { get; init; }

    /// <summary>Told from others of the same method by what it sends.</summary>
    public string Id => $"{Name}: {Line} {Body}";

    public static ResourceCall Of<T>(string name, Func<GroveClient, Task<T>> call, string line, string result, string? body = null) =>
        new(name, async client => Rows(await call(client)), line, result) { Body = body };

    public static ResourceCall All<T>(string name, Func<GroveClient, AutoPages<T>> call, string line, string row) => new(name, async client =>
    {
        var rows = new List<T>();
        await foreach (var found in call(client)) rows.Add(found);
        return rows;
    }, line, $"[{row}]");

    public static ResourceCall Page<T>(string name, Func<GroveClient, Task<Page<T>>> call, string line, string row) =>
        new(name, async client => (await call(client)).Result, line, $"[{row}]");

    /// <summary>The same row in both forms of a list.</summary>
    public static IEnumerable<ResourceCall> List<T>(
        string resource, Func<GroveClient, Task<Page<T>>> page, Func<GroveClient, AutoPages<T>> all, string line, string row) =>
        [Page(resource + ".ListAsync", page, line, row), All(resource + ".ListAutoPagingAsync", all, line, row)];

    /// <summary>Calls it, and gives what it answers together with all that it sent.</summary>
    public async Task<(object? Answer, Recorder Server)> RunAsync(string? result = null)
    {
        var first = Bare ? result ?? Result : Recorder.Envelope(result ?? Result);
        // Lists with page numbers end with an empty page.
        var server = Result.StartsWith('[') ? Recorder.Whole(first, Recorder.Envelope("[]")) : Recorder.Whole(first);
        using var client = server.Client;
        return (await Call(client), server);
    }

    public override string ToString() => Id;

    private static object? Rows<T>(T answer) => answer;
}
