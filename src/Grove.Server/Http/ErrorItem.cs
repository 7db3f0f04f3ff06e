namespace Grove.Server.Http;

/// <summary>One entry of an answer's <c>errors</c>.</summary>
/// <param name="Code">A code of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong, in words that a person can act on.</param>
/// <param name="Pointer">The JSON pointer of the member at fault; null when the body is not.</param>
internal sealed record ErrorItem(int Code, string Message, string? Pointer = null)
{
    public static ErrorItem Invalid(string message, string? pointer = null) => new(ErrorCodes.Invalid, message, pointer);
}
