namespace Grove.Server.Http;

/// <summary>What a store answers: a value, or the refusal that the client gets.</summary>
internal readonly struct Outcome<T>
{
    private Outcome(T? value, ApiError? error) => (Value, Error) = (value, error);

    /// <summary>Meaningful only when <see cref="Error"/> is null.</summary>
    public T? Value { get; }

    public ApiError? Error { get; }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(ApiError error) => new(default, error);
}
