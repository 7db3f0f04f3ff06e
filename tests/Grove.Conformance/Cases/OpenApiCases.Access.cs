using Grove.Conformance.Access;
using Grove.Tests;
using Xunit;

namespace Grove.Conformance.Cases;

// What the matrix of access knows of the document. AccessMatrixCases asks the server.
public partial class OpenApiCases
{
    private const string HowToAdd =
        "Add a row for each to a list in tests/Grove.Conformance/Access (OrganizationRows, AccountRows, MemberRows, …; a new list goes into Rows.All): its operationId, "
        + "the area of its permission groups, and a rule of Rules.cs that says by the design who sees it and who may, with the body and whatever else it takes to call it. "
        + "Then write docs/access.md anew: " + AccessTable.WriteVariable + "=1 dotnet test tests/Grove.Conformance --filter FullyQualifiedName~OpenApiCases.The_table. "
        + "CONTRIBUTING.md has more under \"How to add\".";

    [Fact]
    public async Task Every_operation_has_its_rows_in_the_matrix_of_access()
    {
        var operations = await OperationsAsync();
        var rows = Rows.All.SelectMany(group => group.Rows).ToList();
        var missing = operations.Keys.Except(rows.Select(row => row.Operation)).ToList();
        Assert.True(missing.Count == 0, $"Nothing says who may call {string.Join(", ", missing)}. {HowToAdd}");
        var unknown = rows.Select(row => row.Operation).Except(operations.Keys).ToList();
        Assert.True(unknown.Count == 0, $"tests/Grove.Conformance/Access has rows of operations that do not exist: {string.Join(", ", unknown)}.");
        var twice = rows.GroupBy(row => row.ToString()).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        Assert.True(twice.Count == 0, $"Say in Of what distinguishes the rows of {string.Join(", ", twice)}.");
    }

    [Fact]
    public async Task Every_operation_accepts_the_permission_groups_of_its_area()
    {
        var operations = await OperationsAsync();
        foreach (var row in Rows.All.SelectMany(group => group.Rows))
        {
            // Write includes Read; some areas have but one group.
            string[] levels = operations[row.Operation].Method == "GET" ? ["", " Read", " Write"] : ["", " Write"];
            var expected = row.Area is null ? [] : levels.Select(level => row.Area + level).Where(Policy.Groups.ContainsKey);
            var accepted = operations[row.Operation].Groups ?? [];
            Assert.True(expected.SequenceEqual(accepted), $"{row} accepts {string.Join(", ", accepted)}.");
        }
    }

    [Fact]
    public async Task The_rules_give_who_is_weaker_no_more()
    {
        var operations = await OperationsAsync();
        foreach (var row in Rows.All.SelectMany(group => group.Rows).Where(row => row.Area is not null))
        {
            Verdict Of(Caller caller, Credential credential) => Matrix.Expected(row, operations[row.Operation], caller, credential);
            bool Served(Caller caller, Credential credential) => Of(caller, credential) == Verdict.Served;
            var stranger = Caller.All.Single(caller => caller.Relation == "none");
            foreach (var credential in Enum.GetValues<Credential>())
            {
                foreach (var caller in Caller.All)
                {
                    Assert.True(Served(caller, Credential.Key) || !Served(caller, credential), $"{row}: {caller} by {credential} may more than by the key.");
                    // Held below it, beside it, elsewhere or once, a role is none.
                    if (caller.Relation is "child" or "sibling" or "foreign" or "canceled") Assert.Equal(Of(stranger, credential), Of(caller, credential));
                }
                foreach (var (higher, lower) in Caller.All.Zip(Caller.All.Skip(1)).Where(pair => pair.First.Relation == pair.Second.Relation))
                    Assert.True(Served(higher, credential) || !Served(lower, credential), $"{row}: {lower} may more than {higher}.");
            }
        }
    }

    [Fact]
    public async Task The_table_of_access_in_the_documentation_is_what_the_rules_say()
    {
        var text = AccessTable.Write(await OperationsAsync(), "/client/v4");
        if (Environment.GetEnvironmentVariable(AccessTable.WriteVariable) is { Length: > 0 })
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, AccessTable.Path), text, TestContext.Current.CancellationToken);
        Assert.True(text == Repository.Read(AccessTable.Path), $"{AccessTable.Path} is not what the rules say: write it anew with {AccessTable.WriteVariable}=1.");
    }

    private async Task<IReadOnlyDictionary<string, ApiOperation>> OperationsAsync() =>
        ApiDocument.Operations(await ApiDocument.ReadAsync(await hosts.GetAsync(Engine.Sqlite))).ToDictionary(operation => operation.Id);
}
