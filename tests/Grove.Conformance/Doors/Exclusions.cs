using System.Reflection;
using Grove.Conformance.Cases;

namespace Grove.Conformance.Doors;

/// <summary>An operation that a door has no words for. A case may ask for it beside what it is about; it goes as it is then.</summary>
internal sealed record MissingOperation(string Door, string Operation, string Reason);

/// <summary>A case that does not take a door, because of something that the door cannot say.</summary>
internal sealed record ExcludedCase(string Door, string Class, string Case, string Reason);

/// <summary>What doors cannot do. Nothing else is left out by a door; <c>docs/doors.md</c> shows these tables, and laws try all of it again.</summary>
internal static class Exclusions
{
    public static IReadOnlyList<MissingOperation> Operations { get; } =
    [
        new(Door.Sdk, "GET /healthz", "for what watches processes"),
    ];

    public static IReadOnlyList<ExcludedCase> Cases { get; } =
    [
        new(Door.Sdk, nameof(PagingCases), nameof(PagingCases.A_query_that_is_not_text_is_refused_and_names_the_parameter), "text is always well encoded"),
    ];

    /// <summary>The doors that a case does not take.</summary>
    public static IReadOnlyList<string> Of(MethodInfo test) =>
        [.. Cases.Where(row => row.Class == test.DeclaringType!.Name && row.Case == test.Name).Select(row => row.Door)];

    public static bool IsWithout(string door, AskedRequest asked) => Operations.Any(row => row.Door == door && row.Operation == $"{asked.Method} {asked.Path}");
}
