// What goes wrong in people's hands, asked of the real programs: every failure is one line that says what to do, the documented exit code, no
// trace of the program's inside, in bounded time, and without an effect.

using Mesh.CommandLine;

namespace Mesh.Manager.Tests;

public sealed class BadInputTests(Provider provider) : IClassFixture<Provider>
{
    private const string Witness = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23";
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(20);

    private TempFolder Folder => provider.Folder;

    [Theory]
    [InlineData("account hello")]
    [InlineData("account sync")]
    [InlineData("account create bob@example.com")]
    [InlineData("device request bob@example.com")]
    [InlineData("device list")]
    public async Task A_service_that_is_not_there(string line) =>
        await FailsAsync(ExitCode.Error, "nothing listens there. Check the network", line, resolve: "example.com=http://127.0.0.1:1");

    [Theory]
    [InlineData("account hello")]
    [InlineData("account sync")]
    [InlineData("password add ftp.example.com alice1 password")]
    [Requirement("NET-02")]
    public async Task Another_service_in_its_place(string line) =>
        await FailsAsync(ExitCode.VerificationFailed, "it belongs to the service", line, resolve: "example.com=" + provider.OtherAddress);

    [Fact]
    public async Task Nothing_that_a_service_says_or_does_not_say_keeps_a_person_from_files_and_passwords()
    {
        Assert.Equal(0, (await provider.ManAsync(["password", "add", "mine.example.com", "me", "word"])).Exit);
        using var silent = new LyingServer("silence");
        (string Address, string Says)[] services =
            [(provider.OtherAddress, "it belongs to the service"), (silent.Address, ""), ("http://127.0.0.1:1", "")];
        foreach ((string address, string says) in services)
        {
            ProgramRun.Outcome decoded = await provider.ManAsync(["dare", "decode", "sealed.dare", "decoded.txt"], "example.com=" + address);
            Assert.True(decoded.Exit == 0, decoded.Error);
            Assert.Contains(says, decoded.Error, StringComparison.Ordinal);
            File.Delete(Folder.File("decoded.txt"));
            foreach (string command in new[] { "get", "list" })
            {
                ProgramRun.Outcome shown = await provider.ManAsync(["password", command, "mine.example.com"], "example.com=" + address);
                Assert.Equal((0, "me@mine.example.com = [word]\n"), (shown.Exit, shown.Output));
                Assert.Contains(says, shown.Error, StringComparison.Ordinal);
                Assert.EndsWith("Shown is what this device has; --nosync does not ask the service.\n", shown.Error, StringComparison.Ordinal);
            }
        }
    }

    // At the same time, because what is waited for is mostly the client's patience.
    [Fact]
    public async Task Hosts_that_lie()
    {
        (string Lie, string Says)[] lies =
        [
            ("garbage", "does not answer as a web server does"), ("huge", "does not answer as a Mesh service does"),
            ("chunks without end", "does not answer as a Mesh service does"), ("headers without end", "does not answer as a web server does"),
            ("redirect", "redirection"), ("wrong type", "does not answer as a Mesh service does"),
            ("noise of the right type", "does not answer as a Mesh service does"), ("empty", "does not answer as a Mesh service does"),
            ("cut body", "too early"), ("negative length", "does not answer as a Mesh service does"), ("close", "gave no answer"),
            ("400", "does not serve"), ("401", "does not serve"), ("404", "has no Mesh service"), ("429", "too busy"), ("500", "HTTP status 500"),
            ("503", "too busy"), ("silence", "did not answer in time. Check the network"),
        ];
        await Task.WhenAll(lies.Select(async lie =>
        {
            using var server = new LyingServer(lie.Lie);
            ProgramRun.Outcome failed = await FailsAsync(null, lie.Says, "account hello", resolve: "example.com=" + server.Address);
            Assert.True(failed.Exit is ExitCode.Error or ExitCode.VerificationFailed or ExitCode.Refused, $"{lie}: exit {failed.Exit}");
        }));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("example.com=")]
    [InlineData("=http://127.0.0.1:1")]
    [InlineData("example.com=http://192.0.2.1:80")]
    [InlineData("example.com=https://127.0.0.1:1")]
    [InlineData("example.com=http://127.0.0.1:99999")]
    [InlineData("example.com=http://127.0.0.1:1,example.com=http://127.0.0.1:2")]
    [InlineData("exa mple=http://127.0.0.1:1")]
    [InlineData("example.com=http://127.0.0.1:1,\u001b[2J")]
    public async Task A_setting_that_makes_no_sense(string resolve) =>
        await FailsAsync(ExitCode.Error, "MESH_RESOLVE", "account hello", resolve: resolve);

    [Fact]
    public async Task A_domain_that_there_is_not() =>
        await FailsAsync(ExitCode.Error, "nosuch.invalid", "account hello nosuch.invalid", resolve: "", within: ProgramRun.Patience);

    [Theory]
    [InlineData("password get nosuch.example.com", 1, "password list shows")]
    [InlineData("password delete nosuch.example.com", 1, "password list shows")]
    [InlineData("password add ftp.example.com alice1", 2, "The password is missing")]
    [InlineData("password add ftp.example.com alice1 @nosuch", 1, "there is no such file")]
    [InlineData("device delete nosuch", 1, "device list shows")]
    [InlineData("device accept " + Witness, 1, "device pending shows")]
    [InlineData("device accept ABCD", 2, "all 28 characters")]
    [InlineData("device reject " + Witness, 1, "device pending shows")]
    [InlineData("device complete", 1, "device request")]
    [InlineData("device request alice@example.com --pin hunter2", 2, "--pin takes")]
    [InlineData("account status --account bob@example.com", 1, "no account of that name")]
    [InlineData("account delete bob@example.com --force", 1, "no account of that name")]
    [InlineData("account delete alice@example.com", 4, "--force")]
    [InlineData("account create alice@example.com", 1, "has alice@example.com already")]
    [InlineData("account create bob@example.com --purge", 4, "--escrow")]
    [InlineData("account create bob@example.com --quorum 3", 2, "--quorum goes with --escrow")]
    [InlineData("account create bob@example.com --escrow --quorum 4 --shares 3", 2, "--quorum 4")]
    [InlineData("account create bob@example.com --escrow --purge --noreport", 2, "--file")]
    [InlineData("account pin --null --admin", 2, "--null")]
    [InlineData("account rotate", 1, "There are no shares")]
    [InlineData("key earl --key hunter2", 2, "--key takes")]
    [InlineData("key share hunter2", 2, "<secret> takes")]
    [InlineData("key recover", 1, "There are no shares")]
    [InlineData("key recover --file nosuch", 1, "There is no file nosuch")]
    [InlineData("hash udf plain.txt --expect " + Udf, 3, "did not match")]
    [InlineData("hash udf nosuch.txt", 1, "There is no file nosuch.txt")]
    [InlineData("hash udf .", 1, "is a folder")]
    [InlineData("dare encode nosuch.txt", 1, "There is no file nosuch.txt")]
    [InlineData("dare encode .", 2, "is a folder")]
    [InlineData("dare encode plain.txt .", 1, "is a folder")]
    [InlineData("dare encode plain.txt no/such/folder/x.dare", 1, "there is no such folder")]
    [InlineData("dare encode plain.txt plain.txt/x.dare", 1, "there is no such folder")]
    [InlineData("dare encode plain.txt x.dare --encrypt bob@example.com", 1, "bob@example.com")]
    [InlineData("dare encode plain.txt x.dare --sign bob@example.com", 1, "bob@example.com")]
    [InlineData("dare encode plain.txt x.dare --out y.dare", 2, "named twice")]
    [InlineData("dare encode plain.txt x.dare --encrpt alice@example.com", 2, "--encrpt is not known")]
    [InlineData("dare encode plain.txt \u2014encrypt=alice@example.com", 2, "is not known")]
    [InlineData("dare decode nosuch.dare x.txt", 1, "There is no file nosuch.dare")]
    [InlineData("dare decode plain.txt", 2, "Name the file to write")]
    [InlineData("dare decode sealed.dare no/such/folder/x.txt", 1, "there is no such folder")]
    [InlineData("dare verify nosuch.dare", 1, "There is no file nosuch.dare")]
    [InlineData("dare verify plain.txt", 1, "is not a sealed file")]
    [InlineData("dare verify -", 1, "is not a sealed file")]
    public async Task A_line_that_cannot_be_done(string line, int exit, string says)
    {
        string before = Snapshot();
        await FailsAsync(exit, says, line);
        Assert.Equal(before, Snapshot());
    }

    private const string Udf = "MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R";

    [Fact]
    public async Task An_output_that_was_not_named_is_never_written_over()
    {
        await File.WriteAllTextAsync(Folder.File("kept.txt"), "mine");
        File.Copy(Folder.File("sealed.dare"), Folder.File("kept.txt.dare"));
        await FailsAsync(ExitCode.Error, "exists already. Name the file", "dare decode kept.txt.dare");
        await FailsAsync(ExitCode.Error, "exists already. Name the file", "dare encode kept.txt");
        Assert.Equal("mine", await File.ReadAllTextAsync(Folder.File("kept.txt")));
        Assert.Equal(await File.ReadAllBytesAsync(Folder.File("sealed.dare")), await File.ReadAllBytesAsync(Folder.File("kept.txt.dare")));
    }

    [Fact]
    public async Task Sealed_files_that_were_cut_changed_or_never_were_any()
    {
        byte[] good = await File.ReadAllBytesAsync(Folder.File("sealed.dare"));
        var bad = new List<(string Name, byte[] Octets)>
        {
            ("empty", []), ("zeros", new byte[1_000_000]), ("noise", new SeededRandom("noise").Bytes(100_000)), ("brackets", Text(new string('[', 100_000))),
            ("no header", Text("[")), ("deep", Text("[" + string.Concat(Enumerable.Repeat("{\"a\":", 5000)))),
            ("numbers", Text("[1,2,3]")), ("long header", Text("[{\"enc\":\"" + new string('A', 2_000_000) + "\"},\"\",{}]")),
            ("strange cipher", Text("[{\"enc\":\"ROT13\",\"recipients\":[]},\"AAAA\",{}]")), ("doubled", [.. good, .. good]), ("with more", [.. good, 0]),
        };
        foreach (int cut in new[] { 1, good.Length / 4, good.Length / 2, good.Length - 1 })
        {
            bad.Add(($"cut at {cut}", good[..cut]));
        }

        var random = new SeededRandom("flips");
        for (int i = 0; i < 12; i++)
        {
            byte[] flipped = [.. good];
            int at = random.Next(flipped.Length);
            flipped[at] ^= (byte)(1 << random.Next(8));
            bad.Add(($"flipped at {at}", flipped));
        }

        foreach ((string name, byte[] octets) in bad)
        {
            await File.WriteAllBytesAsync(Folder.File("bad.dare"), octets);
            const string Line = "dare decode bad.dare bad.out --nosync";
            ProgramRun.Outcome decoded = await provider.ManAsync(Line.Split(' '));
            if (decoded.Exit == 0)
            {
                // The name of the signer stands outside of what is signed: without it nobody known has signed, and the reader is told.
                Assert.Matches("is unsigned: nothing shows who made it|is signed by nobody known here", decoded.Error);
                Assert.Equal(await File.ReadAllBytesAsync(Folder.File("plain.txt")), await File.ReadAllBytesAsync(Folder.File("bad.out")));
                File.Delete(Folder.File("bad.out"));
                continue;
            }

            // Published words, for whom no recipient is known: a bit of the only kid was changed.
            if (decoded.Error != "ERROR - No decryption key is available\n")
            {
                Check($"{Line} ({name})", decoded, null, "bad.dare", Quick);
            }

            Assert.True(decoded.Exit is ExitCode.Error or ExitCode.VerificationFailed, $"{name}: exit {decoded.Exit}");
            Assert.False(File.Exists(Folder.File("bad.out")), name);
        }

        Assert.Empty(Directory.GetFiles(Folder.Path, "*.part"));
        File.Delete(Folder.File("bad.dare"));
    }

    [Fact]
    public async Task A_folder_of_keys_that_cannot_be_used()
    {
        await FailsAsync(ExitCode.Error, "Set MESH_HOME", "account list", home: Folder.File("plain.txt"));
        await FailsAsync(ExitCode.Error, "Set MESH_HOME", "account list", home: "/proc/mesh");
        if (!OperatingSystem.IsWindows())
        {
            string open = Folder.File("open");
            Directory.CreateDirectory(open, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(open, (UnixFileMode)0b111_101_101);
            await FailsAsync(ExitCode.Error, "chmod 700", "account list", home: open);
        }

        await FailsAsync(ExitCode.Error, "no account on this machine", "password list", home: Folder.File("fresh"));
        string damaged = Folder.File("damaged");
        Copy(provider.Home, damaged);
        File.Delete(Directory.GetFiles(Path.Combine(damaged, "keys"), "*").Single(f => Path.GetFileName(f).StartsWith("machine", StringComparison.OrdinalIgnoreCase)));
        await FailsAsync(ExitCode.Error, "backup", "account list", home: damaged);
        string noise = Folder.File("noise");
        Copy(provider.Home, noise);
        await File.WriteAllBytesAsync(Path.Combine(noise, "machine.log"), new SeededRandom("log").Bytes(20_000));
        await FailsAsync(ExitCode.Error, "machine.log", "account list", home: noise);
    }

    [Fact]
    public async Task A_folder_of_keys_that_another_program_holds()
    {
        using var held = new FileStream(Path.Combine(provider.Home, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        ProgramRun.Outcome failed = await FailsAsync(ExitCode.Error, "Another process", "account sync", within: ProgramRun.Patience);
        Assert.InRange(failed.Time, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(25));
    }

    [Theory]
    [InlineData("start --data nosuch --insecure-loopback --listen http://127.0.0.1:0", 1, "Make one with: meshhost create")]
    [InlineData("start --data service", 1, "--certificate and --key")]
    [InlineData("start --data service --listen http://127.0.0.1:0", 1, "--insecure-loopback")]
    [InlineData("start --data service --listen http://192.0.2.1:80 --insecure-loopback", 1, "loopback")]
    [InlineData("start --data service --certificate nosuch.pem --key nosuch.pem", 1, "certificate")]
    [InlineData("start --data service --certificate plain.txt --key plain.txt", 1, "certificate")]
    [InlineData("start --data service --listen http://127.0.0.1:0 --insecure-loopback", 1, "Another process uses")]
    [InlineData("create example.com --data service", 1, "Name another folder")]
    [InlineData("create example.com --data plain.txt", 1, "Name another one")]
    [InlineData("create example.com --data /proc/service", 1, "Name another one")]
    [InlineData("verify --data nosuch", 1, "Make one with: meshhost create")]
    [InlineData("dns --data nosuch", 1, "Make one with: meshhost create")]
    [InlineData("account list --data nosuch", 1, "Make one with: meshhost create")]
    [InlineData("account get eve@example.com --data service", 1, "account list shows")]
    [InlineData("account suspend eve@example.com --data service", 1, "account list shows")]
    [InlineData("account quota alice@example.com --data service", 2, "--default")]
    [InlineData("account quota alice@example.com --mb 1 --gb 1 --data service", 2, "--default")]
    public async Task A_line_of_the_operator_that_cannot_be_done(string line, int exit, string says)
    {
        ProgramRun.Outcome failed = await ProgramRun.RunAsync("meshhost", line.Split(' '), Folder.Path, "");
        Check(line, failed, exit, says, Quick);
    }

    [Fact]
    public async Task An_address_that_is_in_use()
    {
        using var server = new LyingServer("close");
        await ProgramRun.RunAsync("meshhost", ["create", "example.com", "--data", "third"], Folder.Path, "");
        string line = $"start --data third --insecure-loopback --listen {server.Address}";
        Check(line, await ProgramRun.RunAsync("meshhost", line.Split(' '), Folder.Path, ""), ExitCode.Error, "cannot be listened on", Quick);
    }

    private async Task<ProgramRun.Outcome> FailsAsync(
        int? exit, string says, string line, string? resolve = null, string? home = null, TimeSpan? within = null)
    {
        ProgramRun.Outcome failed = await provider.ManAsync(line.Split(' '), resolve, home);
        Check(line, failed, exit, says, within ?? ProgramRun.Patience);
        return failed;
    }

    private static void Check(string line, ProgramRun.Outcome failed, int? exit, string says, TimeSpan within)
    {
        string all = $"{line}\nexit {failed.Exit}\n{failed.Output}{failed.Error}";
        Assert.True(failed.Exit != 0 && (exit is null || exit == failed.Exit), all);
        Assert.True(failed.Output.Length == 0, all);
        Assert.True(failed.Error.StartsWith("ERROR - ", StringComparison.Ordinal) && failed.Error.Count(c => c == '\n') == 1, all);
        Assert.Contains(says, failed.Error, StringComparison.Ordinal);
        foreach (string inside in new[] { "Exception", "   at ", "System.", ".part", "This should not have happened", "\u001b" })
        {
            Assert.DoesNotContain(inside, failed.Error, StringComparison.Ordinal);
        }

        Assert.EndsWith(".", failed.Error.TrimEnd() is var text && !text.Contains(" with: ", StringComparison.Ordinal) ? text : ".", StringComparison.Ordinal);
        Assert.True(failed.Time < within, $"{line} took {failed.Time}");
    }

    private string Snapshot() => string.Join('\n', Directory.EnumerateFiles(Folder.Path)
        .Select(f => $"{f} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))}")
        .Concat(Directory.EnumerateFiles(Path.Combine(provider.Home, "keys"))).Order(StringComparer.Ordinal));

    private static void Copy(string from, string to)
    {
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            string made = to + folder[from.Length..];
            Directory.CreateDirectory(made);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, to + file[from.Length..]);
        }
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
