// Every option of every command of a program, typed as people type it and mistyped. The commands and options come from the program's own
// tree, so that none can be forgotten.

using System.CommandLine;

#pragma warning disable CA1000 // xunit looks for the members that give data in the class that declares the tests

namespace Mesh.CommandLine.Tests;

/// <summary>The suite that every program's command tree passes.</summary>
public abstract class CommandTreeSuite<TProgram>
    where TProgram : IProgramTree, new()
{
    private static readonly TProgram Program = new();

    public static TheoryData<string> Commands() => [.. All().Select(c => c.Path)];

    public static TheoryData<string, string> OptionsOfCommands()
    {
        var data = new TheoryData<string, string>();
        foreach ((string path, Command command) in All())
        {
            foreach (Option option in Options(command))
            {
                data.Add(path, option.Name);
            }
        }

        return data;
    }

    public static TheoryData<string, string> ValuesOfCommands()
    {
        var data = new TheoryData<string, string>();
        foreach ((string path, Command command) in All())
        {
            foreach (Symbol symbol in command.Arguments.Concat<Symbol>(Options(command).Where(TakesValue)))
            {
                data.Add(path, symbol.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(OptionsOfCommands))]
    public void An_option_is_understood_in_every_spelling(string path, string name)
    {
        using Run run = new(path);
        Option option = run.Option(name);
        string word = name[2..];
        foreach (string typed in new[] { word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..] })
        {
            if (!TakesValue(option))
            {
                Assert.Equal(typeof(bool), option.ValueType);
                foreach (string yes in new[] { $"--{typed}", $"/{typed}", $"--{typed}=true", $"/{typed}=TRUE", $"--no{typed}=false" })
                {
                    Assert.True(run.Parse(yes).GetValue<bool>(option.Name), yes);
                }

                foreach (string no in new[] { $"--no{typed}", $"/no{typed}", $"--No{typed}", $"--{typed}=false", $"/{typed}=False" })
                {
                    Assert.False(run.Parse(no).GetValue<bool>(option.Name), no);
                }

                continue;
            }

            string value = Sample(option).Right;
            foreach (string[] line in new string[][] { [$"--{typed}", value], [$"--{typed}={value}"], [$"/{typed}", value], [$"/{typed}={value}"] })
            {
                Assert.Equal([value], run.Parse(line).GetResult(option)!.Tokens.Select(t => t.Value));
                Assert.Equal([value], run.ParseOptionFirst(line).GetResult(option)!.Tokens.Select(t => t.Value));
            }
        }
    }

    [Theory]
    [MemberData(nameof(OptionsOfCommands))]
    public async Task A_mistyped_option_does_nothing(string path, string name)
    {
        using Run run = new(path);
        Option option = run.Option(name);
        string value = TakesValue(option) ? Sample(option).Right : "true";
        string[] known = [.. Options(run.Command).SelectMany(Names)];
        string before = Snapshot();
        foreach (string wrong in Mistyped(name[2..]).Where(w => !known.Contains(w, StringComparer.OrdinalIgnoreCase)))
        {
            foreach (string[] line in new string[][]
                { [$"--{wrong}", value], [$"--{wrong}={value}"], [$"/{wrong}", value], [$"/{wrong}={value}"], [$"--no{wrong}"], [$"/no{wrong}"] })
            {
                await run.RefusesAsync(line);
            }
        }

        // One dash, or a dash that a word processor made of two.
        foreach (string dash in new[] { "-", "---", "\u2013", "\u2014", "\u2212" })
        {
            await run.RefusesAsync($"{dash}{name[2..]}", value);
            await run.RefusesAsync($"{dash}{name[2..]}={value}");
        }

        Assert.Equal(before, Snapshot());
    }

    [Theory]
    [MemberData(nameof(ValuesOfCommands))]
    public async Task A_wrong_value_is_refused_by_name(string path, string name)
    {
        using Run run = new(path);
        string before = Snapshot();
        if (run.Command.Arguments.FirstOrDefault(a => a.Name == name) is { } argument)
        {
            foreach (string wrong in Sample(argument).Wrong)
            {
                Assert.Contains($"<{name}>", await run.RefusesInsteadAsync(argument, wrong), StringComparison.Ordinal);
            }
        }
        else
        {
            foreach (string wrong in Sample(run.Option(name)).Wrong)
            {
                Assert.Contains(name, await run.RefusesAsync($"{name}={wrong}"), StringComparison.Ordinal);
                Assert.Contains(name, await run.RefusesAsync($"/{name[2..]}={wrong}"), StringComparison.Ordinal);
            }

            Assert.Contains(name, await run.RefusesAsync(name), StringComparison.Ordinal);
            Assert.Contains(name, await run.RefusesAsync(name, "--json"), StringComparison.Ordinal);
        }

        Assert.Equal(before, Snapshot());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task What_is_missing_or_too_much_is_refused(string path)
    {
        using Run run = new(path);
        foreach (Argument argument in run.Command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0))
        {
            Assert.Contains($"<{argument.Name}> is missing", await run.RefusesInsteadAsync(argument, null), StringComparison.Ordinal);
        }

        foreach (Option option in run.Command.Options.Where(o => o.Required))
        {
            Assert.Contains(option.Name, await run.RefusesInsteadAsync(option, null), StringComparison.Ordinal);
        }

        foreach (Option option in Options(run.Command).Where(o => TakesValue(o) && o.Arity.MaximumNumberOfValues == 1))
        {
            string value = Sample(option).Right;
            Assert.Contains(option.Name, await run.RefusesAsync($"{option.Name}={value}", $"{option.Name}={value}"), StringComparison.Ordinal);
        }

        if (run.Command.Arguments.All(a => a.Arity.MaximumNumberOfValues <= 1))
        {
            string[] full = [.. run.Command.Arguments.Select(a => Sample(a).Right)];
            await run.RefusesLineAsync([.. run.Path, .. run.RequiredOptions, .. full, "surplus"]);
            await run.RefusesLineAsync([.. run.Path, .. run.RequiredOptions, "--", .. full, "surplus"]);
        }

        foreach (string wrong in Mistyped(run.Path[^1]).Where(w => !run.Siblings.Contains(w, StringComparer.OrdinalIgnoreCase)))
        {
            await run.RefusesLineAsync([.. run.Path[..^1], wrong, .. run.RequiredArguments, .. run.RequiredOptions]);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_names_everything(string path)
    {
        using Run run = new(path);
        string help = await run.HelpAsync([.. run.Path, "--help"]);
        Assert.Equal(help, await run.HelpAsync([.. run.Path, "/HELP"]));
        Assert.Equal(help, await run.HelpAsync([.. run.Path, "-h"]));
        foreach (Symbol symbol in run.Command.Arguments.Concat<Symbol>(Options(run.Command)))
        {
            Assert.Contains(symbol is Argument ? $"<{symbol.Name}>" : symbol.Name, help, StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(symbol.Description), $"{path} {symbol.Name} is not described");
        }

        Assert.False(string.IsNullOrWhiteSpace(run.Command.Description), $"{path} is not described");
    }

    private static IEnumerable<(string Path, Command Command)> All()
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, TextReader.Null, false, false);
        return Leaves("", Program.Make(terminal));
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(string path, Command command) => command.Subcommands.Count == 0
        ? [(path.Trim(), command)]
        : command.Subcommands.SelectMany(c => Leaves($"{path} {c.Name}", c));

    // Its own, and those of the program that every command has.
    private static IEnumerable<Option> Options(Command command)
    {
        Symbol root = command;
        while (root.Parents.FirstOrDefault() is { } parent)
        {
            root = parent;
        }

        return command.Options.Concat(((Command)root).Options.Where(o => o.Recursive && o.Name != ProgramRoot.Help));
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool);

    private static FormSample Sample(Symbol symbol)
    {
        ValueForm form = Assert.IsType<IFormed>(symbol, exactMatch: false).Form;
        return Program.Samples.TryGetValue(form, out FormSample? sample) ? sample : NumberSample(form);
    }

    // "16 to 48 in steps of 8" says all about a number.
    private static FormSample NumberSample(ValueForm form)
    {
        string[] words = form.Words.Split(' ');
        Assert.True(words.Length >= 3 && int.TryParse(words[0], out _) && words[1] == "to", $"there is no sample of \"{form.Words}\"");
        int least = int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture);
        int most = int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture);
        string[] between = words.Length > 3 ? [$"{least + 1}"] : [];
        return new FormSample($"{least}", ["", "x", "1e3", "0x10", " ", "99999999999999999999", $"{least - 1}", $"{most + 1}", .. between]);
    }

    private static IEnumerable<string> Names(Option option)
    {
        foreach (string name in option.Aliases.Append(option.Name).Select(n => n.TrimStart('-', '/')))
        {
            yield return name;
            if (!TakesValue(option))
            {
                yield return "no" + name;
            }
        }
    }

    private static IEnumerable<string> Mistyped(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            yield return word[..i] + word[(i + 1)..];
            yield return word[..i] + word[i] + word[i..];
            yield return word[..i] + 'q' + word[(i + 1)..];
            if (i > 0 && word[i] != word[i - 1])
            {
                yield return word[..(i - 1)] + word[i] + word[i - 1] + word[(i + 1)..];
            }
        }
    }

    private static string Snapshot() => string.Join('\n', Program.Folders.SelectMany(f => Directory.EnumerateFileSystemEntries(f, "*", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal).Select(p => $"{p} {(File.Exists(p) ? Convert.ToHexString(File.ReadAllBytes(p)) : "")}"));

    /// <summary>One command of a tree of its own, with what it says.</summary>
    private sealed class Run : IDisposable
    {
        private readonly StringWriter _out = new();
        private readonly StringWriter _error = new();
        private readonly CommandHost _host;

        public Run(string path)
        {
            var terminal = new Terminal(_out, _error, TextReader.Null, false, false);
            Command root = Program.Make(terminal);
            _host = new CommandHost(root, terminal, Program.Explain);
            Path = path.Split(' ');
            Command parent = root;
            foreach (string word in Path)
            {
                parent = Command ?? parent;
                Command = parent.Subcommands.Single(c => c.Name == word);
            }

            Siblings = [.. parent.Subcommands.SelectMany(c => c.Aliases.Append(c.Name))];
        }

        public string[] Path { get; }

        public Command Command { get; } = null!;

        public string[] Siblings { get; }

        public string[] RequiredArguments => [.. Command.Arguments.Where(a => a.Arity.MinimumNumberOfValues > 0).Select(a => Sample(a).Right)];

        public string[] RequiredOptions => [.. Command.Options.Where(o => o.Required).Select(o => $"{o.Name}={Sample(o).Right}")];

        public Option Option(string name) => Options(Command).Single(o => o.Name == name);

        public ParseResult Parse(params string[] more) => _host.Parse([.. Path, .. RequiredArguments, .. OthersRequired(more), .. more]);

        public ParseResult ParseOptionFirst(params string[] more) => _host.Parse([.. Path, .. OthersRequired(more), .. more, .. RequiredArguments]);

        public Task<string> RefusesAsync(params string[] more) =>
            RefusesLineAsync([.. Path, .. RequiredArguments, .. OthersRequired(more), .. more]);

        /// <summary>Refuses the line in which one parameter or option is something else, or nothing.</summary>
        public Task<string> RefusesInsteadAsync(Symbol symbol, string? value)
        {
            IEnumerable<string> before = Command.Arguments.TakeWhile(a => a != symbol).Select(a => Sample(a).Right);
            IEnumerable<string> after = Command.Arguments.SkipWhile(a => a != symbol).Skip(1)
                .Where(a => a.Arity.MinimumNumberOfValues > 0).Select(a => Sample(a).Right);
            IEnumerable<string> arguments = (symbol, value) switch
            {
                (Argument, null) => before,
                (Argument, _) => [.. before, value, .. after],
                _ => RequiredArguments,
            };
            return RefusesLineAsync([.. Path, .. arguments, .. RequiredOptions.Where(o => o.Split('=')[0] != symbol.Name)]);
        }

        public async Task<string> RefusesLineAsync(params string[] line)
        {
            _out.GetStringBuilder().Clear();
            _error.GetStringBuilder().Clear();
            int exit = await _host.RunAsync(line);
            string typed = string.Join(' ', line);
            string error = _error.ToString();
            Assert.True(exit == ExitCode.Usage, $"{typed}\nexit {exit}\n{error}");
            Assert.Matches("^ERROR - [^\n]+\n$", error);
            Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
            string output = _out.ToString();
            Assert.True(output.Length == 0 || (line.Contains("--json") && output.StartsWith("{\"ResultFail\"", StringComparison.Ordinal)), $"{typed}\n{output}");
            return error;
        }

        public async Task<string> HelpAsync(string[] line)
        {
            _out.GetStringBuilder().Clear();
            Assert.Equal(ExitCode.Success, await _host.RunAsync(line));
            return _out.ToString();
        }

        public void Dispose()
        {
            _out.Dispose();
            _error.Dispose();
        }

        // A required option that the line itself gives is not given twice.
        private IEnumerable<string> OthersRequired(string[] more) => RequiredOptions.Where(o =>
            !more.Any(m => string.Equals(m.TrimStart('-', '/').Split('=')[0], o[2..].Split('=')[0], StringComparison.OrdinalIgnoreCase)));
    }
}
