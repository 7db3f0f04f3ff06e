using System.Reflection;
using System.Runtime.CompilerServices;

namespace Grove.Tests.Client;

/// <summary>
/// What others can see of an assembly, a line for each type and member, in the order of names: what a change takes away from them, or promises
/// them, shows as a difference. What every record has is left out.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes()
        .Select(type => (Name: $"{type.Namespace}.{TypeNames.OfDeclared(type)}", Type: type)).OrderBy(one => one.Name, StringComparer.Ordinal)
        .SelectMany(one => Members(one.Type).OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal)
            .Select(member => "    " + member.Text).Prepend(Head(one.Type, one.Name)));

    private static string Head(Type type, string name)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            _ when type.BaseType == typeof(MulticastDelegate) => "delegate",
            { IsValueType: true } => (IsReadOnly(type) ? "readonly " : "") + (IsRecord(type) ? "record struct" : "struct"),
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (IsRecord(type) ? "record" : "class"),
        };
        // What the base or another interface brings along, and a record's comparison with itself, go without saying.
        var inherited = type.GetInterfaces().SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        var parents = type is { IsClass: true, BaseType: { } parent } && parent != typeof(object) ? [TypeNames.Of(parent, Nullability.None)] : (string[])[];
        var interfaces = type.GetInterfaces().Where(one => !inherited.Contains(one) && !(IsRecord(type) && one.Name == "IEquatable`1"))
            .Select(one => TypeNames.Of(one, Nullability.None)).Order(StringComparer.Ordinal);
        var list = string.Join(", ", parents.Concat(interfaces));
        return Marks(type) + kind + " " + name + (list.Length > 0 ? " : " + list : "") + Constraints(type.GetGenericArguments());
    }

    // Constructors have no name, so they come first.
    private static IEnumerable<(string Name, string Text)> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(value => (value, $"{value} = {Convert.ToInt64(Enum.Parse(type, value), null)}"));
        var constructors = type.GetConstructors(Declared).Where(IsPromised)
            .Select(one => ("", $"{Marks(one)}{Access(one)}{type.Name.Split('`')[0]}({Parameters(one)})"));
        var fields = type.GetFields(Declared).Where(one => one.IsPublic || one.IsFamily || one.IsFamilyOrAssembly).Select(one => (one.Name, Field(one)));
        var properties = type.GetProperties(Declared).Where(one => one.Name != "EqualityContract" && one.GetAccessors(true).Any(IsVisible))
            .Select(one => (one.Name, Property(one)));
        var methods = type.GetMethods(Declared).Where(one => IsPromised(one) && (!one.IsSpecialName || one.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Select(one => (one.Name, Method(one)));
        var events = type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!))
            .Select(one => (one.Name, $"{Marks(one)}event {TypeNames.Of(one.EventHandlerType!, Nullability.Of(one))} {one.Name}"));
        return [.. constructors, .. fields, .. properties, .. methods, .. events];
    }

    private static string Field(FieldInfo field) =>
        $"{Marks(field)}{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}"
        + $"{TypeNames.Of(field.FieldType, Nullability.Of(field))} {field.Name}"
        + (field.IsLiteral ? " = " + TypeNames.Of(field.GetRawConstantValue(), field.FieldType) : "");

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(true).Where(IsVisible).ToList();
        var set = accessors.FirstOrDefault(one => one == property.SetMethod);
        var init = set is not null && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{Marks(property)}{Access(accessors[0])}{Modifiers(accessors[0])}{required}{TypeNames.Of(property.PropertyType, Nullability.Of(property))} {name} "
            + $"{{ {(accessors.Contains(property.GetMethod!) ? "get; " : "")}{(set is null ? "" : init ? "init; " : "set; ")}}}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>" : "";
        return $"{Marks(method)}{Access(method)}{Modifiers(method)}{TypeNames.Of(method.ReturnType, Nullability.Of(method.ReturnParameter))} {method.Name}{generic}"
            + $"({Parameters(method)}){Constraints(method.GetGenericArguments())}";
    }

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var by = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var otherwise = parameter.HasDefaultValue ? " = " + TypeNames.Of(parameter.DefaultValue, parameter.ParameterType) : "";
        return $"{by}{TypeNames.Of(parameter.ParameterType, Nullability.Of(parameter))} {parameter.Name}{otherwise}";
    }

    private static string Constraints(Type[] parameters) => string.Concat(
        from parameter in parameters
        where parameter.IsGenericParameter
        let attributes = parameter.GenericParameterAttributes
        let isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)
        let all = (string[])[
            .. isStruct ? ["struct"] : attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? (string[])["class"] : [],
            .. parameter.GetGenericParameterConstraints().Where(one => one != typeof(ValueType)).Select(one => TypeNames.Of(one, Nullability.None)),
            .. !isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? (string[])["new()"] : []]
        where all.Length > 0
        select $" where {parameter.Name} : {string.Join(", ", all)}");

    private static string Modifiers(MethodInfo method) =>
        (method.IsStatic ? "static " : "")
        + (method switch
        {
            { DeclaringType.IsInterface: true, IsStatic: false } => "",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        });

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    // The compiler marks constructors of types with required members too, so that old compilers stay away.
    private static string Marks(MemberInfo member) =>
        member.IsDefined(typeof(ObsoleteAttribute)) && !member.IsDefined(typeof(CompilerFeatureRequiredAttribute)) ? "[Obsolete] " : "";

    private static bool IsPromised(MethodBase method) => IsVisible(method) && !IsGenerated(method);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What the compiler adds to records.
    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name == "<Clone>$";

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is { } print && IsGenerated(print));

    private static bool IsReadOnly(Type type) => type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IsReadOnlyAttribute");
}
