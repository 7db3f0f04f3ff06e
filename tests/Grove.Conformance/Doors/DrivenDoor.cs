using System.Collections.Concurrent;

namespace Grove.Conformance.Doors;

/// <summary>A door that says requests in words of its own, and keeps which operations it had words for.</summary>
internal abstract class DrivenDoor(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The operations that succeeded and that the words of the door could say whole.</summary>
    public ConcurrentDictionary<string, bool> Driven { get; } = new();
}
