namespace Grove.Bench.Load;

/// <summary>The interleaved rounds of one operation.</summary>
internal sealed class Comparison(Operation operation)
{
    private readonly List<(LoadResult Grove, LoadResult Reference)> rounds = [];

    public Operation Operation => operation;

    public void Add(LoadResult grove, LoadResult reference) => rounds.Add((grove, reference));

    public double Grove(Func<LoadResult, double> of) => rounds.Select(round => of(round.Grove)).Median();

    public double Reference(Func<LoadResult, double> of) => rounds.Select(round => of(round.Reference)).Median();

    public double Most(Func<(LoadResult Grove, LoadResult Reference), double> of) => rounds.Max(of);

    /// <summary>Share of B's rate, or multiple of the plain page's p50; each round gives one, so what disturbs both cancels out.</summary>
    public IReadOnlyList<double> Ratios => [.. rounds.Select(Ratio)];

    /// <summary>The same of requests for each second of processor time: the other processes of the machine have no part in it.</summary>
    public double CpuRatio => rounds.Select(round => round.Grove.PerCpuSecond / round.Reference.PerCpuSecond).Median();

    public double Median => Ratios.Median();

    public bool Within => operation.Reference is null ? Median <= operation.Budget : Median >= operation.Budget;

    private double Ratio((LoadResult Grove, LoadResult Reference) round) => operation.Reference is null
        ? round.Grove.P50 / round.Reference.P50
        : round.Grove.PerSecond / round.Reference.PerSecond;
}
