namespace Mesh.CommandLine;

/// <summary>The streams that a command talks to. Results go to <see cref="Out"/>; prompts, progress and errors to <see cref="Error"/>.</summary>
public sealed class Terminal
{
    private const int Room = 1 << 14;

    private static readonly System.Text.UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lazy<TextWriter> _output;
    private readonly Lazy<TextWriter> _error;
    private readonly Func<TextReader> _input;
    private readonly Func<bool> _inputIsTerminal;
    private readonly Func<bool> _errorIsTerminal;

    /// <summary>A terminal of these streams.</summary>
    public Terminal(TextWriter output, TextWriter error, TextReader input, bool inputIsTerminal, bool errorIsTerminal)
        : this(new Lazy<TextWriter>(output), new Lazy<TextWriter>(error), () => input, () => inputIsTerminal, () => errorIsTerminal)
    {
    }

    private Terminal(
        Lazy<TextWriter> output, Lazy<TextWriter> error, Func<TextReader> input, Func<bool> inputIsTerminal, Func<bool> errorIsTerminal)
    {
        _output = output;
        _error = error;
        _input = input;
        _inputIsTerminal = inputIsTerminal;
        _errorIsTerminal = errorIsTerminal;
    }

    /// <summary>The process's own streams, UTF-8. Each is opened when it is used for the first time, which takes a while.</summary>
    public static Terminal OfProcess()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Utf8;
        }

        return new Terminal(
            new Lazy<TextWriter>(() => Writer(Console.OpenStandardOutput())),
            new Lazy<TextWriter>(() => Writer(Console.OpenStandardError())),
            () => Console.In,
            () => !Console.IsInputRedirected,
            () => !Console.IsErrorRedirected);
    }

    // As the platform's own, but for the room: that writes 256 characters at a time, which is many steps for a long list.
    private static TextWriter Writer(Stream stream) => TextWriter.Synchronized(
        new StreamWriter(stream, Utf8, Room) { AutoFlush = true });

    /// <summary>Results, and nothing else.</summary>
    public TextWriter Out => _output.Value;

    /// <summary>Errors, prompts, notes and progress.</summary>
    public TextWriter Error => _error.Value;

    /// <summary>Standard input.</summary>
    public TextReader In => _input();

    /// <summary>Reads one key that is not shown.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = () => Console.ReadKey(intercept: true);

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk => _inputIsTerminal() && _errorIsTerminal();

    /// <summary>Whether progress may be drawn.</summary>
    public bool ShowsProgress => _errorIsTerminal();

    /// <summary>The result that is being printed as JSON; whatever ends the command before it is whole has to end it.</summary>
    internal JsonOutput? Unfinished { get; set; }

    /// <summary>Asks a yes-or-no question; anything but a clear yes is no.</summary>
    public bool Confirm(string question)
    {
        Error.Write(question + " [y/N] ");
        Error.Flush();
        return In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }
}
