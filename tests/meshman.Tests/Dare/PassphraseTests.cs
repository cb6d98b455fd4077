namespace Mesh.Manager.Tests;

/// <summary>Passphrases of sealed files: typed, from a file, from standard input.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class PassphraseTests : IDisposable
{
    private readonly Session _session = new();

    public PassphraseTests()
    {
        _session.Write("plain.txt", "Meet me at the usual place.\n");
        _session.Write("words", "correct horse battery staple\nsecond line\n");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_typed_passphrase_is_asked_for_twice_and_never_shown()
    {
        _session.Typed = "correct house\b\b\brse battery staple\ncorrect horse battery staple\n";
        (int exit, string output, string error) = _session.Run("dare", "encode", _session["plain.txt"], "--passphrase");
        Assert.Equal((0, ""), (exit, output));
        Assert.StartsWith("Passphrase: \nPassphrase again: \n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", error, StringComparison.Ordinal);
        _session.Typed = null;
        _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--passphrase", "@" + _session["words"]);
        Assert.Equal(_session.Read("plain.txt"), _session.Read("opened"));

        // Whoever opens it is asked once, also without the option.
        foreach (string[] option in new string[][] { ["--passphrase"], [] })
        {
            _session.Typed = "correct horse battery staple\n";
            (exit, output, error) = _session.Run(["dare", "decode", _session["plain.txt.dare"], _session["opened"], .. option]);
            Assert.Equal((0, ""), (exit, output));
            Assert.StartsWith("Passphrase: \n", error, StringComparison.Ordinal);
            Assert.DoesNotContain("horse", error, StringComparison.Ordinal);
        }

        _session.Typed = "another\n";
        Assert.Contains("the passphrase is another", _session.Fails(1, "dare", "decode", _session["plain.txt.dare"], _session["no"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["no"]));
        Assert.False(_session.HasHome);
    }

    [Theory]
    [InlineData("first\nsecond\n")]
    [InlineData("\n\n")]
    public void What_is_not_typed_the_same_twice_or_is_empty_seals_nothing(string typed)
    {
        _session.Typed = typed;
        _session.Fails(1, "dare", "encode", _session["plain.txt"], "--passphrase");
        Assert.False(File.Exists(_session["plain.txt.dare"]));
    }

    // The word after the option is a file, unless it says that it stands for something else.
    [Fact]
    public void A_file_name_never_becomes_a_passphrase()
    {
        Assert.Contains("--passphrase", _session.Fails(2, "dare", "encode", "--passphrase", _session["plain.txt"]), StringComparison.Ordinal);
        _session.Typed = "words\nwords\n";
        _session.Do("dare", "encode", "--passphrase", _session["plain.txt"]);
        _session.Typed = null;
        _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--passphrase=words");
        Assert.Contains("--passphrase", _session.Fails(1, "dare", "decode", _session["plain.txt.dare"], _session["no"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_beside_the_passphrase_is_asked_first()
    {
        string text = _session.Do("key", "pair", _session["own.key"]).Split('\n')[0];
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", text, "--passphrase", "@" + _session["words"]);
        _session.Typed = "";
        _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--key", _session["own.key"]);
        _session.Typed = null;
        _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--passphrase", "@" + _session["words"]);
    }

    [Fact]
    public async Task Standard_input_gives_one_thing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("plain.txt"), "text");
        ProgramRun.Outcome done = await Man(folder, "words\n", "dare", "encode", "plain.txt", "--passphrase", "-");
        Assert.Equal((0, ""), (done.Exit, done.Error));
        done = await Man(folder, "words\n", "dare", "decode", "plain.txt.dare", "-", "--passphrase", "-");
        Assert.Equal((0, "text"), (done.Exit, done.Output));
        done = await Man(folder, "words\n", "dare", "decode", "plain.txt.dare", "-", "--passphrase", "-", "--json");
        Assert.Equal("text", done.Output);
        Assert.Contains("{\"ResultFile\":{\"Success\":true,", done.Error, StringComparison.Ordinal);
        done = await Man(folder, "words\n", "dare", "encode", "-", "--passphrase", "-");
        Assert.Equal((2, ""), (done.Exit, done.Output));
        Assert.Contains("Standard input", done.Error, StringComparison.Ordinal);
        Assert.Equal(["plain.txt", "plain.txt.dare"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    private static Task<ProgramRun.Outcome> Man(TempFolder folder, string input, params string[] line) =>
        ProgramRun.RunAsync("meshman", line, folder.Path, input);
}
