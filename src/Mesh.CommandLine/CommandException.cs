namespace Mesh.CommandLine;

/// <summary>Ends a command with one line on standard error and an exit code.</summary>
public sealed class CommandException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="CommandLine.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>A command line that cannot be understood: nothing was done.</summary>
    public static CommandException Usage(string message) => new(CommandLine.ExitCode.Usage, message);
}
