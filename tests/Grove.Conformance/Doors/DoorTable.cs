using System.Text;
using static System.FormattableString;

namespace Grove.Conformance.Doors;

/// <summary>docs/doors.md: what doors cannot do, for people to read.</summary>
internal static class DoorTable
{
    public const string Path = "docs/doors.md";

    public static string Write()
    {
        var text = new StringBuilder(
            """
            # Doors

            The cases of `tests/Grove.Conformance` are written as requests, and run on both engines by each of these doors:

            | Door | A request |
            |---|---|
            | rest | is sent as it is |
            | sdk | is said by the typed method of `Grove.Client` |
            | cli | is said by the verb of `grove`, with a command line and an environment of its own |

            What the SDK sends must be what the case asks for: method, path, query, body and headers. Values that its typed parameters refuse, such as a page
            size that is no number, ride on the options of the call, as a caller's own additions do. What the SDK makes of the answer must be the answer, member for
            member and without unknown members; a refusal must be the exception of its status with the errors of the envelope. So a difference between server and
            SDK breaks a case.

            What `grove` sends must be what the case asks for, too: by the options of its verb where they can say it, else by `--data`, and by `grove api` where no verb
            fits. Standard output must be the answer as it came, and the exit code and the report on standard error must tell a refusal: its status, its errors, its request
            id. Only the classes of cases named below take this door. What a process adds to that is for `CommandLineCases`.

            The tables below are made from `tests/Grove.Conformance/Doors/Exclusions.cs`, and nothing else is left out by a door. A test runs each excluded case all
            the same and fails when it works. [CONTRIBUTING.md](../CONTRIBUTING.md) says how to write this document anew.

            """).Append('\n');
        text.Append("## Operations that a door has no words for\n\n| Door | Operation | Why |\n|---|---|---|\n");
        foreach (var row in Exclusions.Operations) text.Append(Invariant($"| {row.Door} | `{row.Operation}` | {row.Reason} |\n"));
        text.Append("\n## Cases that a door cannot say\n\n| Door | Case | Why |\n|---|---|---|\n");
        foreach (var row in Exclusions.Cases) text.Append(Invariant($"| {row.Door} | {row.Class}: {row.Case.Replace('_', ' ')} | {row.Reason} |\n"));
        text.Append("\n## Classes of cases that take the door cli\n\nTogether they have all nouns and all kinds of refusals.\n\n");
        foreach (var type in Exclusions.ByCli) text.Append(Invariant($"- {type}\n"));
        text.Append("\n## Cases that take no door but rest\n\nWhat they are about is not what can be said.\n\n| Cases | Why |\n|---|---|\n");
        foreach (var row in Exclusions.Others) text.Append(Invariant($"| {row.Class}{(row.Case is null ? "" : ": " + row.Case.Replace('_', ' '))} | {row.Reason} |\n"));
        return text.ToString();
    }
}
