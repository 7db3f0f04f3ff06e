using System.Reflection;

namespace Grove.Tests.Client;

/// <summary>
/// The question marks of one signature, as the compiler wrote them down: a byte for each reference type in it, read in the order in which the types
/// are written. A single byte stands for all; without any, that of the surrounding member or type holds.
/// </summary>
internal sealed class Nullability
{
    private const byte Annotated = 2;
    private readonly byte[] bytes;
    private int next;

    private Nullability(byte[] bytes) => this.bytes = bytes;

    public static Nullability Of(ParameterInfo parameter) => new(Own(parameter.CustomAttributes) ?? [Context(parameter.Member)]);

    public static Nullability Of(MemberInfo member) => new(Own(member.CustomAttributes) ?? [Context(member.DeclaringType!)]);

    /// <summary>What a type inherits or is constrained to says nothing of its own here.</summary>
    public static Nullability None { get; } = new([0]);

    /// <summary>True when the reference type, or type parameter, that is written next may be null.</summary>
    public bool Next() => (bytes.Length == 1 ? bytes[0] : bytes[next++]) == Annotated;

    private static byte[]? Own(IEnumerable<CustomAttributeData> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableAttribute")?.ConstructorArguments[0].Value switch
        {
            byte one => [one],
            IEnumerable<CustomAttributeTypedArgument> all => [.. all.Select(item => (byte)item.Value!)],
            _ => null,
        };

    private static byte Context(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            var context = member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableContextAttribute");
            if (context is not null) return (byte)context.ConstructorArguments[0].Value!;
        }
        return 0;
    }
}
