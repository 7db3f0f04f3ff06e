using static Grove.Conformance.Access.Rules;

namespace Grove.Conformance.Access;

internal static class OrganizationRows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("list-organizations", Rows.Details, Finding(Place.Target)) { Query = at => $"?id={at.Target}", Holds = at => at.Target },
        new("create-organization", Rows.Details, Themself) { Of = "a root", Body = _ => new { name = "Made" } },
        new("create-organization", Rows.Details, Administering(Place.Target))
        {
            Of = "below the organization",
            Body = at => new { name = "Made", parent = new { id = at.Target } },
        },
        new("get-organization", Rows.Details, Seeing(Place.Target)),
        new("update-organization", Rows.Details, Administering(Place.Target)) { Of = "rename", Body = _ => new { name = "Renamed" }, Changes = true },
        new("update-organization", Rows.Details, MovingTargetToSibling)
        {
            Of = "move below its sibling",
            Body = at => new { name = at.TargetName, parent = new { id = at.Sibling } },
            Changes = true,
        },
        new("update-organization", Rows.Details, MakingTargetARoot)
        {
            Of = "make a root",
            Body = at => new { name = at.TargetName, parent = (object?)null },
            Changes = true,
        },
        // It holds something, which is told to who might delete it.
        new("delete-organization", Rows.Details, DeletingTarget) { Ends = (400, 1010) },
        new("get-organization-profile", Rows.Details, Seeing(Place.Target)),
        new("update-organization-profile", Rows.Details, Administering(Place.Target)) { Body = _ => Rows.Profile, Changes = true },
    ];
}
