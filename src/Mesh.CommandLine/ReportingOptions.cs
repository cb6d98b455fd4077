using System.CommandLine;

namespace Mesh.CommandLine;

/// <summary>The options that every command has: how to report.</summary>
public sealed class ReportingOptions
{
    /// <summary>Print the result as one JSON object; wins over the others.</summary>
    public Option<bool> Json { get; } = new("--json") { Recursive = true, Description = "print the result as one JSON object" };

    /// <summary>Say more.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Recursive = true, Description = "say more" };

    /// <summary>Print the result at all; on unless <c>--noreport</c>.</summary>
    public Option<bool> Report { get; } = new("--report")
    {
        Recursive = true,
        DefaultValueFactory = _ => true,
        Description = "print the result (--noreport: print nothing)",
    };

    /// <summary>Adds the options to a program.</summary>
    public void AddTo(Command root)
    {
        root.Add(Json);
        root.Add(Verbose);
        root.Add(Report);
    }

    /// <summary>Prints a result as asked and gives its exit code.</summary>
    public int Print(Terminal terminal, ParseResult parsed, CommandResult result)
    {
        TextWriter output = result.IsBesideOutput ? terminal.Error : terminal.Out;
        if (parsed.GetValue(Json))
        {
            var json = new JsonOutput(output);
            terminal.Unfinished = json;
            result.Print(json);
            terminal.Unfinished = null;
            json.Dispose();
        }
        else
        {
            result.Print(output, parsed.GetValue(Verbose), parsed.GetValue(Report));
        }

        if (result.Problem is { } problem)
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine("ERROR - " + TerminalText.Neutralise(problem));
        }

        return result.ExitCode;
    }
}
