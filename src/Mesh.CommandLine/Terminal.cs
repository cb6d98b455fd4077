namespace Mesh.CommandLine;

/// <summary>The streams that a command talks to. Results go to <see cref="Out"/>; prompts, progress and errors to <see cref="Error"/>.</summary>
public sealed class Terminal
{
    private const int Room = 1 << 14;

    private readonly Func<TextWriter> _error;
    private readonly Func<TextReader> _input;

    /// <summary>A terminal of these streams.</summary>
    public Terminal(TextWriter output, TextWriter error, TextReader input, bool inputIsTerminal, bool errorIsTerminal)
        : this(output, () => error, () => input, inputIsTerminal, errorIsTerminal)
    {
    }

    private Terminal(TextWriter output, Func<TextWriter> error, Func<TextReader> input, bool inputIsTerminal, bool errorIsTerminal)
    {
        Out = output;
        _error = error;
        _input = input;
        CanAsk = inputIsTerminal && errorIsTerminal;
        ShowsProgress = errorIsTerminal;
    }

    /// <summary>The process's own streams. Those that are not used are not opened, which for a terminal takes a while.</summary>
    public static Terminal OfProcess() =>
        new(Output(), () => Console.Error, () => Console.In, !Console.IsInputRedirected, !Console.IsErrorRedirected);

    // As the platform's own, but for the room: that writes 256 characters at a time, which is many steps for a long list.
    private static TextWriter Output() => TextWriter.Synchronized(
        new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Room) { AutoFlush = true });

    /// <summary>Results, and nothing else.</summary>
    public TextWriter Out { get; }

    /// <summary>Errors, prompts, notes and progress.</summary>
    public TextWriter Error => _error();

    /// <summary>Standard input.</summary>
    public TextReader In => _input();

    /// <summary>Reads one key that is not shown.</summary>
    public Func<ConsoleKeyInfo> ReadKey { get; init; } = () => Console.ReadKey(intercept: true);

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk { get; }

    /// <summary>Whether progress may be drawn.</summary>
    public bool ShowsProgress { get; }

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
