using System.Data.Common;
using System.Text.Json.Serialization;

namespace Grove.Bench.Baseline;

/// <summary>The members that Grove answers, as plain classes for the source generator.</summary>
internal sealed record Envelope<T>(bool Success, string[] Errors, string[] Messages, T Result)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PageInfo? ResultInfo { get; init; }
}

internal sealed record PageInfo(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextPageToken,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TotalSize);

internal sealed record Organization(string Id, DateTime CreateTime, Meta Meta, string Name)
{
    private const int IdLength = 32;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ParentReference? Parent { get; init; }

    public const string Columns = "o.id, o.name, o.create_time, o.flags, o.managed_by, o.lineage, p.name";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Organization Read(DbDataReader row) => Of(
        row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6));

    public static Organization Of(string id, string name, long createTime, int flags, string? managedBy, string lineage, string? parentName)
    {
        var tags = new string[lineage.Length / IdLength];
        for (var i = 0; i < tags.Length; i++) tags[i] = lineage.Substring(i * IdLength, IdLength);
        var meta = new Meta(Flags.Of(flags), TenantFlags.Of(flags), tags) { ManagedBy = managedBy };
        return new(id, DateTime.UnixEpoch.AddMicroseconds(createTime), meta, name)
        {
            Parent = tags.Length > 1 ? new(tags[^2], parentName!) : null,
        };
    }
}

internal sealed record ParentReference(string Id, string Name);

internal sealed record Meta(Flags Flags, TenantFlags TenantFlags, string[] HierarchyTags)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ManagedBy { get; init; }
}

internal sealed record Flags(string AccountCreation, string AccountDeletion, string AccountMigration, string AccountMobility, string SubOrgCreation)
{
    private static readonly Flags[] All = [.. Enumerable.Range(0, 256).Select(bits => new Flags(
        Bit.Word(bits, 1), Bit.Word(bits, 2), Bit.Word(bits, 4), Bit.Word(bits, 8), Bit.Word(bits, 16)))];

    public static Flags Of(int bits) => All[bits];
}

internal sealed record TenantFlags(
    string AccountCreation, string AccountCreationAppliesTenantDefaults, string AccountDeletion, string AccountMigration, string AccountMobility,
    string EnterpriseCapability, string MemberManagement, string SubOrgCreation)
{
    private static readonly TenantFlags[] All = [.. Enumerable.Range(0, 256).Select(bits => new TenantFlags(
        Bit.Word(bits, 1), Bit.Word(bits, 32), Bit.Word(bits, 2), Bit.Word(bits, 4), Bit.Word(bits, 8), Bit.Word(bits, 64), Bit.Word(bits, 128),
        Bit.Word(bits, 16)))];

    public static TenantFlags Of(int bits) => All[bits];
}

internal static class Bit
{
    public static string Word(int bits, int bit) => (bits & bit) != 0 ? "enabled" : "disabled";
}

/// <summary>Whether a user may change an organization, and why.</summary>
internal sealed record CheckAnswer(bool Allowed, string? Role, Membership? Via)
{
    public static CheckAnswer Read(DbDataReader row) => Of(row.GetInt32(0), row.GetString(1), row.GetString(2));

    private static CheckAnswer Of(int roles, string organization, string member) => new(
        roles >= 2, roles >= 4 ? "Organization Super Administrator" : roles >= 2 ? "Organization Administrator" : "Organization Read Only", new(organization, member));
}

internal sealed record Membership(string OrganizationId, string MemberId);

internal sealed record NewOrganization(string Name, ParentId Parent);

internal sealed record ParentId(string Id);

// The default encoder: any other would switch the generated writers off.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Envelope<Organization>))]
[JsonSerializable(typeof(Envelope<List<Organization>>))]
[JsonSerializable(typeof(Envelope<CheckAnswer>))]
[JsonSerializable(typeof(NewOrganization))]
internal sealed partial class BaselineJson : JsonSerializerContext;
