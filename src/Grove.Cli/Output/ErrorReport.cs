using System.Net;
using Grove.Client;

namespace Grove.Cli.Output;

/// <summary>A failure in words on standard error, and as an exit code.</summary>
internal sealed class ErrorReport(Surroundings around)
{
    /// <summary>Reports what a call ended with. With <paramref name="json"/> the body of the API's refusal is on standard output too.</summary>
    /// <returns>The exit code.</returns>
    public int Of(Exception fault, bool json)
    {
        switch (fault)
        {
            case CommandException ours:
                return Say(ours.ExitCode, ours.Message);
            case ApiException refused:
                if (json && refused.Body.Length > 0) new Printer(around, Form.Json).Body(refused.Body);
                Refusal(refused);
                return refused.StatusCode switch
                {
                    HttpStatusCode.NotFound => ExitCode.NotFound,
                    HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.NotAllowed,
                    _ => ExitCode.Refused,
                };
            case ApiConnectionException lost:
                return Say(ExitCode.NoConnection, lost.Message);
            case ArgumentException wrong:
                // The SDK's words about options, without the names of its parameters.
                return Say(ExitCode.Usage, wrong.Message.Split(" (Parameter '")[0]);
            case OperationCanceledException:
                return ExitCode.Interrupted;
            default:
                return Say(ExitCode.Refused, fault.Message);
        }
    }

    private void Refusal(ApiException refused)
    {
        around.Out.Flush();
        var status = (int)refused.StatusCode;
        if (refused is ApiResponseValidationException) Write($"grove: {refused.Message}");
        else if (refused.Errors.Count == 0) Write($"grove: {status} {Phrase(refused.StatusCode)}: {Excerpt(refused.Body)}");
        else Write($"grove: {status} {Phrase(refused.StatusCode)}");
        foreach (var error in refused.Errors)
        {
            var pointer = error.Source?.Pointer is { Length: > 0 } at ? $" at {at}" : "";
            Write($"  {error.Code}{pointer}: {error.Message}");
        }
        if (refused.RequestId is { } id) Write($"  request {id}");
    }

    private int Say(int code, string words)
    {
        around.Out.Flush();
        foreach (var line in $"grove: {words}".Split('\n')) Write(line);
        return code;
    }

    private void Write(string line) => around.Error.WriteLine(SafeText.Line(line));

    private static string Phrase(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.PreconditionFailed => "Precondition Failed",
        HttpStatusCode.TooManyRequests => "Too Many Requests",
        HttpStatusCode.InternalServerError => "Internal Server Error",
        HttpStatusCode.ServiceUnavailable => "Service Unavailable",
        _ => status.ToString(),
    };

    private static string Excerpt(string body) => body.Length <= 200 ? body : body[..200] + "…";
}
