using Grove.Cli.Trees;
using Xunit;

namespace Grove.Tests.Cli.Trees;

public sealed class TreeWriterTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_written_is_read_as_the_same(int seed)
    {
        var forest = new RandomForest(seed).Make(30);
        var shape = TreeFiles.Shape(forest);

        foreach (var read in new[] { TreeFiles.Yaml(TreeFiles.WriteYaml(forest)), TreeFiles.Json(TreeFiles.WriteJson(forest)) })
        {
            Assert.Empty(read.Faults);
            Assert.Equal(shape, TreeFiles.Shape(read.Organizations));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Json_is_read_by_the_reader_of_yaml_too(int seed)
    {
        var forest = new RandomForest(seed).Make(5);

        Assert.Equal(TreeFiles.Shape(forest), TreeFiles.Shape(TreeFiles.Yaml(TreeFiles.WriteJson(forest)).Organizations));
    }

    [Fact]
    public void Yaml_looks_as_a_person_would_write_it()
    {
        TreeOrganization[] forest =
        [
            new()
            {
                Name = "Acme",
                Profile = new() { BusinessName = "Acme, Inc." },
                Members = [new() { Email = "ada@example.com", Status = "active", Roles = ["Organization Read Only"] }],
                Accounts = [new() { Name = "Shop", Settings = new() { EnforceTwofactor = true } }],
                Organizations = [new() { Name = "2026" }, new() { Name = "Emea", Profile = new() }],
            },
        ];

        Assert.Equal(
            """
            organizations:
              - name: Acme
                profile:
                  business_name: "Acme, Inc."
                members:
                  - email: ada@example.com
                    status: active
                    roles:
                      - Organization Read Only
                accounts:
                  - name: Shop
                    settings:
                      enforce_twofactor: true
                organizations:
                  - name: "2026"
                  - name: Emea
                    profile: {}

            """.ReplaceLineEndings("\n"),
            TreeFiles.WriteYaml(forest));
    }
}
