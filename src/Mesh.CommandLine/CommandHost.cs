using System.CommandLine;
using System.CommandLine.Help;

namespace Mesh.CommandLine;

/// <summary>Runs one command line: normalise, parse, invoke, and turn every failure into one line and an exit code.</summary>
public sealed class CommandHost(RootCommand root, Terminal terminal, Func<Exception, CommandException?> explain)
{
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
            return Fail(new CommandException(ExitCode.Error, "Interrupted."));
        }
        catch (CommandException e)
        {
            return Fail(e);
        }
        catch (Exception e) when (explain(e) is { } explained)
        {
            return Fail(explained);
        }
    }

    private int Fail(CommandException e)
    {
        terminal.Out.Flush();
        terminal.Error.WriteLine("ERROR - " + TerminalText.Neutralise(e.Message));
        return e.ExitCode;
    }
}
