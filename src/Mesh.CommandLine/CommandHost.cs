using System.CommandLine;
using System.CommandLine.Help;

namespace Mesh.CommandLine;

/// <summary>Runs one command line: normalise, parse, invoke, and turn every failure into one line and an exit code.</summary>
public sealed class CommandHost(RootCommand root, Terminal terminal, Func<Exception, CommandException?> explain)
{
    private static bool Traced => Environment.GetEnvironmentVariable("MESH_TRACE") == "1";

    /// <summary>Runs <paramref name="arguments"/> and returns the exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel = default)
    {
        try
        {
            // No directives ("[diagram]") and no response files ("@name"): what is typed is what is meant.
            root.Directives.Clear();
            var normaliser = new OptionNormaliser(root, path => File.Exists(path) || Directory.Exists(path));
            var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
            ParseResult parsed = root.Parse(normaliser.Normalise(arguments), configuration);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            {
                throw CommandException.Usage(parsed.Errors[0].Message.TrimEnd('.') + ".");
            }

            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            };
            return await parsed.InvokeAsync(invocation, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Fail(arguments, new CommandException(ExitCode.Error, "Interrupted."));
        }
        catch (CommandException e)
        {
            return Fail(arguments, e);
        }
        catch (Exception e) when (explain(e) is { } explained)
        {
            return Fail(arguments, explained);
        }
        catch (Exception e) when (!Traced)
        {
            // A defect of ours: people get one line, and the means to report it.
            return Fail(arguments, new CommandException(
                ExitCode.Error, $"This should not have happened: {e.GetType().Name}: {e.Message} Please report it; MESH_TRACE=1 shows where.", e));
        }
    }

    private int Fail(IReadOnlyList<string> arguments, CommandException e)
    {
        // Asked of the raw arguments, because the command line itself may be what is wrong.
        if (arguments.TakeWhile(a => a != "--").Any(a => a.ToUpperInvariant() is "--JSON" or "/JSON" or "--JSON=TRUE" or "/JSON=TRUE"))
        {
            new CommandResult("ResultFail", e.ExitCode).Field("Reason", e.Message).Field("ErrorCode", e.ExitCode)
                .Print(terminal.Out, json: true, verbose: false, report: true);
        }

        terminal.Out.Flush();
        terminal.Error.WriteLine("ERROR - " + TerminalText.Neutralise(e.Message));
        return e.ExitCode;
    }
}
