namespace Grove.Conformance.Doors;

/// <summary>
/// The ways in which the requests of a case reach the server: <c>rest</c> sends them as they are, the others say them in their own words. What a case
/// gets as its engine names both: <c>sqlite</c>, or <c>sqlite by sdk</c>.
/// </summary>
public static class Door
{
    public const string Rest = "rest";
    public const string Sdk = "sdk";
    public const string Cli = "cli";

    private const string By = " by ";

    /// <summary>Those besides <see cref="Rest"/>.</summary>
    public static IReadOnlyList<string> Others { get; } = [Sdk, Cli];

    public static string On(string engine, string door) => door == Rest ? engine : engine + By + door;

    public static (string Engine, string Door) Parse(string name) => name.Split(By) is [var engine, var door] ? (engine, door) : (name, Rest);

    /// <summary>What requests go through; null for <see cref="Rest"/>.</summary>
    internal static DrivenDoor? Open(string door, Uri wire, HttpMessageHandler inner) => door switch
    {
        Rest => null,
        Sdk => new SdkDoor(wire, inner),
        Cli => new CliDoor(wire, inner),
        _ => throw new ArgumentException($"There is no door {door}.", nameof(door)),
    };
}

/// <summary>A request that a door cannot say. Nothing was sent.</summary>
public sealed class UntranslatableException(string message) : Exception(message);
