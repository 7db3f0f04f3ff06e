using System.Reflection;
using Grove.Conformance.Access;
using Grove.Conformance.Doors;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Laws;

/// <summary>What doors leave out is what the tables of <see cref="Exclusions"/> say, and nothing of it works.</summary>
public class DoorLaws(SharedHosts hosts)
{
    public static TheoryData<string, string, string> Excluded { get; } = [.. Exclusions.Cases.Select(row => (row.Door, row.Class, row.Case))];

    [Theory, MemberData(nameof(Excluded))]
    public async Task An_excluded_case_cannot_be_said(string door, string type, string name)
    {
        var test = CaseOf(type, name);
        var instance = Activator.CreateInstance(test.DeclaringType!, hosts);
        var failure = await Record.ExceptionAsync(() => (Task)test.Invoke(instance, [Door.On(Engine.Sqlite, door)])!);
        Assert.True(failure is UntranslatableException, failure is null
            ? $"{type}.{name} works by the door {door} now: take its row out of Exclusions."
            : $"{type}.{name} fails by the door {door}, but not because it cannot be said: {failure}");
    }

    [Fact]
    public void An_exclusion_names_a_case_that_would_run()
    {
        foreach (var row in Exclusions.Cases) Assert.NotNull(CaseOf(row.Class, row.Case).GetCustomAttribute<EveryDoorAttribute>());
        Assert.Distinct(Exclusions.Cases.Select(row => (row.Door, row.Class, row.Case)));
        Assert.Distinct(Exclusions.Operations.Select(row => (row.Door, row.Operation)));
    }

    [Fact]
    public async Task The_tables_in_the_documentation_are_those_of_the_code()
    {
        var text = DoorTable.Write();
        if (Environment.GetEnvironmentVariable(AccessTable.WriteVariable) is { Length: > 0 })
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, DoorTable.Path), text, TestContext.Current.CancellationToken);
        Assert.True(text == Repository.Read(DoorTable.Path), $"{DoorTable.Path} is not what Exclusions says: write it anew with {AccessTable.WriteVariable}=1.");
    }

    private static MethodInfo CaseOf(string type, string name)
    {
        var test = typeof(DoorLaws).Assembly.GetType($"Grove.Conformance.Cases.{type}")?.GetMethod(name);
        Assert.True(test is not null, $"There is no case {type}.{name}.");
        return test;
    }
}
