using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Organizations;

/// <summary>What <c>GET /organizations</c> asks for. Text for case-insensitive matching is folded already.</summary>
internal sealed record OrganizationFilter
{
    private const int DefaultPageSize = 10;
    private const int MaxPageSize = 1000;
    private const int MaxIds = 1000;
    private const int MaxText = 200;

    public string[]? Ids { get; init; }
    public string? Name { get; init; }
    public string? StartsWith { get; init; }
    public string? EndsWith { get; init; }
    public string? Contains { get; init; }
    public string? Account { get; init; }
    public string? Organization { get; init; }
    public string? User { get; init; }

    /// <summary>The parent asked for; empty when only roots are.</summary>
    public string? Parent { get; init; }

    public int PageSize { get; init; } = DefaultPageSize;
    public string? PageToken { get; init; }

    /// <summary>True when it asks for all that is visible, a page of which is read in a bounded time.</summary>
    public bool IsEmpty => Ids is null && Name is null && StartsWith is null && EndsWith is null && Contains is null && Account is null
        && Organization is null && User is null && Parent is null;

    public static OrganizationFilter Parse(QueryReader query)
    {
        var ids = query.Texts("id", commaSeparated: true, MaxIds);
        var parent = query.Text("parent.id", MaxText);
        var size = query.Integer("page_size", 0, MaxPageSize) ?? 0;
        return new()
        {
            // Ids that nothing can have match nothing, like unknown ones.
            Ids = ids.Count == 0 ? null : [.. ids.Select(ResourceId.Parse).OfType<string>().Distinct(StringComparer.Ordinal)],
            Name = query.Text("name", MaxText),
            StartsWith = Fold(query.Text("name.startsWith", MaxText)),
            EndsWith = Fold(query.Text("name.endsWith", MaxText)),
            Contains = Fold(query.Text("name.contains", MaxText)),
            Account = IdOrNothing(query.Text("containing.account", MaxText)),
            Organization = IdOrNothing(query.Text("containing.organization", MaxText)),
            User = IdOrNothing(query.Text("containing.user", MaxText)),
            Parent = parent == "null" ? "" : IdOrNothing(parent),
            PageSize = size == 0 ? DefaultPageSize : size,
            PageToken = query.Text("page_token", 2000),
        };
    }

    /// <summary>What a page token is bound to; <paramref name="list"/> tells lists apart.</summary>
    public byte[] Binding(Caller caller, string list) => PageBinding.Of(list, caller,
        Ids is null ? null : string.Join(',', Ids.Order(StringComparer.Ordinal)), Name, StartsWith, EndsWith, Contains, Account, Organization, User, Parent);

    private static string? Fold(string? text) => text is null ? null : NameRules.Fold(text);

    /// <summary>An id that nothing can have stays in the filter as one that matches nothing.</summary>
    private static string? IdOrNothing(string? text) => text is null ? null : ResourceId.Parse(text) ?? "-";
}
