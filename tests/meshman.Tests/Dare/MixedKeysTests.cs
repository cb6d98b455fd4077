namespace Mesh.Manager.Tests;

/// <summary>Accounts, plain keys and passphrases on the same file.</summary>
public sealed class MixedKeysTests(Provider provider) : IClassFixture<Provider>
{
    [Fact]
    public async Task A_file_for_an_account_a_plain_key_and_a_passphrase_opens_with_each()
    {
        string stranger = provider.Folder.File("stranger");
        string recipient = (await DoAsync(provider.Home, "key", "pair", "plain.key")).Output.Split('\n')[0];
        await File.WriteAllTextAsync(provider.Folder.File("words"), "correct horse battery staple\n");
        await DoAsync(
            provider.Home, "dare", "encode", "plain.txt", "mixed.dare", "--encrypt", "alice@example.com", "--encrypt", recipient,
            "--passphrase", "@words", "--sign", "alice@example.com");

        // With the account, its signature is known; also where the key that opens the file is not the account's.
        Assert.Equal("", (await DoAsync(provider.Home, "dare", "decode", "mixed.dare", "by-account.txt", "--nosync")).Error);
        Assert.Equal("", (await DoAsync(provider.Home, "dare", "decode", "mixed.dare", "by-key.txt", "--key", "plain.key")).Error);
        foreach (string[] option in new string[][] { ["--key", "plain.key"], ["--passphrase", "@words"] })
        {
            ProgramRun.Outcome opened = await DoAsync(stranger, ["dare", "decode", "mixed.dare", "by-stranger.txt", "--json", .. option]);
            Assert.Equal("mixed.dare is signed by nobody known here: say --signer with a public key to know whose it is.\n", opened.Error);
            Assert.Contains("\"Signers\":[]", opened.Output, StringComparison.Ordinal);
            Assert.Equal(await ReadAsync("plain.txt"), await ReadAsync("by-stranger.txt"));
        }

        Assert.Equal(await ReadAsync("plain.txt"), await ReadAsync("by-account.txt"));
        Assert.Equal(await ReadAsync("plain.txt"), await ReadAsync("by-key.txt"));
        ProgramRun.Outcome refused = await provider.ManAsync(["dare", "decode", "mixed.dare", "no.txt"], home: stranger);
        Assert.Equal((1, "ERROR - No decryption key is available: mixed.dare is sealed with a passphrase, which --passphrase gives.\n"), (refused.Exit, refused.Error));
        Assert.False(Directory.Exists(stranger));
    }

    [Fact]
    public async Task A_signature_of_an_account_stands_beside_a_file()
    {
        await DoAsync(provider.Home, "dare", "encode", "plain.txt", "plain.sig", "--sign", "alice@example.com", "--detached");
        ProgramRun.Outcome verified = await DoAsync(provider.Home, "dare", "verify", "plain.sig", "plain.txt");
        Assert.Contains("Verified: the signature of alice@example.com (", verified.Output, StringComparison.Ordinal);
    }

    // A folder that is open to others is refused by everything that uses it, and nothing of it is needed here.
    [Fact]
    public async Task A_folder_that_cannot_be_used_keeps_nobody_from_files_that_need_no_account()
    {
        string home = provider.Folder.File("unsafe");
        Directory.CreateDirectory(home);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home, (UnixFileMode)0b111_111_111);
        }

        string recipient = (await DoAsync(home, "key", "pair", "unsafe.key")).Output.Split('\n')[0];
        await DoAsync(home, "dare", "encode", "plain.txt", "unsafe.dare", "--encrypt", recipient);
        Assert.Contains("No account is used.", (await DoAsync(home, "dare", "decode", "unsafe.dare", "unsafe.txt", "--key", "unsafe.key")).Error, StringComparison.Ordinal);
        Assert.Equal(1, (await provider.ManAsync(["dare", "decode", "unsafe.dare", "no.txt"], home: home)).Exit);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home));
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(provider.Folder.File(name));

    private async Task<ProgramRun.Outcome> DoAsync(string home, params string[] arguments)
    {
        ProgramRun.Outcome done = await provider.ManAsync(arguments, home: home);
        Assert.True(done.Exit == 0, string.Join(' ', arguments) + "\n" + done.Error);
        return done;
    }
}
