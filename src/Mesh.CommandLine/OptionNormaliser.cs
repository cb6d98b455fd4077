// Turns every accepted spelling of an option into the one that System.CommandLine reads.
//   --option value  --option=value  /option value  /option=value  --flag  --noflag  /noflag  --flag=false    in any letter case
// Whatever begins with '-' and is not an option is an error, never a file name: a mistyped --encrpt must not write plaintext.
// "--" ends options. On Unix an unknown /word is a parameter when a file has that name or when it contains a second '/'.

using System.CommandLine;

namespace Mesh.CommandLine;

/// <summary>Rewrites an argument list against a command tree (command-line reference, section 1).</summary>
public sealed class OptionNormaliser(Command root, Func<string, bool> exists)
{
    /// <summary>The arguments in the form <c>command … --option=value …</c>.</summary>
    /// <exception cref="CommandException">An option is unknown, lacks its value, or has one that it does not take.</exception>
    public IReadOnlyList<string> Normalise(IReadOnlyList<string> arguments)
    {
        var result = new List<string>(arguments.Count);
        Command command = root;
        bool commandSeen = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument == "--")
            {
                result.AddRange(arguments.Skip(i));
                break;
            }

            if (ReadOption(command, argument) is { } option)
            {
                string? value = option.Value;
                if (value is null && option.MayBeAsked)
                {
                    // Any other word that follows is a parameter: nobody's file name becomes a passphrase.
                    value = i + 1 < arguments.Count && (arguments[i + 1] == "-" || arguments[i + 1].StartsWith('@')) ? arguments[++i] : SecretInput.Asked;
                }
                else if (value is null && option.TakesValue)
                {
                    value = i + 1 < arguments.Count && IsValue(command, arguments[i + 1])
                        ? arguments[++i]
                        : throw CommandException.Usage($"The option {option.Name} needs a value.");
                }

                result.Add(value is null ? option.Name : $"{option.Name}={value}");
            }
            else if (!commandSeen && command.Subcommands.Count > 0 && FindCommand(command, argument) is { } found)
            {
                command = found;
                result.Add(found.Name);
            }
            else
            {
                if (!commandSeen && command.Subcommands.Count > 0)
                {
                    throw CommandException.Usage($"The command {TerminalText.Neutralise(argument)} is not known.");
                }

                commandSeen = true;
                result.Add(argument);
            }
        }

        return result;
    }

    private static Command? FindCommand(Command parent, string word) =>
        parent.Subcommands.FirstOrDefault(c => Same(c.Name, word) || c.Aliases.Any(a => Same(a, word)));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>A value may be anything but another option; "-" (standard input) and negative numbers are values.</summary>
    private bool IsValue(Command command, string next) =>
        next == "-" || !(next.StartsWith('-') ? !IsNumber(next) : next.StartsWith('/') && IsSlashOption(command, next));

    private static bool IsNumber(string text) => text.Length > 1 && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private bool IsSlashOption(Command command, string argument) =>
        argument.IndexOf('/', 1) < 0 && !exists(argument) && Find(command, Split(argument[1..]).Name, out _) is not null;

    private Found? ReadOption(Command command, string argument)
    {
        if (argument.Length > 0 && IsTypographicDash(argument[0]))
        {
            throw Unknown(argument);
        }

        if (argument.StartsWith('-') && argument != "-")
        {
            bool isLong = argument.StartsWith("--", StringComparison.Ordinal);
            (string name, string? value) = Split(isLong ? argument[2..] : argument[1..]);
            Option? option = Find(command, isLong || name.Length == 1 ? name : "", out bool negated);
            return option is null ? throw Unknown(argument) : Make(option, negated, value);
        }

        if (argument.StartsWith('/') && argument.Length > 1)
        {
            (string name, string? value) = Split(argument[1..]);
            Option? option = Find(command, name, out bool negated);
            if (option is not null)
            {
                return Make(option, negated, value);
            }

            if (name.IndexOf('/', StringComparison.Ordinal) < 0 && !exists(argument))
            {
                throw Unknown(argument);
            }
        }

        return null;
    }

    // What a word processor or a web page makes of "--".
    private static bool IsTypographicDash(char c) => c is (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D';

    private static Found Make(Option option, bool negated, string? value)
    {
        bool isFlag = option.ValueType == typeof(bool);
        if (!isFlag)
        {
            bool takesValue = option.Arity.MaximumNumberOfValues > 0;
            return value is not null && !takesValue
                ? throw CommandException.Usage($"The option {option.Name} takes no value.")
                : new Found(option.Name, value, takesValue, option is IFormed { MayBeAsked: true });
        }

        bool set = value switch
        {
            null => true,
            _ when Same(value, "true") => true,
            _ when Same(value, "false") => false,
            _ => throw CommandException.Usage($"The option {option.Name} is a flag: it takes true, false or nothing."),
        };
        return new Found(option.Name, set == negated ? "false" : "true", TakesValue: false);
    }

    private static (string Name, string? Value) Split(string body)
    {
        int equals = body.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (body, null) : (body[..equals], body[(equals + 1)..]);
    }

    private Option? Find(Command command, string name, out bool negated)
    {
        negated = false;
        if (name.Length == 0)
        {
            return null;
        }

        foreach (Option option in command.Options.Concat(command == root ? [] : root.Options.Where(o => o.Recursive)))
        {
            if (Named(option, name))
            {
                return option;
            }

            if (option.ValueType == typeof(bool) && name.StartsWith("no", StringComparison.OrdinalIgnoreCase) && Named(option, name[2..]))
            {
                negated = true;
                return option;
            }
        }

        return null;
    }

    private static bool Named(Option option, string name) =>
        Same(option.Name.TrimStart('-'), name) || option.Aliases.Any(a => Same(a.TrimStart('-', '/'), name));

    private static CommandException Unknown(string argument) =>
        CommandException.Usage($"The option {TerminalText.Neutralise(Split(argument).Name)} is not known.");

    private readonly record struct Found(string Name, string? Value, bool TakesValue, bool MayBeAsked = false);
}
