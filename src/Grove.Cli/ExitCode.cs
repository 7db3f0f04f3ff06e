namespace Grove.Cli;

/// <summary>What a call of <c>grove</c> ends with; documented in docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The API refused, or answered what it does not promise.</summary>
    public const int Refused = 1;

    /// <summary>The command line, the configuration or standard input cannot be used.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    /// <summary>401 or 403.</summary>
    public const int NotAllowed = 4;

    public const int NoConnection = 5;

    public const int Interrupted = 130;
}

/// <summary>Nobody reads the output any more, so there is nothing left to do and nothing to say.</summary>
internal sealed class AbandonedException : Exception;

/// <summary>What ends a call with words for the person who made it.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static CommandException Usage(string message) => new(Cli.ExitCode.Usage, message);
}
