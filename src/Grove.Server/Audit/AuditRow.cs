using System.Text.Json;
using Grove.Server.Http;

namespace Grove.Server.Audit;

/// <summary>Writes records: Cloudflare's row, and Grove's with all of the state before and after.</summary>
internal static class AuditRow
{
    /// <summary>For the log of the organization with this id; no other members than Cloudflare's.</summary>
    public static WriteJson<AuditRecord> Wire(string organizationId) => (json, record) =>
    {
        json.WriteStartObject();
        WriteMembers(json, record, organizationId, whole: false);
        json.WriteEndObject();
    };

    /// <summary>Also attempts, before and after, and the operator who acted as the actor.</summary>
    public static void WriteWhole(Utf8JsonWriter json, AuditRecord record)
    {
        json.WriteStartObject();
        WriteMembers(json, record, record.OrganizationId, whole: true);
        json.WriteNumber("attempts"u8, record.Attempts);
        WriteState(json, "before"u8, record, record.Before);
        WriteState(json, "after"u8, record, record.After);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, AuditRecord record, string? organizationId, bool whole)
    {
        var hidden = record.ActorHidden;
        json.WriteString("id"u8, record.Id);
        json.WriteStartObject("action"u8);
        json.WriteString("description"u8, record.Description);
        json.WriteString("result"u8, record.Result);
        json.WriteTime("time"u8, record.Time);
        json.WriteString("type"u8, record.ActionType);
        json.WriteEndObject();
        record.Actor.Write(json, hidden, whole);
        if (organizationId is not null)
        {
            json.WritePropertyName("organization"u8);
            JsonShapes.WriteId(json, organizationId);
        }
        record.Request.Write(json, hidden);
        json.WriteStartObject("resource"u8);
        json.WriteString("id"u8, record.ResourceId);
        json.WriteString("product"u8, record.Product);
        WriteChanges(json, record);
        WriteState(json, "response"u8, record, record.After);
        json.WriteString("scope"u8, record.Filed.OrganizationId is null ? "user" : "organizations");
        json.WriteString("type"u8, record.ResourceType);
        json.WriteEndObject();
    }

    /// <summary>The members of the state after that differ from the state before.</summary>
    private static void WriteChanges(Utf8JsonWriter json, AuditRecord record)
    {
        if (record.After is null) return;
        using var after = JsonDocument.Parse(record.After);
        using var before = record.Before is null ? null : JsonDocument.Parse(record.Before);
        json.WriteStartObject("request"u8);
        foreach (var member in after.RootElement.EnumerateObject())
        {
            if (!Shows(record, member)) continue;
            if (before is not null && before.RootElement.TryGetProperty(member.Name, out var same) && JsonElement.DeepEquals(same, member.Value)) continue;
            member.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, ReadOnlySpan<byte> name, AuditRecord record, string? state)
    {
        if (state is null) return;
        using var document = JsonDocument.Parse(state);
        json.WriteStartObject(name);
        foreach (var member in document.RootElement.EnumerateObject())
            if (Shows(record, member)) member.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>False for a member that names an organization of which the reader may not know, or is for operators.</summary>
    private static bool Shows(AuditRecord record, JsonProperty member) => member.Name switch
    {
        "parent" => record.Shows(member.Value.GetProperty("id").GetString()!),
        "external_id" => record.SeesEverything,
        "organization_id" => record.Shows(member.Value.GetString()!),
        _ => true,
    };
}
