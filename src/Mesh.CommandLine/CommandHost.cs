using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mesh.CommandLine;

/// <summary>Runs one command line: normalise, parse, invoke, and turn every failure into one line and an exit code.</summary>
public sealed class CommandHost(Command root, Terminal terminal, Func<Exception, CommandException?> explain)
{
    private static bool Traced => Environment.GetEnvironmentVariable("MESH_TRACE") == "1";

    /// <summary>Runs <paramref name="arguments"/> and returns the exit code.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel = default)
    {
        try
        {
            // What has finished already needs no machinery for waiting, which would be compiled at every start of the program.
            Task<int> running = InvokeAsync(Parse(arguments), cancel);
            return running.IsCompletedSuccessfully ? running : WaitAsync(arguments, running, cancel);
        }
        catch (Exception e) when (Explain(e, cancel) is { } explained)
        {
            return Task.FromResult(Fail(arguments, explained));
        }
    }

    /// <summary>Reads a command line without doing anything.</summary>
    /// <exception cref="CommandException">It cannot be understood (<see cref="ExitCode.Usage"/>).</exception>
    public ParseResult Parse(IReadOnlyList<string> arguments)
    {
        // No response files ("@name"): what is typed is what is meant.
        var normaliser = new OptionNormaliser(root, path => File.Exists(path) || Directory.Exists(path));
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        ParseResult parsed = root.Parse(normaliser.Normalise(arguments), configuration);
        return parsed.Errors.Count == 0 || parsed.Action is HelpAction ? parsed : throw CommandException.Usage(Explain(parsed));
    }

    private async Task<int> WaitAsync(IReadOnlyList<string> arguments, Task<int> running, CancellationToken cancel)
    {
        try
        {
            return await running.ConfigureAwait(false);
        }
        catch (Exception e) when (Explain(e, cancel) is { } explained)
        {
            return Fail(arguments, explained);
        }
    }

    private Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.Action is AsynchronousCommandLineAction action)
        {
            return action.InvokeAsync(parsed, cancel);
        }

        // Only help and version, which are options, print by what is configured below.
        if (parsed.Action is SynchronousCommandLineAction own && own == parsed.CommandResult.Command.Action)
        {
            return Task.FromResult(own.Invoke(parsed));
        }

        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Out,
            Error = terminal.Error,
        };
        return parsed.InvokeAsync(invocation, cancel);
    }

    /// <summary>What to tell a person of an exception; null for one that is to be seen as it is.</summary>
    private CommandException? Explain(Exception e, CancellationToken cancel) => e switch
    {
        OperationCanceledException when cancel.IsCancellationRequested => new CommandException(ExitCode.Error, "Interrupted."),
        CommandException known => known,
        _ => explain(e) ?? (Traced ? null : Defect(e)),
    };

    // A defect of ours: people get one line, and the means to report it.
    private static CommandException Defect(Exception e) => new(
        ExitCode.Error, $"This should not have happened: {e.GetType().Name}: {e.Message} Please report it; MESH_TRACE=1 shows where.", e);

    // What is missing comes first: it is named, and how the command is written.
    private static string Explain(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > (parsed.GetResult(a)?.Tokens.Count ?? 0)) is { } missing
            ? $"The parameter <{missing.Name}> is missing. {command.Name} --help shows what the command takes."
            : parsed.Errors[0].Message.TrimEnd('.') + ".";
    }

    private int Fail(IReadOnlyList<string> arguments, CommandException e)
    {
        if (terminal.Unfinished is { } broken)
        {
            terminal.Unfinished = null;
            broken.BreakOff(e);
            broken.Dispose();
        }

        // Asked of the raw arguments, because the command line itself may be what is wrong.
        else if (arguments.TakeWhile(a => a != "--").Any(a => a.ToUpperInvariant() is "--JSON" or "/JSON" or "--JSON=TRUE" or "/JSON=TRUE"))
        {
            using var json = new JsonOutput(terminal.Out);
            new CommandResult("ResultFail", e.ExitCode).Field(CommandResult.Reason, e.Message).Field(CommandResult.ErrorCode, e.ExitCode).Print(json);
        }

        terminal.Out.Flush();
        terminal.Error.WriteLine("ERROR - " + TerminalText.Neutralise(e.Message));
        return e.ExitCode;
    }
}
