using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Mesh.CommandLine;

/// <summary>
/// Makes the root of a program's commands, with <c>--help</c> and <c>--version</c>. The library's own looks up in its resources how to describe these two,
/// which takes longer than many a command.
/// </summary>
public static class ProgramRoot
{
    /// <summary>What asks for help, with every command.</summary>
    public const string Help = "--help";

    /// <summary>A program without commands.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="description">What it is, in a sentence.</param>
    public static Command Make(string name, string description) => new(name, description)
    {
        new Option<string>(Help, "-h", "/h", "-?", "/?")
        {
            Description = "Show help and usage information",
            Recursive = true,
            Arity = ArgumentArity.Zero,
            Action = new HelpAction(),
        },
        new Option<string>("--version")
        {
            Description = "Show version information",
            Arity = ArgumentArity.Zero,
            Action = new VersionAction(),
        },
    };

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            ArgumentNullException.ThrowIfNull(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(
                Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
            return 0;
        }
    }
}
