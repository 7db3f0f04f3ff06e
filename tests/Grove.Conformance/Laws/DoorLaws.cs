using System.Reflection;
using Grove.Conformance.Access;
using Grove.Conformance.Cases;
using Grove.Conformance.Doors;
using Grove.Tests;
using Xunit;
using Xunit.Sdk;

namespace Grove.Conformance.Laws;

/// <summary>What doors leave out is what the tables of <see cref="Exclusions"/> say, and nothing of it works.</summary>
public class DoorLaws(SharedHosts hosts)
{
    public static TheoryData<string, string, string> Excluded { get; } = [.. Exclusions.Cases.Select(row => (row.Door, row.Class, row.Case))];

    [Theory, MemberData(nameof(Excluded))]
    public async Task An_excluded_case_does_not_work(string door, string type, string name)
    {
        var test = CaseOf(type, name);
        var failure = await Record.ExceptionAsync(() => (Task)test.Invoke(Instance(test.DeclaringType!), [Door.On(Engine.Sqlite, door)])!);
        Assert.True(failure is UntranslatableException or IAssertionException, failure is null
            ? $"{type}.{name} works by the door {door} now: take its row out of Exclusions."
            : $"{type}.{name} fails by the door {door}, but not because of what it says: {failure}");
    }

    [Fact]
    public void Every_case_takes_every_door_or_stands_in_a_table()
    {
        foreach (var row in Exclusions.Cases) Assert.NotNull(CaseOf(row.Class, row.Case).GetCustomAttribute<EveryDoorAttribute>());
        Assert.Distinct(Exclusions.Cases.Select(row => (row.Door, row.Class, row.Case)));
        foreach (var test in typeof(OrganizationCases).Assembly.GetTypes().Where(type => type.Namespace == typeof(OrganizationCases).Namespace).SelectMany(type => type.GetMethods()))
        {
            if (test.GetCustomAttribute<TheoryAttribute>() is null || test.GetParameters() is not [{ Name: "engine" }]) continue;
            var rest = Exclusions.Others.Any(row => row.Class == test.DeclaringType!.Name && (row.Case ?? test.Name) == test.Name);
            Assert.True(rest != test.GetCustomAttribute<EveryDoorAttribute>() is not null,
                $"{test.DeclaringType!.Name}.{test.Name} needs [EveryDoor], or a row in Exclusions.Others that says why it takes no door; not both.");
        }
        foreach (var row in Exclusions.Others) if (row.Case is not null) CaseOf(row.Class, row.Case);
        Assert.All(Exclusions.Cases, row => Assert.True(Exclusions.Takes(row.Door, row.Class), $"{row.Class} does not take the door {row.Door} at all."));
        Assert.All(Exclusions.ByCli, type => Assert.Contains(CasesOf(type), test => test.GetCustomAttribute<EveryDoorAttribute>() is not null));
    }

    // The SDK meets the scenario on PostgreSQL as a case.
    [Theory, InlineData(Engine.Sqlite, Door.Sdk), InlineData(Engine.Sqlite, Door.Cli), InlineData(Engine.Postgres, Door.Cli)]
    public async Task Every_operation_succeeds_by_the_words_of_the_door_alone_or_stands_in_the_table(string engine, string door)
    {
        // The scenario calls every operation. Servers of its own, so that nothing else counts.
        await using var own = new SharedHosts();
        var name = Door.On(engine, door);
        await new OpenApiCases(own).Every_answer_has_exactly_the_members_that_are_declared(name);
        var host = await own.GetAsync(name);
        var all = ApiDocument.Operations(await ApiDocument.ReadAsync(host)).Select(Key).ToList();
        var missing = Exclusions.Operations.Where(row => row.Door == door).Select(row => row.Operation).ToList();
        Assert.Empty(all.Except(host.Door!.Driven.Keys).Except(missing));
        Assert.Empty(missing.Intersect(host.Door!.Driven.Keys));
        Assert.Empty(missing.Concat(host.Door!.Driven.Keys).Except(all));
        Assert.Distinct(missing);
        if (door != Door.Sdk) return;
        Assert.Empty(missing.Intersect(SdkCalls.All.Keys));
        Assert.Empty(SdkCalls.All.Keys.Except(all));
    }

    [Fact]
    public async Task The_tables_in_the_documentation_are_those_of_the_code()
    {
        var text = DoorTable.Write();
        if (Environment.GetEnvironmentVariable(AccessTable.WriteVariable) is { Length: > 0 })
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, DoorTable.Path), text, TestContext.Current.CancellationToken);
        Assert.True(text == Repository.Read(DoorTable.Path), $"{DoorTable.Path} is not what Exclusions says: write it anew with {AccessTable.WriteVariable}=1.");
    }

    private object Instance(Type type) => type.GetConstructor([typeof(SharedHosts)]) is null ? Activator.CreateInstance(type)! : Activator.CreateInstance(type, hosts)!;

    /// <summary>An operation as the tables name it.</summary>
    private static string Key(ApiOperation operation)
    {
        var path = operation.Path.Replace("/client/v4/", "", StringComparison.Ordinal);
        return $"{operation.Method} {string.Join('/', path.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment))}";
    }

    private static MethodInfo[] CasesOf(string type) => typeof(DoorLaws).Assembly.GetType($"Grove.Conformance.Cases.{type}")?.GetMethods() ?? [];

    private static MethodInfo CaseOf(string type, string name)
    {
        var test = typeof(DoorLaws).Assembly.GetType($"Grove.Conformance.Cases.{type}")?.GetMethod(name);
        Assert.True(test is not null, $"There is no case {type}.{name}.");
        return test;
    }
}
