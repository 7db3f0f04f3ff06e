using System.Globalization;
using System.Text;

namespace Grove.Tests.Client;

/// <summary>Types and values as C# writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type, Nullability marks)
    {
        if (type.IsByRef) return Of(type.GetElementType()!, marks);
        // The one generic value type without a byte of its own.
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Of(underlying, marks) + "?";
        var mark = (!type.IsValueType || type.IsGenericType) && marks.Next() ? "?" : "";
        if (type.IsArray) return $"{Of(type.GetElementType()!, marks)}[]{mark}";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword + mark;
        return type.IsGenericParameter ? type.Name + mark : Named(type, argument => Of(argument, marks)) + mark;
    }

    /// <summary>The name of a type that is declared, with its type parameters.</summary>
    public static string OfDeclared(Type type) => Named(type, parameter => parameter.Name);

    /// <summary>A default value of a parameter of this type.</summary>
    public static string Of(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Named(Type type, Func<Type, string> argument)
    {
        var name = new StringBuilder();
        if (type.IsNested && !type.IsGenericParameter) name.Append(Named(type.DeclaringType!, argument)).Append('.');
        name.Append(type.Name.Split('`')[0]);
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToList();
        if (own.Count > 0) name.Append('<').AppendJoin(", ", own.Select(argument)).Append('>');
        return name.ToString();
    }
}
