using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class AuditRows
{
    private const string Window = "?since=2020-01-01&before=2999-01-01";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-organization-audit-logs", Rows.Audit, Seeing(Place.Target)) { Query = _ => Window },
        new("list-organization-audit-history", Rows.Audit, Seeing(Place.Target)) { Query = _ => Window + "&action_time=2026-01-01T00:00:00Z" },
        new("list-subtree-audit-logs", Rows.Audit, Seeing(Place.Target)),
        new("list-audit-logs", Rows.Operator, Operators),
    ];
}
