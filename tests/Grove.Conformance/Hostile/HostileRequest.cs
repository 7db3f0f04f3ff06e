namespace Grove.Conformance.Hostile;

/// <summary>Bytes to send, and what may be expected of the answer.</summary>
/// <param name="Text">The whole request, one character for each byte.</param>
/// <param name="About">How it came about, to find it again.</param>
public sealed record HostileRequest(string Text, string About)
{
    /// <summary>True when the HTTP server may refuse it before Grove sees it.</summary>
    public bool Broken { get; init; }

    /// <summary>True when the connection is of no use afterwards.</summary>
    public bool Last { get; init; }

    /// <summary>True when it would change something if it were accepted.</summary>
    public bool Changes { get; init; }

    public bool Head { get; init; }
}

/// <summary>Those who may be asked in the name of, and what they may destroy.</summary>
/// <param name="Operations">What the server offers.</param>
/// <param name="Headers">Header lines, each with its line end, for nobody, wrong and right credentials.</param>
/// <param name="Own">Ids of what the disposable user has.</param>
/// <param name="Victims">Ids of what nothing may happen to.</param>
/// <param name="InviteSecrets">Secrets of invitations: of the disposable user's, and stolen ones that were not mailed.</param>
public sealed record Targets(IReadOnlyList<HostileOperation> Operations, IReadOnlyList<string> Headers, IReadOnlyList<string> Own, IReadOnlyList<string> Victims, IReadOnlyList<string> InviteSecrets);
