using System.CommandLine;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>
/// <c>--passphrase</c> asks on the terminal, without showing it; <c>--passphrase @file</c> takes the first line of a file, <c>--passphrase -</c> that of
/// standard input.
/// </summary>
internal sealed class PassphraseOption
{
    private const string What = "passphrase";

    public PassphraseOption(string description, string name = "--passphrase") => Option = new FormedOption<string?>(name, Forms.Passphrase)
    {
        Description = description + ": asked for on the terminal, or - (standard input) or @file",
        MayBeAsked = true,
    };

    public Option<string?> Option { get; }

    /// <summary>A new passphrase, asked for twice; null where the option is not given.</summary>
    public SecretBytes? ReadNew(ManagerProgram program, ParseResult parsed, string input) =>
        parsed.GetValue(Option) is { } given ? Octets(SecretInput.ReadTwice(program.Terminal, Checked(program, given, input), What)) : null;

    /// <summary>The passphrase of a file, when it is needed: given, or asked for where there is a person.</summary>
    /// <returns>What gives it; its result is the caller's.</returns>
    public Func<SecretBytes?> Reading(ManagerProgram program, ParseResult parsed, string input)
    {
        if (parsed.GetValue(Option) is not { } given)
        {
            return () => program.Terminal.CanAsk ? Octets(SecretInput.Read(program.Terminal, SecretInput.Asked, What)) : null;
        }

        string source = Checked(program, given, input);
        if (source == SecretInput.Asked)
        {
            return () => Octets(SecretInput.Read(program.Terminal, source, What));
        }

        string text = SecretInput.Read(program.Terminal, source, What);
        return () => Octets(text);
    }

    private string Checked(ManagerProgram program, string given, string input)
    {
        if (given == SecretInput.Asked && !program.Terminal.CanAsk)
        {
            throw CommandException.Usage($"Nobody can be asked for the passphrase: give it with {Option.Name} - (standard input) or {Option.Name} @file.");
        }

        return given == "-" && input == "-" ? throw CommandException.Usage($"Standard input is both the file and the value of {Option.Name}.") : given;
    }

    private static SecretBytes Octets(string text)
    {
        try
        {
            return PassphraseText.ToOctets(text);
        }
        catch (DareException e)
        {
            throw new CommandException(ExitCode.Error, e.Message, e);
        }
    }
}
