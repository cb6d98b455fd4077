using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager;

/// <summary>The command tree of meshman and what its commands share.</summary>
internal sealed class ManagerProgram
{
    public ManagerProgram(Terminal terminal)
    {
        Terminal = terminal;
        Root = new RootCommand("Your keys, passwords and files on all of your devices, sealed end to end.");
        Reporting.AddTo(Root);
        Root.Add(General.AboutCommand.Make(this));
        Root.Add(General.HelpCommand.Make(this));
        Root.Add(Accounts.AccountCommands.Make(this));
        Root.Add(Devices.DeviceCommands.Make(this));
        Root.Add(Messages.MessageCommands.Make(this));
        Root.Add(Passwords.PasswordCommands.Make(this));
        Root.Add(Dare.DareCommands.Make(this));
        Root.Add(Keys.KeyCommands.Make(this));
        Root.Add(Hashes.HashCommands.Make(this));
    }

    public Terminal Terminal { get; }

    public RootCommand Root { get; }

    public ReportingOptions Reporting { get; } = new();

    /// <summary>Opens this person's folder on this machine.</summary>
    public static MeshMachine OpenMachine() => MeshMachine.Open(new MachineOptions { Root = MeshHome.Folder() });

    /// <summary>Says something beside the result, on standard error.</summary>
    public void Note(string text) => Terminal.Error.WriteLine(TerminalText.Neutralise(text));

    /// <summary>A command whose action gives a result to print.</summary>
    public Command Command(string name, string description, Func<ParseResult, CommandResult> run, params Symbol[] symbols) =>
        Command(name, description, (parsed, _) => Task.FromResult(run(parsed)), symbols);

    /// <summary>A command whose asynchronous action gives a result to print.</summary>
    public Command Command(string name, string description, Func<ParseResult, CancellationToken, Task<CommandResult>> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.SetAction(async (parsed, cancel) =>
            Reporting.Print(Terminal, parsed, await run(parsed, cancel).ConfigureAwait(false)));
        return command;
    }

    /// <summary>A group of commands.</summary>
    public static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (Command command in commands)
        {
            group.Add(command);
        }

        return group;
    }
}
