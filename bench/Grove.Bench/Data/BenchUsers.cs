namespace Grove.Bench.Data;

/// <summary>The users that the measured requests come from. All have the same API key.</summary>
internal static class BenchUsers
{
    public const string ApiKey = "grove-bench-key-0123456789-0123456789-01";

    public const string Operator = "operator@bench.example";

    /// <summary>Super Administrator of the root of the large subtree.</summary>
    public const string Big = "big@bench.example";

    /// <summary>Member of every root.</summary>
    public const string Roots = "roots@bench.example";

    /// <summary>Member of one in two hundred organizations, at any depth.</summary>
    public const string Many = "many@bench.example";

    /// <summary>Member of fifty roots.</summary>
    public const string Fifty = "fifty@bench.example";

    public static IReadOnlyList<string> Named { get; } = [Operator, Big, Roots, Many, Fifty];

    /// <summary>The owner of the root number <paramref name="root"/>, from 0: sees that one and what is below it.</summary>
    public static string Owner(int root) => $"owner{root}@bench.example";
}
