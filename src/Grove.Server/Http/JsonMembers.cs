using System.Globalization;
using System.Text.Json;

namespace Grove.Server.Http;

/// <summary>A member of a body that may be left out, be null, or have a value, where these mean three things.</summary>
internal readonly struct Field<T>
{
    private readonly T? value;

    private Field(T? value, bool isNull, bool hasValue) => (this.value, IsNull, HasValue) = (value, isNull, hasValue);

    public bool IsAbsent => !IsNull && !HasValue;
    public bool IsNull { get; }
    public bool HasValue { get; }

    /// <summary>Throws when there is none.</summary>
    public T Value => HasValue ? value! : throw new InvalidOperationException("This member has no value.");

    public static Field<T> Absent => default;
    public static Field<T> Null => new(default, true, false);
    public static Field<T> Of(T value) => new(value, false, true);

    /// <summary>The value, or <paramref name="other"/> when the member was left out or null.</summary>
    public T? Or(T? other) => HasValue ? value : other;
}

/// <summary>
/// Reads the members of an object in a body. Reading never throws: a member of the wrong kind is added to the errors, with a pointer to
/// it, and reads as absent. Members that nobody asks for are ignored.
/// </summary>
internal readonly struct JsonMembers(JsonElement element, List<ErrorItem> errors, string pointer = JsonPointer.Root)
{
    /// <summary>Where this object is in the body.</summary>
    public string Pointer => pointer;

    public string PointerTo(string name) => JsonPointer.Member(pointer, name);

    /// <summary>Adds what a caller found wrong with a member.</summary>
    public void Fail(string name, string message) => errors.Add(ErrorItem.Invalid(message, PointerTo(name)));

    /// <summary>A string that must be there; null when it was not, and an error says so.</summary>
    public string? RequiredText(string name)
    {
        if (!element.TryGetProperty(name, out var value)) return Wrong<string>(name, $"{name} is required.").Or(null);
        return value.ValueKind == JsonValueKind.String ? value.GetString() : Wrong<string>(name, $"{name} must be a string.").Or(null);
    }

    /// <summary>A string where null means the same as nothing.</summary>
    public string? OptionalText(string name) => Text(name).Or(null);

    /// <summary>A string that must be there and be one of two.</summary>
    public string? RequiredOneOf(string name, string one, string other) => OneOf(name, RequiredText(name), one, other);

    /// <summary>A string that is one of two, where null means the same as nothing.</summary>
    public string? OptionalOneOf(string name, string one, string other) => OneOf(name, OptionalText(name), one, other);

    private string? OneOf(string name, string? text, string one, string other)
    {
        if (text is not null && text != one && text != other) Fail(name, $"{name} must be {one} or {other}.");
        return text;
    }

    public Field<string> Text(string name)
    {
        if (!element.TryGetProperty(name, out var value)) return Field<string>.Absent;
        return value.ValueKind switch
        {
            JsonValueKind.Null => Field<string>.Null,
            JsonValueKind.String => Field<string>.Of(value.GetString()!),
            _ => Wrong<string>(name, $"{name} must be a string."),
        };
    }

    public Field<bool> Bool(string name)
    {
        if (!element.TryGetProperty(name, out var value)) return Field<bool>.Absent;
        return value.ValueKind switch
        {
            JsonValueKind.Null => Field<bool>.Null,
            JsonValueKind.True => Field<bool>.Of(true),
            JsonValueKind.False => Field<bool>.Of(false),
            _ => Wrong<bool>(name, $"{name} must be true or false."),
        };
    }

    /// <summary>The name of every member, with its text when it is a string. Of members with one name the last counts.</summary>
    public IEnumerable<(string Name, string? Text)> All()
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (element.ValueKind != JsonValueKind.Object) return [];
        foreach (var member in element.EnumerateObject())
            texts[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
        return texts.Select(static text => (text.Key, text.Value));
    }

    /// <summary>Adds an error for each member that is not one of <paramref name="known"/>, up to as many as an answer tells.</summary>
    public void RefuseOthers(params ReadOnlySpan<string> known)
    {
        foreach (var (name, _) in All())
        {
            if (errors.Count >= ApiError.MostItems) return;
            if (!known.Contains(name)) Fail(name, $"{name} is not known here.");
        }
    }

    /// <summary>The member as it was sent, when it is there.</summary>
    public string? Raw(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    public Field<JsonMembers> Object(string name)
    {
        if (!element.TryGetProperty(name, out var value)) return Field<JsonMembers>.Absent;
        return value.ValueKind switch
        {
            JsonValueKind.Null => Field<JsonMembers>.Null,
            JsonValueKind.Object => Field<JsonMembers>.Of(new JsonMembers(value, errors, PointerTo(name))),
            _ => Wrong<JsonMembers>(name, $"{name} must be an object."),
        };
    }

    /// <summary>An object that must be there; null when it was not, and an error says so.</summary>
    public JsonMembers? RequiredObject(string name)
    {
        var sofar = errors.Count;
        var found = Object(name);
        if (found.HasValue) return found.Value;
        if (errors.Count == sofar) Fail(name, $"{name} is required and must be an object.");
        return null;
    }

    /// <summary>An array of strings; the first item that is none is an error, and the whole reads as absent.</summary>
    public Field<IReadOnlyList<string>> Texts(string name) =>
        Items(name, static item => item.ValueKind == JsonValueKind.String, "a string", static (item, _, _) => item.GetString()!);

    /// <summary>An array of at least one string and at most <paramref name="most"/>; empty when it was not, and an error says so.</summary>
    public IReadOnlyList<string> RequiredTexts(string name, int most)
    {
        var sofar = errors.Count;
        var texts = Texts(name).Or([])!;
        if (errors.Count > sofar || texts.Count >= 1 && texts.Count <= most) return texts;
        Fail(name, string.Create(CultureInfo.InvariantCulture, $"{name} must be an array of 1 to {most} strings."));
        return [];
    }

    /// <summary>
    /// An array of at least one id, each as text or as the member <c>id</c> of an object; empty when it was not, and an error says so.
    /// </summary>
    public IReadOnlyList<string> RequiredIds(string name)
    {
        var sofar = errors.Count;
        var ids = Items(
            name, static item => IdOf(item).ValueKind == JsonValueKind.String, "a string, or an object with an id", static (item, _, _) => IdOf(item).GetString()!).Or([])!;
        if (ids.Count == 0 && errors.Count == sofar) Fail(name, $"{name} must be an array of at least one id.");
        return ids;
    }

    /// <summary>An array of objects; the first item that is none is an error, and the whole reads as absent.</summary>
    public Field<IReadOnlyList<JsonMembers>> Objects(string name) =>
        Items(name, static item => item.ValueKind == JsonValueKind.Object, "an object", static (item, errors, pointer) => new JsonMembers(item, errors, pointer));

    /// <summary>An array of at least one object; empty when it was not, and an error says so.</summary>
    public IReadOnlyList<JsonMembers> RequiredObjects(string name)
    {
        var sofar = errors.Count;
        var items = Objects(name).Or([])!;
        if (items.Count == 0 && errors.Count == sofar) Fail(name, $"{name} must be an array of at least one object.");
        return items;
    }

    private Field<IReadOnlyList<T>> Items<T>(
        string name, Func<JsonElement, bool> fits, string expected, Func<JsonElement, List<ErrorItem>, string, T> read)
    {
        if (!element.TryGetProperty(name, out var array)) return Field<IReadOnlyList<T>>.Absent;
        if (array.ValueKind == JsonValueKind.Null) return Field<IReadOnlyList<T>>.Null;
        if (array.ValueKind != JsonValueKind.Array) return Wrong<IReadOnlyList<T>>(name, $"{name} must be an array.");
        var items = new List<T>(array.GetArrayLength());
        var whole = PointerTo(name);
        foreach (var item in array.EnumerateArray())
        {
            var place = JsonPointer.Item(whole, items.Count);
            if (!fits(item))
            {
                var message = string.Create(CultureInfo.InvariantCulture, $"{name}[{items.Count}] must be {expected}.");
                errors.Add(ErrorItem.Invalid(message, place));
                return Field<IReadOnlyList<T>>.Absent;
            }
            items.Add(read(item, errors, place));
        }
        return Field<IReadOnlyList<T>>.Of(items);
    }

    private static JsonElement IdOf(JsonElement item) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) ? id : item;

    private Field<T> Wrong<T>(string name, string message)
    {
        Fail(name, message);
        return Field<T>.Absent;
    }
}
