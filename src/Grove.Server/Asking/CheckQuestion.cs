using Grove.Server.Accounts;
using Grove.Server.Http;
using Grove.Server.Organizations;

namespace Grove.Server.Asking;

/// <summary>Whether a user may do something to an organization, or to an account. An id that nothing can have is <see cref="Nothing"/>.</summary>
internal sealed record CheckQuestion(string UserId, bool AboutAccount, string ResourceId, string Permission)
{
    /// <summary>Questions in one batch.</summary>
    public const int Most = 100;

    private const int MaxText = 200;

    // As long as an id, so that it can travel like one.
    private static readonly string Nothing = new('-', Http.ResourceId.Length);

    /// <summary>What can be asked about organizations.</summary>
    public static IReadOnlyList<string> OfOrganizations { get; } = [.. OrganizationRole.All.SelectMany(static role => role.Permissions).Distinct(StringComparer.Ordinal)];

    /// <summary>What can be asked about accounts.</summary>
    public static IReadOnlyList<string> OfAccounts { get; } = [.. AccountRole.All.SelectMany(static role => role.Permissions).Distinct(StringComparer.Ordinal)];

    /// <summary>The question of a query; null, with the faults among the errors, when it is none.</summary>
    public static CheckQuestion? Parse(QueryReader query, List<ErrorItem> errors)
    {
        string? Required(string name)
        {
            var sofar = errors.Count;
            var text = query.Text(name, MaxText);
            if (text is null && errors.Count == sofar) errors.Add(ErrorItem.Invalid($"{name} is required."));
            return text;
        }
        return Make(Required, name => query.Text(name, MaxText), errors, static (_, message) => ErrorItem.Invalid(message));
    }

    /// <summary>The questions of a body; as many as are sound.</summary>
    public static IReadOnlyList<CheckQuestion> Parse(JsonMembers body, List<ErrorItem> errors)
    {
        var checks = body.RequiredObjects("checks");
        if (checks.Count > Most) body.Fail("checks", $"checks must not hold more than {Most}.");
        return [.. checks.Take(Most).Select(check => Parse(check, errors)).OfType<CheckQuestion>()];

        static CheckQuestion? Parse(JsonMembers check, List<ErrorItem> errors) => Make(
            check.RequiredText, check.OptionalText, errors, (name, message) => ErrorItem.Invalid(message, check.PointerTo(name)));
    }

    private static CheckQuestion? Make(
        Func<string, string?> required, Func<string, string?> optional, List<ErrorItem> errors, Func<string, string, ErrorItem> fault)
    {
        var (user, permission) = (required("user_id"), required("permission"));
        var sofar = errors.Count;
        var (organization, account) = (optional("organization_id"), optional("account_id"));
        if (errors.Count == sofar && organization is null == account is null) errors.Add(fault("organization_id", "Exactly one of organization_id and account_id is required."));
        var known = account is null ? OfOrganizations : OfAccounts;
        if (permission is not null && !known.Contains(permission, StringComparer.Ordinal))
            errors.Add(fault("permission", $"permission must be one of {string.Join(", ", known)}."));
        return errors.Count > 0 ? null : new(IdOrNothing(user!), account is not null, IdOrNothing(organization ?? account!), permission!);
    }

    private static string IdOrNothing(string id) => Http.ResourceId.Parse(id) ?? Nothing;
}
