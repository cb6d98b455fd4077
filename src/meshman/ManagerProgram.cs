using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager;

/// <summary>The command tree of meshman and what its commands share.</summary>
internal sealed class ManagerProgram
{
    private static readonly CommandMaker[] Makers =
    [
        new("about", General.AboutCommand.Make),
        new(Help, General.HelpCommand.Make),
        new("account", Accounts.AccountCommands.Make),
        new("device", Devices.DeviceCommands.Make),
        new("message", Messages.MessageCommands.Make),
        new("password", Passwords.PasswordCommands.Make),
        new("dare", Dare.DareCommands.Make),
        new("key", Keys.KeyCommands.Make),
        new("hash", Hashes.HashCommands.Make),
    ];

    private const string Help = "help";

    private readonly string? _second;

    /// <summary>The whole tree, or of it the one command that somebody has typed the name of.</summary>
    /// <param name="terminal">Where to print.</param>
    /// <param name="words">
    /// The words of the command line, where they are known. If they name a command, the others are left out: making them takes longer than
    /// many a command, and nobody looks at them.
    /// </param>
    public ManagerProgram(Terminal terminal, params ReadOnlySpan<string> words)
    {
        Terminal = terminal;
        _second = words.Length > 1 ? words[1] : null;
        string? first = words.Length > 0 ? words[0] : null;
        Root = ProgramRoot.Make("meshman", "Your keys, passwords and files on all of your devices, sealed end to end.");
        Reporting.AddTo(Root);
        // Help is about the others as well.
        if (first != Help && Find(Makers, first) is { } named)
        {
            Root.Add(named.Make(this));
            return;
        }

        foreach (CommandMaker maker in Makers)
        {
            Root.Add(maker.Make(this));
        }
    }

    public Terminal Terminal { get; }

    public Command Root { get; }

    public ReportingOptions Reporting { get; } = new();

    /// <summary>Whether this person has a folder on this machine.</summary>
    public static bool HasHome => Directory.Exists(MeshHome.Folder());

    /// <summary>Opens this person's folder on this machine.</summary>
    public static MeshMachine OpenMachine() => MeshMachine.Open(new MachineOptions { Root = MeshHome.Folder() });

    /// <summary>Says something beside the result, on standard error.</summary>
    public void Note(string text) => Terminal.Error.WriteLine(TerminalText.Neutralise(text));

    /// <summary>A command whose action gives a result to print.</summary>
    public Command Command(string name, string description, Func<ParseResult, CommandResult> run, params Symbol[] symbols) =>
        Command(name, description, (parsed, _) => Task.FromResult(run(parsed)), symbols);

    /// <summary>A command that prints its result by itself, while that from which the result comes is open.</summary>
    public Command Printing(string name, string description, Func<ParseResult, Func<CommandResult, int>, int> run, params Symbol[] symbols)
    {
        Command command = Of(name, description, symbols);
        command.SetAction(parsed => run(parsed, result => Reporting.Print(Terminal, parsed, result)));
        return command;
    }

    /// <summary>A command whose asynchronous action gives a result to print.</summary>
    public Command Command(string name, string description, Func<ParseResult, CancellationToken, Task<CommandResult>> run, params Symbol[] symbols)
    {
        Command command = Of(name, description, symbols);
        command.SetAction((parsed, cancel) =>
        {
            Task<CommandResult> running = run(parsed, cancel);
            return running.IsCompletedSuccessfully
                ? Task.FromResult(Reporting.Print(Terminal, parsed, running.Result))
                : PrintAsync(parsed, running);
        });
        return command;
    }

    private async Task<int> PrintAsync(ParseResult parsed, Task<CommandResult> running) =>
        Reporting.Print(Terminal, parsed, await running.ConfigureAwait(false));

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

    private static Command Of(string name, string description, Symbol[] symbols)
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

        return command;
    }

    /// <summary>A group of many commands, or of it the one that somebody has typed the name of.</summary>
    public Command Group(string name, string description, params CommandMaker[] makers)
    {
        CommandMaker[] wanted = Find(makers, _second) is { } named ? [named] : makers;
        var group = new Command(name, description);
        foreach (CommandMaker maker in wanted)
        {
            group.Add(maker.Make(this));
        }

        return group;
    }

    private static CommandMaker? Find(CommandMaker[] makers, string? name)
    {
        foreach (CommandMaker maker in makers)
        {
            if (string.Equals(maker.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return maker;
            }
        }

        return null;
    }
}
