namespace Grove.Client;

/// <summary>One error, or one message, of an answer.</summary>
public sealed record ApiError : ApiObject
{
    /// <summary>What kind of error it is; see the server's documentation.</summary>
    public int Code { get; init; }

    /// <summary>The error in words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Where there is more about it.</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>What in the request it is about.</summary>
    public ApiErrorSource? Source { get; init; }

    /// <summary>The code, the message, and the member of the body that it is about.</summary>
    public override string ToString() => Source?.Pointer is { Length: > 0 } pointer ? $"{Code} {Message} ({pointer})" : $"{Code} {Message}";
}

/// <summary>What in the request an error is about.</summary>
public sealed record ApiErrorSource : ApiObject
{
    /// <summary>A JSON pointer to the member of the body.</summary>
    public string? Pointer { get; init; }
}
