using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Keys;
using Mesh.Manager.Files;

namespace Mesh.Manager.Recovery;

/// <summary>Collects shares as people bring them: parameters, files, standard input, or asked for one by one (C-3, C-7).</summary>
internal sealed class ShareInput
{
    private readonly FormedArgument<string[]> _shares = new("shares", Form)
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "shares, - (standard input) or @file; better: leave them out and be asked",
    };

    private readonly FormedOption<string[]> _file = new("--file", ValueForm.File) { Description = "file of a holder: a share and its set (repeatable)" };

    public static ValueForm Form { get; } = ValueForm.SecretOf(
        "a share S…, - (standard input) or @file", text => text == "-" || (text.Length > 1 && text[0] == '@') || IsShare(text));

    public Symbol[] All => [_shares, _file];

    /// <summary>The shares; the caller disposes them.</summary>
    /// <param name="program">Whose terminal asks.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="askForAll">Where a person is asked: until an empty line, not until there are enough.</param>
    public CollectedShares Read(ManagerProgram program, ParseResult parsed, bool askForAll = false)
    {
        var collected = new CollectedShares();
        try
        {
            string[] given = parsed.GetValue(_shares) ?? [];
            string[] files = parsed.GetValue(_file) ?? [];
            for (int i = 0; i < given.Length; i++)
            {
                if (given[i] == "-" || given[i][0] == '@')
                {
                    AddFile(collected, given[i] == "-" ? "-" : given[i][1..]);
                }
                else
                {
                    collected.Add(given[i], string.Create(CultureInfo.InvariantCulture, $"parameter {i + 1}"));
                }
            }

            foreach (string file in files)
            {
                AddFile(collected, file);
            }

            if (given.Length + files.Length == 0)
            {
                Ask(program.Terminal, collected, askForAll);
            }

            return collected;
        }
        catch
        {
            collected.Dispose();
            throw;
        }
    }

    private static void Ask(Terminal terminal, CollectedShares collected, bool askForAll)
    {
        if (!terminal.CanAsk)
        {
            AddFile(collected, "-");
            return;
        }

        while (askForAll || collected.Missing > 0)
        {
            string what = askForAll ? "share or set (an empty line ends)" : string.Create(CultureInfo.InvariantCulture, $"share {collected.Count + 1}");
            string text = SecretInput.Read(terminal, null, what);
            if (text.Length == 0)
            {
                return;
            }

            collected.Add(text, askForAll ? "what was typed" : what);
        }
    }

    private static void AddFile(CollectedShares collected, string name)
    {
        // A message about the file would show it.
        if (name != "-" && IsShare(name))
        {
            throw CommandException.Usage("A share stands where a file was expected: --file and @ take the name of a file.");
        }

        string source = name == "-" ? "standard input" : name;
        int number = 0;
        foreach (string line in InputFile.ReadLines(name))
        {
            collected.Add(line, string.Create(CultureInfo.InvariantCulture, $"{source}, line {++number}"));
        }
    }

    private static bool IsShare(string text)
    {
        try
        {
            EscrowShare.Parse(text).Dispose();
            return true;
        }
        catch (KeyException)
        {
            return false;
        }
    }
}
