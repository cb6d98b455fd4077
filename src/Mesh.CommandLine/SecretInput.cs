// Secrets on a command line are visible to the other users of a machine. They are accepted there, and better ways are offered:
// "-" reads one line of standard input, "@file" the first line of a file, and nothing at all asks without echo.

using System.Text;

namespace Mesh.CommandLine;

/// <summary>Reads a secret parameter (command-line reference, C-3).</summary>
public static class SecretInput
{
    /// <summary>The value of an option that stands alone: a person is asked.</summary>
    public const string Asked = "\u0005";

    private const int MaximumLength = 65_536;

    /// <summary>The secret that <paramref name="given"/> stands for.</summary>
    /// <exception cref="CommandException">No secret was given and nobody can be asked, or the source cannot be read.</exception>
    public static string Read(Terminal terminal, string? given, string what)
    {
        if (given is null or Asked)
        {
            return terminal.CanAsk
                ? Ask(terminal, what)
                : throw CommandException.Usage($"The {what} is missing. Give it as a parameter, as - (standard input) or as @file.");
        }

        if (given == "-")
        {
            return terminal.In.ReadLine() ?? throw new CommandException(ExitCode.Error, $"Standard input ended before the {what}.");
        }

        return given.Length > 1 && given[0] == '@' ? FirstLine(given[1..], what) : given;
    }

    /// <summary>As <see cref="Read"/>, of a secret that is new: whoever is asked types it twice.</summary>
    /// <exception cref="CommandException">As <see cref="Read"/>; or what was typed is not the same twice.</exception>
    public static string ReadTwice(Terminal terminal, string? given, string what)
    {
        string secret = Read(terminal, given, what);
        return given is not (null or Asked) || Ask(terminal, $"{what} again") == secret
            ? secret
            : throw new CommandException(ExitCode.Error, $"What was typed is not the same twice: nothing was done. Type the {what} again.");
    }

    private static string FirstLine(string path, string what)
    {
        try
        {
            using StreamReader reader = new(path, Encoding.UTF8);
            char[] buffer = new char[MaximumLength];
            int count = reader.ReadBlock(buffer, 0, buffer.Length);
            string text = new(buffer, 0, count);
            Array.Clear(buffer);
            int end = text.AsSpan().IndexOfAny('\r', '\n');
            return end < 0 ? text : text[..end];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CommandException(ExitCode.Error, $"The {what} cannot be read from {TerminalText.Neutralise(path)}: {(File.Exists(path) ? e.Message : "there is no such file.")}", e);
        }
    }

    private static string Ask(Terminal terminal, string what)
    {
        terminal.Error.Write($"{char.ToUpperInvariant(what[0])}{what[1..]}: ");
        terminal.Error.Flush();
        var text = new StringBuilder();
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            if (key.Key == ConsoleKey.Enter)
            {
                terminal.Error.WriteLine();
                string result = text.ToString();
                text.Clear();
                return result;
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }
    }
}
