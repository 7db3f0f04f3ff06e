namespace Grove.Server.Storage;

internal static class SqlArgs
{
    /// <summary>The argument for parameter number <paramref name="index"/>. Arguments in the order of the parameters are found at once.</summary>
    public static ref readonly SqlArg Find(Sql sql, int index, SqlArg[] args)
    {
        var name = sql.Parameters[index];
        if (index < args.Length && string.Equals(args[index].Name, name, StringComparison.Ordinal)) return ref args[index];
        for (var i = 0; i < args.Length; i++)
            if (string.Equals(args[i].Name, name, StringComparison.Ordinal)) return ref args[i];
        throw new StorageException(StorageFault.Defect, $"A statement misses its argument {name}.");
    }
}
