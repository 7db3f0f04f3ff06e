using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Text;

namespace Grove.Server.Members;

/// <summary>What <c>GET /organizations/{id}/members</c> asks for. Addresses are folded already.</summary>
internal sealed record MemberFilter
{
    private const int DefaultPageSize = 10;
    private const int MaxText = 200;
    public static readonly string[] Statuses = ["active", "pending", "rejected", "canceled"];

    public required string[] Status { get; init; }
    public string? Email { get; init; }
    public string? StartsWith { get; init; }
    public string? EndsWith { get; init; }
    public string? Contains { get; init; }
    public int PageSize { get; init; } = DefaultPageSize;
    public string? PageToken { get; init; }

    /// <summary>The stored statuses asked for.</summary>
    public long[] Stored => [.. Enum.GetValues<MemberStatus>().Where(status => Status.Contains(status.Name())).Select(status => (long)status)];

    public static MemberFilter Parse(ApiRequest request)
    {
        var query = request.Query;
        var status = query.Texts("status", commaSeparated: true, 100);
        if (status.Except(Statuses).Any()) request.Errors.Add(ErrorItem.Invalid($"status must be one of {string.Join(", ", Statuses)}."));
        var size = query.Integer("page_size", 0, 1000) ?? 0;
        return new()
        {
            Status = status.Count == 0 ? ["active", "pending"] : [.. status.Distinct().Order(StringComparer.Ordinal)],
            Email = Fold(query.Text("user.email", MaxText)),
            StartsWith = Fold(query.Text("user.email.startsWith", MaxText)),
            EndsWith = Fold(query.Text("user.email.endsWith", MaxText)),
            Contains = Fold(query.Text("user.email.contains", MaxText)),
            PageSize = size == 0 ? DefaultPageSize : size,
            PageToken = query.Text("page_token", 2000),
        };
    }

    /// <summary>What a page token is bound to.</summary>
    public byte[] Binding(Caller caller, string organizationId) =>
        PageBinding.Of($"/organizations/{organizationId}/members", caller, string.Join(',', Status), Email, StartsWith, EndsWith, Contains);

    private static string? Fold(string? text) => text is null ? null : EmailRules.Fold(text);
}
