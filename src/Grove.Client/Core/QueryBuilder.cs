using System.Globalization;
using System.Text;

namespace Grove.Client.Core;

/// <summary>The parameters of a query, in order. Null adds nothing; an empty text is sent as such.</summary>
internal sealed class QueryBuilder
{
    private readonly List<KeyValuePair<string, string>> parameters = [];

    public QueryBuilder()
    {
    }

    public QueryBuilder(QueryBuilder? same) => parameters = [.. same?.parameters ?? []];

    public QueryBuilder Add(string name, string? value)
    {
        if (value is not null) parameters.Add(new(name, value));
        return this;
    }

    public QueryBuilder Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryBuilder Add(string name, bool? value) => Add(name, value is { } set ? set ? "true" : "false" : null);

    public QueryBuilder Add(string name, DateTimeOffset? value) => Add(name, value is { } time ? WireTime.Text(time) : null);

    public QueryBuilder Add<T>(string name, T? value) where T : struct, IWireValue<T> => Add(name, value?.Value);

    /// <summary>One parameter for each value.</summary>
    public QueryBuilder Add(string name, IEnumerable<string>? values)
    {
        foreach (var value in values ?? []) Add(name, value);
        return this;
    }

    public QueryBuilder Replace(string name, string value)
    {
        parameters.RemoveAll(parameter => parameter.Key == name);
        return Add(name, value);
    }

    public QueryBuilder Replace(IReadOnlyDictionary<string, string>? all)
    {
        foreach (var (name, value) in all ?? new Dictionary<string, string>()) Replace(name, value);
        return this;
    }

    public string? First(string name) => parameters.Find(parameter => parameter.Key == name).Value;

    /// <summary>The query with its question mark; empty when there are no parameters.</summary>
    public override string ToString() => ToString('?');

    public string ToString(char first)
    {
        if (parameters.Count == 0) return "";
        var text = new StringBuilder();
        foreach (var (name, value) in parameters)
            text.Append(text.Length == 0 ? first : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }
}
