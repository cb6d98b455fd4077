using System.Text.Json;
using Mesh.CommandLine;
using Mesh.Encoding;

namespace Mesh.Manager.Tests;

/// <summary>Shares, asked of the real programs.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class ShareCommandTests(Provider provider) : IClassFixture<Provider>
{
    private TempFolder Folder => provider.Folder;

    [Fact]
    [Requirement("ESC-04")]
    public async Task Verifying_shares_writes_nothing()
    {
        using var place = new TempFolder();
        JsonElement made = await JsonAsync("ResultKey", "key", "share", "--quorum", "2", "--shares", "4", "--json");
        string[] shares = [.. made.GetProperty("Shares").EnumerateArray().Select(s => s.GetString()!)];
        string set = made.GetProperty("Set").GetString()!;
        foreach (string input in new[] { $"{shares[1]}\n{shares[3]}\n{set}\n", $"{shares[0]}\n{set}\n", $"{shares[0]}\n{shares[1]}\n{shares[2]}\n" })
        {
            ProgramRun.Outcome verified = await ProgramRun.RunAsync(
                "meshman", ["key", "recover", "--verify"], place.Path, input, ("MESH_HOME", place.File("home")));
            Assert.True(verified.Exit == 0, verified.Error);
            Assert.Contains(" valid\n", verified.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(made.GetProperty("Key").GetString()!, verified.Output, StringComparison.Ordinal);
        }

        string wrong = $"{shares[1]}\n{shares[2][..^4]}QQQA\n{set}\n";
        Assert.NotEqual(0, (await ProgramRun.RunAsync(
            "meshman", ["key", "recover", "--verify"], place.Path, wrong, ("MESH_HOME", place.File("home")))).Exit);

        // Two bare shares of a key show nothing, and --verify does not say that they do.
        ProgramRun.Outcome bare = await ProgramRun.RunAsync("meshman", ["key", "recover", "--verify"], place.Path, $"{shares[1]}\n{shares[2]}\n");
        Assert.Equal(ExitCode.VerificationFailed, bare.Exit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Path));
    }

    [Fact]
    [Requirement("ESC-04")]
    public async Task The_largest_set_is_printed_whole()
    {
        ProgramRun.Outcome printed = await provider.ManAsync(["account", "escrow", "--quorum", "15", "--shares", "15"]);
        Assert.True(printed.Exit == 0, printed.Error);
        ProgramRun.Outcome verified = await ProgramRun.RunAsync("meshman", ["key", "recover", "--verify"], Folder.Path, printed.Output);
        Assert.True(verified.Exit == 0, verified.Error);
        Assert.Contains("   Account UDF = ", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("ESC-08", "ESC-10")]
    public async Task Shares_are_nowhere_but_where_they_were_asked_for()
    {
        string home = Folder.File("carol");
        ProgramRun.Outcome created = await provider.ManAsync(
            ["account", "create", "carol@example.com", "--escrow", "--quorum", "3", "--shares", "5", "--purge"], home: home);
        Assert.True(created.Exit == 0, created.Error);
        string[] shares = [.. created.Output.Split('\n').Where(l => l.StartsWith("Share: ", StringComparison.Ordinal)).Select(l => l[7..])];
        Assert.Equal(5, shares.Length);
        ProgramRun.Outcome seed = await provider.ManAsync(["key", "recover", shares[4], shares[0], shares[2]]);
        Assert.StartsWith("Z", seed.Output, StringComparison.Ordinal);
        byte[][] secrets = [.. shares.Append(seed.Output.Trim()).SelectMany(s => new[]
        {
            System.Text.Encoding.ASCII.GetBytes(s), System.Text.Encoding.ASCII.GetBytes(s.Replace("-", "", StringComparison.Ordinal)), Base32.Decode(s)[2..],
        })];
        string[] files = [.. new[] { home, Folder.File("service") }.SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Where(f => Path.GetExtension(f) is not (".sock" or ".lock"))];
        Assert.True(files.Length > 10);
        foreach (string file in files)
        {
            byte[] content = await File.ReadAllBytesAsync(file);
            Assert.All(secrets, secret => Assert.True(content.AsSpan().IndexOf(secret) < 0, file));
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(home, "keys"), "account-*", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }));
        ProgramRun.Outcome again = await provider.ManAsync(["account", "escrow"], home: home);
        Assert.Equal(ExitCode.Refused, again.Exit);
    }

    [Theory]
    [InlineData("y\n", "[admin, web]")]
    [InlineData("n\n", "[super, admin, web]")]
    [InlineData("\n", "[super, admin, web]")]
    [InlineData("", "[super, admin, web]")]
    public async Task On_a_terminal_the_profile_key_is_asked_about_after_the_shares(string answer, string rights)
    {
        string home = Folder.File("dave" + rights.Length + answer.Length);
        string address = $"dave{rights.Length}{answer.Length}@example.com";
        using var environment = new EnvironmentChange(("MESH_HOME", home), ("MESH_RESOLVE", "example.com=" + provider.Address));
        (string output, string error) = await OnTerminalAsync(answer, "account", "create", address, "--escrow");
        Assert.Contains("Erase the profile key", error, StringComparison.Ordinal);
        Assert.True(output.IndexOf("Share: S", StringComparison.Ordinal) is >= 0 and int at && at < output.IndexOf("Account=", StringComparison.Ordinal), output);
        (output, _) = await OnTerminalAsync("", "account", "list");
        Assert.Contains(rights, output, StringComparison.Ordinal);

        // What was said on the command line is not asked again.
        using var other = new EnvironmentChange(("MESH_HOME", home + "2"));
        (_, error) = await OnTerminalAsync("", "account", "create", "x" + address, "--escrow", "--nopurge");
        Assert.DoesNotContain("Erase", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_new_command_answers_in_json()
    {
        JsonElement escrow = await JsonAsync("ResultEscrow", "account", "escrow", "--json");
        Assert.Equal(3, escrow.GetProperty("Shares").GetArrayLength());
        Assert.StartsWith("N", escrow.GetProperty("Identifier").GetString(), StringComparison.Ordinal);
        string udf = escrow.GetProperty("ProfileUdf").GetString()!;
        string[] shares = [.. escrow.GetProperty("Shares").EnumerateArray().Select(s => s.GetString()!)];
        JsonElement recovered = await JsonAsync("ResultKey", "key", "recover", shares[0], shares[2], "--json");
        Assert.StartsWith("Z", recovered.GetProperty("Key").GetString(), StringComparison.Ordinal);
        Assert.Equal(udf, recovered.GetProperty("ProfileUdf").GetString());
        JsonElement verified = await JsonAsync("ResultKey", "key", "recover", shares[0], shares[2], "--verify", "--expect", udf, "--json");
        Assert.True(verified.GetProperty("Verified").GetBoolean());
        Assert.False(verified.TryGetProperty("Key", out _));
        JsonElement sync = await JsonAsync("ResultSync", "account", "rotate", shares[1], shares[2], "--json");
        Assert.Empty(sync.GetProperty("Notices").EnumerateArray());
        JsonElement created = await JsonAsync(
            "ResultCreateAccount", "account", "create", "erin@example.com", "--escrow", "--purge", "--file", "erin", "--json");
        Assert.Equal(["erin-1.txt", "erin-2.txt", "erin-3.txt"], created.GetProperty("Files").EnumerateArray().Select(f => f.GetString()));
        Assert.False(created.GetProperty("KeepsProfileKey").GetBoolean());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.File("erin-1.txt")));
        }

        JsonElement wrong = await JsonAsync("ResultFail", ["key", "recover", shares[0], "--json"], ExitCode.Error);
        Assert.False(wrong.GetProperty("Success").GetBoolean());
        JsonElement list = await HostJsonAsync("ResultAccounts", "account", "list", "--data", "service", "--json");
        Assert.Contains(list.GetProperty("Accounts").EnumerateArray(), a => a.GetProperty("ProfileUdf").GetString() == udf);
        foreach (string[] line in new string[][] { ["get"], ["quota", "--mb", "500"], ["suspend", "--lift"] })
        {
            JsonElement account = await HostJsonAsync("ResultAccount", ["account", line[0], "alice@example.com", .. line[1..], "--data", "service", "--json"]);
            Assert.Equal((udf, "in use"), (account.GetProperty("ProfileUdf").GetString(), account.GetProperty("State").GetString()));
            Assert.True(account.GetProperty("Octets").GetInt64() > 1000);
        }

        JsonElement dns = await HostJsonAsync("ResultDns", "dns", "--data", "service", "--address", "192.0.2.7", "--json");
        Assert.Equal(4, dns.GetProperty("Records").GetArrayLength());
    }

    private static async Task<(string Output, string Error)> OnTerminalAsync(string answer, params string[] line)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(answer);
        var terminal = new Terminal(output, error, input, inputIsTerminal: true, errorIsTerminal: true);
        int exit = await new CommandHost(new ManagerProgram(terminal).Root, terminal, Explanation.Of).RunAsync(line);
        Assert.True(exit == 0, $"exit {exit}: {error}");
        return (output.ToString(), error.ToString());
    }

    private Task<JsonElement> JsonAsync(string tag, params string[] line) => JsonAsync(tag, line, ExitCode.Success);

    private async Task<JsonElement> JsonAsync(string tag, string[] line, int exit) => Read(tag, line, exit, await provider.ManAsync(line));

    private async Task<JsonElement> HostJsonAsync(string tag, params string[] line) =>
        Read(tag, line, ExitCode.Success, await ProgramRun.RunAsync("meshhost", line, Folder.Path, ""));

    private static JsonElement Read(string tag, string[] line, int exit, ProgramRun.Outcome outcome)
    {
        Assert.True(outcome.Exit == exit, $"{string.Join(' ', line)}\n{outcome.Error}");
        JsonElement result = JsonElement.Parse(outcome.Output).GetProperty(tag);
        Assert.Equal(exit == 0, result.GetProperty("Success").GetBoolean());
        return result;
    }
}
