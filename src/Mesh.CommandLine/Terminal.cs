namespace Mesh.CommandLine;

/// <summary>The streams that a command talks to. Results go to <see cref="Out"/>; prompts, progress and errors to <see cref="Error"/>.</summary>
public sealed class Terminal
{
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
        new(Console.Out, () => Console.Error, () => Console.In, !Console.IsInputRedirected, !Console.IsErrorRedirected);

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

    /// <summary>Asks a yes-or-no question; anything but a clear yes is no.</summary>
    public bool Confirm(string question)
    {
        Error.Write(question + " [y/N] ");
        Error.Flush();
        return In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }
}
