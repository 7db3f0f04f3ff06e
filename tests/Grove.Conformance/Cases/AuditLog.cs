using System.Net;
using System.Text.Json;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What the cases about the audit log share.</summary>
internal static class AuditLog
{
    /// <summary>From before everything until after it.</summary>
    public const string Always = "since=2020-01-01&before=2999-01-01";

    /// <summary>The log of one organization.</summary>
    public static string Of(string organization) => $"organizations/{organization}/logs/audit";

    /// <summary>The log of an organization with all that was below it.</summary>
    public static string Below(string organization) => $"/grove/v1/organizations/{organization}/logs/audit";

    public const string Everything = "/grove/v1/audit";

    /// <summary>Every record of a log, page by page.</summary>
    public static async Task<List<JsonElement>> ReadAsync(this Actor reader, string log, string query = "", int limit = 1000, Func<Task>? between = null)
    {
        var rows = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await reader.GetAsync($"{log}?{Always}{query}&limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            Assert.True(page.Status == HttpStatusCode.OK, page.Text);
            var count = page.Result.GetArrayLength();
            Assert.Equal(count.ToString(System.Globalization.CultureInfo.InvariantCulture), page.Info.GetProperty("count").GetString());
            rows.AddRange(page.Result.EnumerateArray());
            cursor = page.Info.TryGetProperty("cursor", out var next) ? next.GetString() : null;
            Assert.Equal(cursor, page.Info.TryGetProperty("cursors", out var cursors) ? cursors.GetProperty("after").GetString() : null);
            // A page that is not the last is full.
            Assert.True(cursor is null || count == limit);
            if (cursor is not null && between is not null) await between();
        }
        while (cursor is not null);
        return rows;
    }

    /// <summary>What was done, on what, by whom as it shows.</summary>
    public static async Task<List<string>> TellAsync(this Actor reader, string log, string query = "&direction=asc") =>
        [.. (await reader.ReadAsync(log, query)).Select(row => Tell(row))];

    public static string Tell(JsonElement row) =>
        $"{row.GetProperty("action").Text("description")} {row.GetProperty("resource").Text("id")} by {(row.GetProperty("actor").TryGetProperty("id", out var id) ? id.GetString() : row.GetProperty("actor").Text("type"))}";

    public static string RecordId(this JsonElement row) => row.Text("id")!;
}
