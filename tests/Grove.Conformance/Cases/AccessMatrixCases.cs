using System.Net;
using Grove.Conformance.Access;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>
/// The matrix of access: every operation of <c>/openapi.json</c>, every relation of a caller to what it names, every role, every kind of
/// credential. What the answers must be is in <see cref="Rules"/>; what is asked is in <see cref="Rows"/>, where <see cref="OpenApiCases"/>
/// looks for each operation.
/// </summary>
public class AccessMatrixCases(ITestOutputHelper output)
{
    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task Every_answer_is_what_the_rules_say(string engine)
    {
        await using var host = await GroveHost.StartAsync(engine, options => options with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });
        var document = await ApiDocument.ReadAsync(host);
        var matrix = new Matrix(host, ApiDocument.Operations(document).ToDictionary(operation => operation.Id));
        await matrix.RunAsync();
        output.WriteLine($"{matrix.Cells} cells on {engine}.");
        Assert.True(matrix.Faults.Count == 0, $"{matrix.Faults.Count} of {matrix.Cells} cells:\n{string.Join('\n', matrix.Faults.Order(StringComparer.Ordinal).Take(60))}");
        await Invariants.CheckAsync(host.Database);
    }
}
