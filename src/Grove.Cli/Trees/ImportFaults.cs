using Grove.Client;

namespace Grove.Cli.Trees;

/// <summary>Which failures are about one organization, account or member, and which about all.</summary>
internal static class ImportFaults
{
    /// <summary>
    /// True when the others may still succeed. No answer at all, no credential, a server that is not ready or has had too much, all after every further attempt, are about all.
    /// </summary>
    public static bool IsOfOne(Exception fault) =>
        fault is ImportConflictException || (fault is ApiException { StatusCode: var status } && (int)status is not (401 or 429 or 502 or 503 or 504));

    /// <summary>The failure in a sentence.</summary>
    public static string Explain(Exception fault) => fault is ApiException { RequestId: { } id } ? $"{fault.Message} (request {id})." : fault.Message;
}
