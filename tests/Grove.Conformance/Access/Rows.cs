using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

/// <summary>Every question, by what it is about. Whoever adds an operation adds its rows to a list of its resource.</summary>
internal static class Rows
{
    public const string Details = "User Details";
    public const string Accounts = "Account Settings";
    public const string Members = "Memberships";
    public const string Tokens = "API Tokens";
    public const string Audit = "Audit Logs";
    public const string Operator = "Grove Operator";

    public static IReadOnlyList<(string Title, IReadOnlyList<Row> Rows)> All { get; } =
    [
        ("Organizations", OrganizationRows.All),
        ("Accounts", AccountRows.All),
        ("Members of accounts", AccountMemberRows.All),
        ("Members and invitations", MemberRows.All),
        ("Audit logs", AuditRows.All),
        ("The caller", UserRows.All),
        ("Operators", OperatorRows.All),
        ("Asking about others", AskingRows.All),
        ("Without credentials", [new("health", null, Anybody), new("ready", null, Anybody), new("openapi", null, Anybody)]),
    ];

    public static object Profile { get; } =
        new { business_address = "Street 2", business_email = "a@b", business_name = "B", business_phone = "1", external_metadata = "{}" };
}
