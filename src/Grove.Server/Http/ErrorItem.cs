namespace Grove.Server.Http;

/// <summary>One entry of an answer's <c>errors</c>: what is wrong and, for a body, a JSON pointer to where.</summary>
internal sealed record ErrorItem(int Code, string Message, string? Pointer = null)
{
    /// <summary>The code of everything that is wrong with what was sent.</summary>
    public const int Validation = 1001;

    public static ErrorItem Invalid(string message, string? pointer = null) => new(Validation, message, pointer);
}
