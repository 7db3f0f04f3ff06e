using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Accounts;

/// <summary>The body of POST and PUT. Read-only members that clients echo are ignored, <c>managed_by</c> among them.</summary>
internal sealed record AccountBody(string Name, string? Type, AccountSettingsChange Settings)
{
    /// <summary>The organization to create the account in; null for a free one.</summary>
    public string? Unit { get; init; }

    public static AccountBody Parse(JsonMembers body, bool creating)
    {
        var name = body.RequiredText("name");
        if (name is not null && NameRules.Fault(name) is { } fault) body.Fail("name", fault);
        var type = body.OptionalOneOf("type", Account.Standard, Account.Enterprise);
        return new(name ?? "", type, AccountSettingsChange.Parse(body)) { Unit = creating ? ParseUnit(body) : null };
    }

    private static string? ParseUnit(JsonMembers body)
    {
        var unit = body.Object("unit");
        var standalone = body.Bool("standalone");
        if (standalone is { HasValue: true, Value: false }) body.Fail("standalone", "standalone must be true, or be left out.");
        if (unit.HasValue && standalone.HasValue) body.Fail("standalone", "unit and standalone exclude each other.");
        return unit.HasValue ? unit.Value.RequiredText("id") : null;
    }
}
