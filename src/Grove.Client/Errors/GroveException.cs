namespace Grove.Client;

/// <summary>The base of all that this client throws, wrong arguments (<see cref="ArgumentException"/>) and cancellation (<see cref="OperationCanceledException"/>) aside.</summary>
public abstract class GroveException : Exception
{
    private protected GroveException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>No answer came: the server cannot be reached, or the connection broke. It was tried as often as the options say.</summary>
public class ApiConnectionException : GroveException
{
    internal ApiConnectionException(string message, Exception? inner) : base(message, inner)
    {
    }
}

/// <summary>No answer came within <see cref="GroveClientOptions.Timeout"/>, at any attempt.</summary>
public sealed class ApiTimeoutException : ApiConnectionException
{
    internal ApiTimeoutException(string message, Exception? inner) : base(message, inner)
    {
    }
}
