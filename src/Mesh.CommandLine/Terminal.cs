namespace Mesh.CommandLine;

/// <summary>The streams that a command talks to. Results go to <see cref="Out"/>; prompts, progress and errors to <see cref="Error"/>.</summary>
public sealed class Terminal(TextWriter output, TextWriter error, TextReader input, bool inputIsTerminal, bool errorIsTerminal)
{
    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, Console.In, !Console.IsInputRedirected, !Console.IsErrorRedirected);

    /// <summary>Results, and nothing else.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Errors, prompts, notes and progress.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Standard input.</summary>
    public TextReader In { get; } = input;

    /// <summary>Whether a person can be asked.</summary>
    public bool CanAsk { get; } = inputIsTerminal && errorIsTerminal;

    /// <summary>Whether progress may be drawn.</summary>
    public bool ShowsProgress { get; } = errorIsTerminal;

    /// <summary>Asks a yes-or-no question; anything but a clear yes is no.</summary>
    public bool Confirm(string question)
    {
        Error.Write(question + " [y/N] ");
        Error.Flush();
        return In.ReadLine()?.Trim() is { } answer
            && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }
}
