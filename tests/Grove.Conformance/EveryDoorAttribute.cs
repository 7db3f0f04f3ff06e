using System.Reflection;
using Grove.Conformance.Doors;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Grove.Conformance;

/// <summary>Runs a case on every engine by every door, those aside that <see cref="Exclusions"/> names for it or for its class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryDoorAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var excluded = Exclusions.Of(testMethod);
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
        [
            .. from door in Door.Others.Prepend(Door.Rest)
               where !excluded.Contains(door) && Exclusions.Takes(door, testMethod.DeclaringType!.Name)
               from engine in (string[])[Engine.Sqlite, Engine.Postgres]
               select new TheoryDataRow<string>(Door.On(engine, door)),
        ]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
