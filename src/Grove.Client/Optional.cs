using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grove.Client;

/// <summary>
/// A member of a request that may be left out. Left out (the default), null, and a value are three different things on the wire: the API leaves
/// alone what is left out, and takes away what is null.
/// </summary>
/// <typeparam name="T">The type of the value; nullable when null may be sent.</typeparam>
public readonly struct Optional<T> : IEquatable<Optional<T>>
{
    private readonly T? value;

    /// <summary>A member that is sent, also when <paramref name="value"/> is null.</summary>
    /// <param name="value">What is sent.</param>
    public Optional(T value)
    {
        this.value = value;
        IsSet = true;
    }

    /// <summary>True when the member is sent.</summary>
    public bool IsSet { get; }

    /// <summary>What is sent.</summary>
    /// <exception cref="InvalidOperationException">The member is left out.</exception>
    public T Value => IsSet ? value! : throw new InvalidOperationException("The member is left out.");

    /// <summary>A member that is sent with this value, or with null.</summary>
    /// <param name="value">What is sent.</param>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <inheritdoc/>
    public bool Equals(Optional<T> other) => IsSet == other.IsSet && EqualityComparer<T?>.Default.Equals(value, other.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Optional<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsSet ? HashCode.Combine(value) : -1;

    /// <summary>The value as text, or "(left out)".</summary>
    public override string ToString() => IsSet ? value?.ToString() ?? "null" : "(left out)";

    /// <summary>True when both are left out, or both are sent with equal values.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Optional<T> left, Optional<T> right) => left.Equals(right);

    /// <summary>False when both are left out, or both are sent with equal values.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Optional<T> left, Optional<T> right) => !left.Equals(right);
}

/// <summary>Writes what is set; members that are left out are never written (<see cref="JsonIgnoreCondition.WhenWritingDefault"/>).</summary>
internal sealed class OptionalConverter<T> : JsonConverter<Optional<T>>
{
    // Null is a value of an optional member, not its absence.
    public override bool HandleNull => true;

    public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))!);

    public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
}
