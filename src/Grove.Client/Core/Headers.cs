using System.Buffers;

namespace Grove.Client.Core;

/// <summary>The headers of a call, by name in any case. Checked before anything is sent: what the connection would refuse is no failure that may pass.</summary>
internal sealed class Headers
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly Dictionary<string, string> values;

    public Headers() => values = new(StringComparer.OrdinalIgnoreCase);

    public Headers(Headers same) => values = new(same.values, StringComparer.OrdinalIgnoreCase);

    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>Takes the place of what was there; an empty value takes it away.</summary>
    /// <exception cref="ArgumentException">The name or the value cannot stand in a header. The message doesn't show the value, which may be a secret.</exception>
    public void Set(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters)) throw new ArgumentException($"\"{name}\" is no name of a header.", nameof(name));
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~')) throw new ArgumentException($"The value of {name} must be printable ASCII characters.", nameof(value));
        if (value.Length == 0) values.Remove(name);
        else values[name] = value;
    }

    public void Set(IReadOnlyDictionary<string, string> all)
    {
        foreach (var (name, value) in all) Set(name, value);
    }

    /// <summary>Adds all; those that speak of a body are left out where there is none.</summary>
    public void AddTo(HttpRequestMessage request)
    {
        foreach (var (name, value) in values)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
