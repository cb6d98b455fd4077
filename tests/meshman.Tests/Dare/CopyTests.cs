using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare copy</c> and <c>dare create</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class CopyTests : IDisposable
{
    private const string Secret = "EDKF-5WQZ-JHV3-Q5X4-L642-5NQS-WQAQ";

    private readonly Session _session = new();

    public CopyTests()
    {
        _session.Do("key", "pair", _session["reader.key"]);
        _session.Do("key", "pair", _session["other.key"]);
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed25519");
        _session.Do("key", "pair", _session["editor.key"], "--alg", "ed25519");
        _session.Write("data/a.txt", "first");
        _session.Write("data/b.txt", "gone");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Copy_leaves_the_past_behind_and_keeps_the_policy()
    {
        Make("--encrypt", _session["reader.key"], "--sign", _session["author.key"], "--hide-names");
        string[] keys = ["--key", _session["reader.key"], "--sign", _session["author.key"]];
        _session.Do(["dare", "copy", X, Y, .. keys]);
        Assert.EndsWith("  New     data/a.txt\n", _session.Do("dare", "dir", Y, "--key", _session["reader.key"], "--all"), StringComparison.Ordinal);
        string report = _session.Do("dare", "verify", Y, "--signer", _session["author.key"]);
        Assert.Contains(", names hidden\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", File.ReadAllText(Y), StringComparison.Ordinal);

        _session.Do(["dare", "copy", X, _session["all.dare"], "--nopurge", .. keys]);
        Assert.Equal(4, _session.Do("dare", "dir", _session["all.dare"], "--key", _session["reader.key"], "--all").Split('\n').Length - 1);
    }

    [Fact]
    public void Copy_needs_the_keys_of_the_policy_and_says_which()
    {
        Make("--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        Assert.Contains("--sign with whose keys", _session.Fails(1, "dare", "copy", X, Y, "--key", _session["reader.key"]), StringComparison.Ordinal);
        _session.Fails(1, "dare", "copy", X, Y, "--sign", _session["author.key"]);
        _session.Fails(1, "dare", "copy", X, Y, "--key", _session["other.key"], "--unsigned");
        _session.Fails(2, "dare", "copy", X, Y, "--key", _session["reader.key"], "--unsigned", "--sign", _session["author.key"]);
        _session.Fails(2, "dare", "copy", X, Y, "--key", _session["reader.key"], "--unsigned", "--decrypt", "--hide-names");
        Assert.False(File.Exists(Y));
    }

    [Fact]
    public void Whoever_has_no_key_copies_what_stays_sealed()
    {
        Make("--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        _session.Do("dare", "copy", X, Y, "--sealed", "--sign", _session["editor.key"]);
        Assert.Equal("data/a.txt\n", _session.Do("dare", "dir", Y, "--key", _session["reader.key"], "--signer", _session["editor.key"]));
        _session.Do("dare", "verify", Y, "--signer", _session["editor.key"]);
        _session.Do("dare", "extract", Y, _session["out"], "--key", _session["reader.key"]);
        Assert.Equal("second", _session.Read("out/data/a.txt"));
        _session.Fails(2, "dare", "copy", X, _session["z.dare"], "--sealed", "--unsigned", "--encrypt", _session["other.key"]);
        Assert.Contains("original", _session.Fails(1, "dare", "copy", X, _session["z.dare"], "--sealed"), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_is_sealed_and_signed_anew()
    {
        Make("--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        _session.Do("dare", "copy", X, Y, "--key", _session["reader.key"], "--encrypt", _session["other.key"], "--sign", _session["editor.key"]);
        _session.Do("dare", "verify", Y, "--signer", _session["editor.key"]);
        _session.Fails(3, "dare", "verify", Y, "--signer", _session["author.key"]);
        _session.Fails(1, "dare", "extract", Y, _session["out"], "--key", _session["reader.key"]);
        _session.Do("dare", "extract", Y, _session["out"], "--key", _session["other.key"]);
        Assert.Equal("second", _session.Read("out/data/a.txt"));

        _session.Do("dare", "copy", X, _session["plain.dare"], "--key", _session["reader.key"], "--decrypt", "--unsigned", "--noindex");
        string report = _session.Do("dare", "verify", _session["plain.dare"]);
        Assert.DoesNotContain("Encryption", report, StringComparison.Ordinal);
        Assert.Contains("nothing about its end", report, StringComparison.Ordinal);
        _session.Do("dare", "index", _session["plain.dare"]);
        Assert.DoesNotContain("nothing about its end", _session.Do("dare", "verify", _session["plain.dare"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_who_has_a_secret_is_left_out_by_mistake()
    {
        Make("--encrypt", _session["reader.key"], "--key", Secret);
        Assert.Contains("opens the original as well", _session.Fails(1, "dare", "copy", X, Y, "--key", _session["reader.key"]), StringComparison.Ordinal);
        _session.Do("dare", "copy", X, Y, "--key", _session["reader.key"], "--key", Secret);
        Assert.Equal("data/a.txt\n", _session.Do("dare", "dir", Y, "--key", Secret));
        Assert.Equal("data/a.txt\n", _session.Do("dare", "dir", Y, "--key", _session["reader.key"]));

        // Nor by adding to it with another key.
        _session.Do("dare", "append", X, _session["data"], "--key", _session["reader.key"]);
        Assert.Equal("data/a.txt\n", _session.Do("dare", "dir", X, "--key", Secret));

        _session.Do("dare", "copy", X, _session["z.dare"], "--key", Secret, "--new-key", "EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O");
        _session.Fails(1, "dare", "dir", _session["z.dare"], "--key", Secret);
    }

    [Fact]
    public void Passphrase_of_the_copy_is_that_of_the_original()
    {
        _session.Write("words", "correct horse");
        _session.Write("wrong", "wrong horse");
        _session.Do("dare", "archive", X, _session["data"], "--encrypt", _session["reader.key"], "--passphrase", "@" + _session["words"]);
        Assert.Contains("--passphrase", _session.Fails(1, "dare", "copy", X, Y, "--key", _session["reader.key"]), StringComparison.Ordinal);
        Assert.Contains(
            "not that of the original", _session.Fails(1, "dare", "copy", X, Y, "--key", _session["reader.key"], "--passphrase", "@" + _session["wrong"]), StringComparison.Ordinal);
        Assert.False(File.Exists(Y));
        _session.Do("dare", "copy", X, Y, "--key", _session["reader.key"], "--passphrase", "@" + _session["words"]);
        Assert.Equal("data/a.txt\ndata/b.txt\n", _session.Do("dare", "dir", Y, "--passphrase", "@" + _session["words"]));
    }

    [Fact]
    public void Damaged_original_is_not_copied()
    {
        Make("--sign", _session["author.key"]);
        byte[] octets = File.ReadAllBytes(X);
        octets[octets.AsSpan().IndexOf("second"u8)] ^= 1;
        File.WriteAllBytes(X, octets);
        Assert.Contains("x.dare does not verify", _session.Fails(3, "dare", "copy", X, Y, "--unsigned"), StringComparison.Ordinal);
        Assert.False(File.Exists(Y));
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("log")]
    public void Empty_one_is_made(string type)
    {
        _session.Do("dare", "create", X, "--type", type, "--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        using var json = JsonDocument.Parse(_session.Do("dare", "verify", X, "--signer", _session["author.key"], "--key", _session["reader.key"], "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultFile");
        Assert.Equal((type, 0, true), (result.GetProperty("Type").GetString(), result.GetProperty("Entries").GetInt32(), result.GetProperty("Closed").GetBoolean()));
        _session.Fails(1, "dare", "create", X, "--type", type);
        _session.Fails(2, "dare", "create", _session["data"]);
        _session.Fails(2, "dare", "create", "-");
        _session.Fails(2, "dare", "create", Y, "--hide-names");
        _session.Fails(2, "dare", "create", Y, "--type", "merkle");
    }

    private string X => _session["x.dare"];

    private string Y => _session["y.dare"];

    // Two versions of one file, and one that was deleted.
    private void Make(params string[] options)
    {
        string[] key = options.Contains("--encrypt") ? ["--key", _session["reader.key"]] : [];
        string[] sign = options.Contains("--sign") ? ["--sign", _session["author.key"]] : [];
        _session.Do(["dare", "archive", X, _session["data"], .. options]);
        _session.Write("data/a.txt", "second");
        File.Delete(_session["data/b.txt"]);
        _session.Do(["dare", "append", X, _session["data"], .. key, .. sign]);
        _session.Do(["dare", "delete", X, "data/b.txt", .. key, .. sign]);
    }
}
