using System.Globalization;
using System.Text;
using System.Text.Json;
using Grove.Cli.Output;

namespace Grove.Cli.Trees;

/// <summary>What an import says at its end, and its exit code.</summary>
internal sealed class ImportOutput(Printer printer, string file)
{
    /// <summary>Faults of the file, all of them; nothing was sent.</summary>
    public int Faults(IReadOnlyList<TreeFault> faults)
    {
        foreach (var fault in faults) printer.Note(At(fault));
        printer.Note(string.Create(CultureInfo.InvariantCulture, $"grove: {faults.Count:N0} {(faults.Count == 1 ? "fault" : "faults")} in the file; nothing was sent."));
        return ExitCode.Usage;
    }

    /// <summary>What was done and what not. What ended the import early is thrown on, after that.</summary>
    public int Report(ImportReport report, bool dryRun)
    {
        if (printer.Form == Form.Json) printer.Body(Json(report));
        else if (printer.Form == Form.People)
        {
            foreach (var step in report.Plan) printer.Line(string.Create(CultureInfo.InvariantCulture, $"line {step.Place.Line}: {step.Message}"));
            foreach (var invitation in report.Invitations) printer.Line($"invitation of {invitation.Email} to {invitation.Organization}: {invitation.Secret}");
            foreach (var kind in Enum.GetValues<ImportKind>()) printer.Line(Counts(report, kind, dryRun));
        }
        foreach (var failure in report.Failures) printer.Note(At(failure));
        if (report.Skipped > 0) printer.Note(string.Create(CultureInfo.InvariantCulture, $"grove: {report.Skipped:N0} organizations were skipped, because one above them failed."));
        if (report.Stopped is { } stopped)
        {
            printer.Note("grove: stopped before the end. The same command goes on from here: what is there already is not made again.");
            if (stopped is OperationCanceledException) return ExitCode.Interrupted;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(stopped);
        }
        return report.Failures.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private string At(TreeFault fault) => string.Create(CultureInfo.InvariantCulture, $"{file}:{fault.Place.Line}:{fault.Place.Column}: {fault.Message}");

    private static string Counts(ImportReport report, ImportKind kind, bool dryRun) => string.Create(CultureInfo.InvariantCulture,
        $"{Name(kind)}: {report.Count(kind, ImportOutcome.Created):N0} {(dryRun ? "would be created" : "created")}, {report.Count(kind, ImportOutcome.Changed):N0} {(dryRun ? "would be changed" : "changed")}, {report.Count(kind, ImportOutcome.Unchanged):N0} unchanged");

    private static string Name(ImportKind kind) => kind switch
    {
        ImportKind.Organization => "organizations",
        ImportKind.Account => "accounts",
        _ => "members",
    };

    private static string Json(ImportReport report)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteBoolean("finished", report.Stopped is null);
            foreach (var kind in Enum.GetValues<ImportKind>())
            {
                json.WriteStartObject(Name(kind));
                foreach (var outcome in Enum.GetValues<ImportOutcome>()) json.WriteNumber(outcome.ToString().ToLowerInvariant(), report.Count(kind, outcome));
                json.WriteEndObject();
            }
            json.WriteNumber("skipped", report.Skipped);
            Places(json, "plan", report.Plan);
            Places(json, "failures", report.Failures);
            json.WriteStartArray("invitations");
            foreach (var invitation in report.Invitations)
            {
                json.WriteStartObject();
                json.WriteString("organization", invitation.Organization);
                json.WriteString("email", invitation.Email);
                json.WriteString("invite_secret", invitation.Secret);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Places(Utf8JsonWriter json, string name, IReadOnlyList<TreeFault> lines)
    {
        json.WriteStartArray(name);
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line.Place.Line);
            json.WriteNumber("column", line.Place.Column);
            json.WriteString("message", line.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
