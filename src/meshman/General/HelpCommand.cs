using System.CommandLine;
using Mesh.CommandLine;

namespace Mesh.Manager.General;

/// <summary><c>help [group [command]]</c>: the same as <c>--help</c> after them.</summary>
internal static class HelpCommand
{
    public static Command Make(ManagerProgram program)
    {
        var words = new FormedArgument<string[]>("command", ValueForm.Text) { Arity = ArgumentArity.ZeroOrMore, Description = "the command to explain" };
        var help = new Command("help", "Explain the commands") { words };
        help.SetAction(parsed =>
        {
            Command command = program.Root;
            var path = new List<string>();
            foreach (string word in parsed.GetValue(words) ?? [])
            {
                command = command.Subcommands.FirstOrDefault(c => string.Equals(c.Name, word, StringComparison.OrdinalIgnoreCase))
                    ?? throw CommandException.Usage($"The command {word} is not known.");
                path.Add(command.Name);
            }

            return program.Root.Parse([.. path, "--help"]).Invoke(new InvocationConfiguration { Output = program.Terminal.Out });
        });
        return help;
    }
}
