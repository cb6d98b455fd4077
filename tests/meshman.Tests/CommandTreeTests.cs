using System.CommandLine;
using Mesh.CommandLine;
using Mesh.CommandLine.Tests;
using Mesh.Manager.Accounts;
using Mesh.Manager.Hashes;
using Mesh.Manager.Keys;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Tests;

/// <summary>The real command tree of meshman.</summary>
public sealed class ManagerTree : IProgramTree
{
    private static readonly TempFolder Folder = new();

    public ManagerTree()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();
        Environment.SetEnvironmentVariable("MESH_HOME", Folder.File("home"));
        File.WriteAllText(Folder.File("plaintext.txt"), "Meet me at the usual place.\n");
        Samples = new Dictionary<ValueForm, FormSample>(FormSample.Common(Folder.File("plaintext.txt")))
        {
            [Forms.Address] = new("alice@example.com", "", "alice", "alice@", "@example.com", "a@b@example.com", "alice@exa mple.com", "alice@.", "a\u202Eb@example.com"),
            [Forms.AddressOrDomain] = new("example.com", "", "alice@", "@example.com", "a b", "exa_mple..com"),
            [Forms.Account] = new("alice@example.com", "", " ", "alice@", "a@b@c", "a\nb", new string('x', 65)),
            [Forms.LocalName] = new("work", "", " ", "a\u001bb", new string('x', 65)),
            [Forms.Device] = new("phone", "", " ", "a\u001bb", new string('x', 65)),
            [Forms.Witness] = new("ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23", "", "ABC", "ABCD-EFG0", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-A", "who?"),
            [Forms.Fingerprint] = new("MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R", "", "M", "MDLI-GX2C-3OQ1", "x@y"),
            [Forms.MediaType] = new("text/plain", "", "text", "text/", "/plain", "text/plain/x", "text/pl ain", "téxt/plain"),
            [Forms.Coding] = new("br", "", "zip", "BR "),
            [Forms.SequenceType] = new("log", "", "Log", "Merkle", "sequence", "archive "),
            [Forms.OldType] = new("tree", "", "Tree", "log", "merkle "),
            [Forms.Root] = new(new string('A', 64), "", new string('A', 63), new string('G', 64), new string('a', 66)),
            [Forms.EntryText] = new("started", "", "a\0b", new string('x', 65_537)),
            [Forms.EntryKey] = new("web-1", "", "two\nlines", new string('x', 1001)),
            [Forms.Moment] = new("2026-07-08T09:10:11Z", "", "yesterday", "7", "7w", "2026-13-01", "-1d", "99999999999d"),
            [Forms.Version] = new("3", "", "0", "-1", "1.5", "three", "99999999999999999999"),
            [Forms.WebAddress] = new("https://127.0.0.1:1/x.dare", "", "x.dare", "ftp://example.com/x", "https://", "https://exa mple.com/x", "https://user:pass@example.com/x"),
            [Forms.Site] = new("ftp.example.com", "", "two words", "line\n"),
            [HashCommands.DigestForm] = new("SHA3-256", "", "md5", "sha"),
            [HashCommands.FingerprintForm] = new("sha3", "", "sha256", "sha1"),
            [Forms.Pin] = new("ADHL-OYNN-NH3C-XJ3K-XTGP-7KZC-6Y", "", "1234", "hunter2", "MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R"),
            [Forms.Key] = new("EDKF-5WQZ-JHV3-Q5X4-L642-5NQS-WQAQ", "", "hunter2", "MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R"),
            [Forms.Recipient] = new("alice@example.com", "", " ", "alice@", "a@b@c", "a\nb", new string('x', 65), "x448:AAAA", "x25519:"),
            [Forms.KeySource] = new(Folder.File("own.key"), "", "a\0b", "@"),
            [Forms.SecretKey] = new("EDKF-5WQZ-JHV3-Q5X4-L642-5NQS-WQAQ", "", "hunter2", "MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R", "udf://example.com/MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R"),
            [Forms.Passphrase] = new("@words", "", "@"),
            [Forms.Domain] = new("example.com", "", "exa mple", "alice@example.com", "a..b"),
            [PairCommand.AlgorithmForm] = new("x25519", "", "rsa", "x448z", "ed"),
            [ShareCommand.Source] = new("-", "", "secret", "EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O", "@"),
            [ShareInput.Form] = new("SAQM-MXUC-UIYF-4KNA-SZV3-6N2R-BDGC-6", "", "S", "SAQA", "EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O", "@"),
            [Lifetime.Form] = new("12h", "", "0", "0h", "h", "-1d", "1.5d", "1w", "366d", "99999999999d", "1dd", "1 d"),
        };
    }

    public IReadOnlyDictionary<ValueForm, FormSample> Samples { get; }

    public IReadOnlyList<string> Folders { get; } = [Folder.Path];

    public Command Make(Terminal terminal) => new ManagerProgram(terminal).Root;

    public CommandException? Explain(Exception exception) => Explanation.Of(exception);
}

[Collection(UsesEnvironment.Name)]
public sealed class CommandTreeTests : CommandTreeSuite<ManagerTree>
{
    [Fact]
    public async Task A_long_file_can_be_interrupted()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("long.dare"), new byte[1_000_000]);
        var error = new StringWriter();
        var terminal = new Terminal(new StringWriter(), error, TextReader.Null, inputIsTerminal: false, errorIsTerminal: false);
        int exit = await new CommandHost(new ManagerProgram(terminal).Root, terminal, Explanation.Of)
            .RunAsync(["dare", "verify", folder.File("long.dare")], new CancellationToken(canceled: true));
        Assert.Equal((ExitCode.Error, "ERROR - Interrupted." + Environment.NewLine), (exit, error.ToString()));
    }

    public static TheoryData<string> FirstWords() =>
        [.. new ManagerTree().Make(Quiet()).Subcommands.Select(c => c.Name), "PASSWORD", "Dare", "no-such-command", "--json", ""];

    [Theory]
    [MemberData(nameof(FirstWords))]
    public void The_tree_of_one_command_explains_and_takes_what_the_whole_tree_does(string first)
    {
        Command whole = new ManagerProgram(Quiet()).Root;
        Command one = new ManagerProgram(Quiet(), first).Root;
        Command? named = whole.Subcommands.FirstOrDefault(c => string.Equals(c.Name, first, StringComparison.OrdinalIgnoreCase) && c.Name != "help");
        Assert.Equal(named is null ? whole.Subcommands.Select(c => c.Name) : [named.Name], one.Subcommands.Select(c => c.Name));
        foreach (Command command in one.Subcommands)
        {
            Command expected = whole.Subcommands.Single(c => c.Name == command.Name);
            Assert.Equal(Help(whole, [command.Name]), Help(one, [command.Name]));
            Assert.Equal(expected.Subcommands.Select(c => c.Name), command.Subcommands.Select(c => c.Name));
            Assert.All(command.Subcommands, c => Assert.Equal(Help(whole, [command.Name, c.Name]), Help(one, [command.Name, c.Name])));
        }
    }

    [Fact]
    public void The_tree_of_two_words_has_the_one_command_and_all_where_there_is_no_such()
    {
        Command whole = new ManagerProgram(Quiet()).Root;
        Command group = whole.Subcommands.Single(c => c.Name == "dare");
        Assert.All(group.Subcommands, command =>
        {
            Command one = new ManagerProgram(Quiet(), "dare", command.Name).Root;
            Assert.Equal([command.Name], Assert.Single(one.Subcommands).Subcommands.Select(c => c.Name));
            Assert.Equal(Help(whole, ["dare", command.Name]), Help(one, ["dare", command.Name]));
        });
        foreach (string other in (string[])["no-such-command", "--help", ""])
        {
            Command all = new ManagerProgram(Quiet(), "dare", other).Root;
            Assert.Equal(group.Subcommands.Select(c => c.Name), Assert.Single(all.Subcommands).Subcommands.Select(c => c.Name));
        }
    }

    [Fact]
    public async Task The_version_is_told_alone()
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, TextReader.Null, inputIsTerminal: false, errorIsTerminal: false);
        Assert.Equal(ExitCode.Success, await new CommandHost(new ManagerProgram(terminal).Root, terminal, Explanation.Of).RunAsync(["--version"]));
        Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+", output.ToString());
        Assert.Equal(
            ExitCode.Usage, await new CommandHost(new ManagerProgram(terminal).Root, terminal, Explanation.Of).RunAsync(["dare", "list", "--version"]));
    }

    private static string Help(Command root, string[] command)
    {
        using var output = new StringWriter();
        root.Parse([.. command, "--help"]).Invoke(new InvocationConfiguration { Output = output, Error = output });
        Assert.Contains(command[^1], output.ToString(), StringComparison.Ordinal);
        return output.ToString();
    }

    private static Terminal Quiet() => new(TextWriter.Null, TextWriter.Null, TextReader.Null, inputIsTerminal: false, errorIsTerminal: false);
}
