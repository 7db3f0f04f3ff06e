namespace Grove.Tests.Client;

/// <summary>How far an answer comes.</summary>
internal enum Ending
{
    Whole,

    /// <summary>Half of the head, then the end of the connection.</summary>
    CutHead,

    /// <summary>Half of the body, then the end of the connection.</summary>
    CutBody,

    /// <summary>Half of the body, then nothing more.</summary>
    Stalled,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>The connection ends.</summary>
    Closed,

    /// <summary>Nothing, ever.</summary>
    Never,
}

/// <summary>One answer of a script.</summary>
internal sealed record Answer(int Status, string Body = "", Ending Ending = Ending.Whole)
{
    public const string Organization = """{"result":{"id":"o1","name":"One"},"success":true,"errors":[],"messages":[]}""";

    public static Answer Ok => new(200, Organization);

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [("Content-Type", "application/json")];

    /// <summary>The body when it is no text.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>What the answer waits for.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    public static Answer Result(string json) => new(200, $$"""{"result":{{json}},"success":true,"errors":[],"messages":[]}""");

    public static Answer Error(int status, int code = 1000, string message = "no") =>
        new(status, $$"""{"result":null,"success":false,"errors":[{"code":{{code}},"message":"{{message}}"}],"messages":[]}""");

    public Answer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    public override string ToString() => $"{Status} {Ending} {Body}";
}
