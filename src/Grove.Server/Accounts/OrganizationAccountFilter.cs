using System.Globalization;
using System.Text;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Accounts;

/// <summary>What <c>GET /organizations/{id}/accounts</c> asks for. All text is folded: here even the exact name is compared without case.</summary>
internal sealed record OrganizationAccountFilter
{
    private const int DefaultPageSize = 10;

    // Wire: account_pubname is the older spelling of name; both may be given, and then both must hold.
    private static readonly (string Wire, string Argument)[] Texts =
    [
        ("name", "name"), ("name.startsWith", "starts"), ("name.endsWith", "ends"), ("name.contains", "contains"),
        ("account_pubname", "old_name"), ("account_pubname.startsWith", "old_starts"), ("account_pubname.endsWith", "old_ends"), ("account_pubname.contains", "old_contains"),
    ];

    private readonly string?[] texts = new string?[Texts.Length];

    public bool ByName { get; private init; }
    public bool Descending { get; private init; }
    public int PageSize { get; private init; }
    public string? PageToken { get; private init; }

    /// <summary>True when rows can be left out by their name.</summary>
    public bool Narrows => texts.Any(text => text is not null);

    public static OrganizationAccountFilter Parse(QueryReader query)
    {
        var size = query.Integer("page_size", 0, 1000) ?? 0;
        var filter = new OrganizationAccountFilter
        {
            ByName = query.OneOf("order_by", ["account_name"]) is not null,
            Descending = query.OneOf("direction", ["asc", "desc"]) == "desc",
            PageSize = size == 0 ? DefaultPageSize : size,
            PageToken = query.Text("page_token", 3000),
        };
        for (var i = 0; i < Texts.Length; i++)
            if (query.Text(Texts[i].Wire, 200) is { } text) filter.texts[i] = NameRules.Fold(text);
        return filter;
    }

    /// <summary>The condition on <paramref name="folded"/>, for <see cref="Args"/>; what was not given holds.</summary>
    public static string Condition(SqlDialect dialect, string folded) => string.Join(" and ", Texts.Select(text => text.Argument).Select(argument =>
        $"(@{argument} is null or {argument.Split('_')[^1] switch
        {
            "name" => $"{folded} = @{argument}",
            "starts" => $"substr({folded}, 1, length(@{argument})) = @{argument}",
            "ends" => $"length({folded}) >= length(@{argument}) and substr({folded}, length({folded}) - length(@{argument}) + 1) = @{argument}",
            _ => $"{dialect.Position(folded, "@" + argument)} > 0",
        }})"));

    public IEnumerable<SqlArg> Args => Texts.Select((text, i) => (SqlArg)(text.Argument, texts[i]));

    /// <summary>What a page token is bound to: who asks, and for what. The page size may change between pages.</summary>
    public byte[] Binding(Caller caller, string organizationId)
    {
        var text = new StringBuilder("GET /organizations/accounts");
        foreach (var value in (string?[])[caller.UserId, caller.Token?.Id, organizationId, ByName ? "name" : null, Descending ? "desc" : null, .. texts])
            text.Append('\n').Append(value is null ? "-" : value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
