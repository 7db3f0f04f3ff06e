using System.Data.Common;

namespace Grove.Server.Storage;

/// <summary>Reads columns that may be null.</summary>
internal static class Rows
{
    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? IntegerOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>Bits such as those of roles; null is none.</summary>
    public static int BitsOrNone(this DbDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt32(column);
}
