namespace Grove.Cli.Trees;

/// <summary>The steps of an import: what each found or did is noted, and one that fails is reported while the others go on.</summary>
internal sealed class ImportSteps(ImportReport report, TreeProgress progress, bool dryRun)
{
    /// <summary>Nothing is changed.</summary>
    public bool DryRun => dryRun;

    public void Note(ImportKind kind, ImportOutcome outcome, Place place, string what)
    {
        report.Add(kind, outcome);
        if (dryRun && outcome != ImportOutcome.Unchanged) report.Planned(place, what);
    }

    /// <summary>Answers false when it failed, at something that the others need not fail at.</summary>
    public async Task<bool> AttemptAsync(Place place, string label, Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (ImportFaults.IsOfOne(fault))
        {
            report.Fail(place, $"{label}: {ImportFaults.Explain(fault)}");
            progress.Fail();
            return false;
        }
    }
}
