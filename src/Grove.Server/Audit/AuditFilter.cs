using System.Globalization;
using Grove.Server.Auth;
using Grove.Server.Http;
using Grove.Server.Storage;
using Grove.Server.Text;

namespace Grove.Server.Audit;

/// <summary>What an audit log is asked for. Since is in the window, before is not.</summary>
internal sealed record AuditFilter(long Since, long Before, bool Descending, int Limit, string? Cursor)
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 1000;

    private static readonly QueryParameter[] Window =
    [
        new("since", "string", "From when on: RFC 3339, or a date in UTC."),
        new("before", "string", "Until before when: RFC 3339, or a date in UTC."),
        new("direction", "string", "The order.") { Values = ["desc", "asc"] },
        new("limit", "integer", "Rows on a page.") { Minimum = 1, Maximum = MostLimit, Default = DefaultLimit },
        new("cursor", "string", "The cursor of the page before; everything else but the limit must be sent again."),
    ];

    /// <summary>The parameters of a log with all filters.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [.. Window, .. AuditColumns.All.SelectMany(column => column.Parameters())];

    /// <summary>The parameters of the history of one resource.</summary>
    public static IReadOnlyList<QueryParameter> HistoryParameters { get; } =
        [new("action_time", "string", "The time of the record, RFC 3339."), .. Window];

    /// <summary>The values of the filters that were given, by <see cref="AuditColumn.Argument"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public static AuditFilter Parse(ApiRequest request, bool windowRequired, bool filters = true)
    {
        var query = request.Query;
        var filter = new AuditFilter(
            Time(request, "since", windowRequired) ?? 0, Time(request, "before", windowRequired) ?? long.MaxValue,
            query.OneOf("direction", "desc", "asc") != "asc", query.Integer("limit", 1, MostLimit) ?? DefaultLimit, query.Text("cursor", 2000));
        if (!filters) return filter;
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var column in AuditColumns.All)
        {
            foreach (var opposite in (bool[])[false, true])
                if (column.Parse(query, request.Errors, opposite) is { Count: > 0 } given) values[column.Argument(opposite)] = given;
        }
        return filter with { Values = values };
    }

    /// <summary>A time that a query must or may have; null when it has none that is right.</summary>
    public static long? Time(ApiRequest request, string name, bool required, bool dates = true)
    {
        if (request.Query.Text(name, 64) is not { } text)
        {
            if (required) request.Errors.Add(ErrorItem.Invalid($"{name} is required."));
            return null;
        }
        var date = dates && text.Length == 10;
        if (Timestamps.TryParse(date ? text + "T00:00:00Z" : text, out var time)) return time;
        request.Errors.Add(ErrorItem.Invalid($"{name} must be a time such as 2026-01-31T09:30:00Z{(dates ? ", or a date such as 2026-01-31" : "")}."));
        return null;
    }

    /// <summary>The same log, of one resource only.</summary>
    public AuditFilter Of(string resourceType, string resourceId) => this with
    {
        Values = new Dictionary<string, IReadOnlyList<string>> { [AuditColumns.ResourceType] = [resourceType], [AuditColumns.ResourceId] = [resourceId] },
    };

    /// <summary>What a cursor is bound to.</summary>
    public byte[] Binding(string list, Caller caller, params ReadOnlySpan<string?> more)
    {
        // Each value carries its length, as each part does in turn.
        var values = AuditColumns.All.SelectMany(column => (string[])[column.Argument(false), column.Argument(true)])
            .Select(name => Values.TryGetValue(name, out var given) ? string.Concat(given.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value}"))) : null);
        return PageBinding.Of(list, caller, [.. more, Number(Since), Number(Before), Descending ? "desc" : "asc", .. values]);
    }

    /// <summary>The arguments of <see cref="AuditListSql"/> for the filters.</summary>
    public IEnumerable<SqlArg> Args()
    {
        foreach (var column in AuditColumns.All)
        {
            foreach (var name in (string[])[column.Argument(false), column.Argument(true)])
            {
                var given = Values.GetValueOrDefault(name, []);
                yield return (name + "_given", given.Count > 0);
                if (column.Number) yield return (name, given.Select(value => long.Parse(value, CultureInfo.InvariantCulture)).ToArray());
                else yield return (name, given.ToArray());
            }
        }
        yield return ("of_actor", AuditColumns.OfActor.Any(column => Given(column, false).Count > 0 || Given(column, true).Count > 0));
        yield return ("hidden_fits", AuditColumns.OfActor.All(HiddenFits));
    }

    /// <summary>True when an actor fits who shows as the type system and nothing else.</summary>
    private bool HiddenFits(AuditColumn column)
    {
        var shown = column.Name == AuditColumns.ActorType ? "system" : null;
        return (Given(column, false) is not { Count: > 0 } wanted || (shown is not null && wanted.Contains(shown))) && (shown is null || !Given(column, true).Contains(shown));
    }

    private IReadOnlyList<string> Given(AuditColumn column, bool opposite) => Values.GetValueOrDefault(column.Argument(opposite), []);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
