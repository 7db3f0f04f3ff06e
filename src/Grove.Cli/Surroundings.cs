using System.Text;
using Grove.Cli.Output;

namespace Grove.Cli;

/// <summary>Everything outside of the program that a call touches, so that a test can put its own in place.</summary>
internal sealed record Surroundings
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>True once nobody can read any more what is written to <see cref="Out"/>.</summary>
    public Func<bool> OutIsAbandoned { get; init; } = static () => false;

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 80;

    public required Func<string, string?> Environment { get; init; }

    /// <summary>What requests go through; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads a line from the terminal without showing it.</summary>
    public required Func<string> ReadHidden { get; init; }

    public bool Colors => OutIsTerminal && string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") != "dumb";

    public static Surroundings OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Console.InputEncoding = utf8;
        var outIsTerminal = !Console.IsOutputRedirected;
        return new Surroundings
        {
            In = Console.In,
            Out = new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 1 << 14),
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = outIsTerminal,
            OutIsAbandoned = StandardOutput.IsAbandoned,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = outIsTerminal && Console.WindowWidth is > 0 and var width ? width : 80,
            Environment = System.Environment.GetEnvironmentVariable,
            ReadHidden = ReadHiddenFromConsole,
        };
    }

    private static string ReadHiddenFromConsole()
    {
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
        }
        return text.ToString();
    }
}
