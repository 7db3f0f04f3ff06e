using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class UserRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("user-details", Rows.Details, Themself),
        new("edit-user", Rows.Details, Themself) { Body = _ => new { first_name = "Ada" } },
        new("list-user-organizations", Rows.Details, FindingOwn) { Query = at => $"?name={at.TargetName}", Holds = at => at.Target },
        new("get-user-organization", Rows.Details, Belonging),
        new("leave-organization", Rows.Details, Belonging) { Changes = true },
        new("list-user-tenants", Rows.Details, Finding(Place.Target)) { Holds = at => at.Target },
        new("list-tokens", Rows.Tokens, Themself) { Query = _ => "?per_page=50", Holds = at => at.Token },
        new("create-token", Rows.Tokens, Themself) { Body = Minted },
        new("get-token", Rows.Tokens, Themself),
        new("update-token", Rows.Tokens, Themself) { Body = Minted },
        new("roll-token", Rows.Tokens, Themself),
        new("delete-token", Rows.Tokens, Themself) { Changes = true },
        new("verify-token", null, ByToken),
        new("list-permission-groups", Rows.Tokens, Anybody),
    ];

    /// <summary>A token that every token asked about may make.</summary>
    private static object Minted(Named at) => new { name = "Made", policies = new[] { Policy.Allow("API Tokens Read", Policy.Everything(at.Self)) } };
}
