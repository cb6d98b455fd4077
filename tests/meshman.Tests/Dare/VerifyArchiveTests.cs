using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare verify</c> on archives.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class VerifyArchiveTests : IDisposable
{
    private readonly Session _session = new();

    public VerifyArchiveTests()
    {
        _session.Do("key", "pair", _session["reader.key"]);
        _session.Do("key", "pair", _session["other.key"]);
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed25519");
        _session.Do("key", "pair", _session["stranger.key"], "--alg", "ed25519");
        _session.Write("data/a.txt", "first");
        _session.Write("data/b.txt", new string('b', 5000));
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Says_what_was_shown_and_what_was_not_looked_at()
    {
        _session.Do(
            "dare", "archive", _session["x.dare"], _session["data"], "--encrypt", _session["reader.key"], "--sign", _session["author.key"], "--hide-names");
        string blind = _session.Do("dare", "verify", _session["x.dare"]);
        Assert.Contains("    Type: archive\n    Frames: 5 (head, 2 entries, 1 index frame, 1 exchange of keys)\n", blind, StringComparison.Ordinal);
        Assert.Contains("    Verified: form, place, digest and root of all 5 frames\n", blind, StringComparison.Ordinal);
        Assert.Contains("; nothing about whose key that is\n", blind, StringComparison.Ordinal);
        Assert.Contains("    Verified: nothing about the hidden metadata of 2 entries, which no key at hand opens\n", blind, StringComparison.Ordinal);
        Assert.Contains("    Verified: nothing about what 1 sealed index frame says, which no key at hand opens\n", blind, StringComparison.Ordinal);

        string seeing = _session.Do("dare", "verify", _session["x.dare"], "--key", _session["reader.key"], "--signer", _session["author.key"]);
        Assert.Contains("    Verified: the signature of author.key (", seeing, StringComparison.Ordinal);
        Assert.Contains(") over all of it, made 20", seeing, StringComparison.Ordinal);
        Assert.DoesNotContain("at hand", seeing, StringComparison.Ordinal);
        Assert.Contains("nothing about the plaintext", seeing, StringComparison.Ordinal);

        string wrong = _session.Do("dare", "verify", _session["x.dare"], "--key", _session["other.key"]);
        Assert.Contains("hidden metadata of 2 entries", wrong, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(_session.Do("dare", "verify", _session["x.dare"], "--signer", _session["author.key"], "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultFile");
        Assert.True(result.GetProperty("Success").GetBoolean());
        Assert.Equal((5, 2, 1), (result.GetProperty("Frames").GetInt32(), result.GetProperty("Entries").GetInt32(), result.GetProperty("IndexFrames").GetInt32()));
        Assert.Equal("author.key", result.GetProperty("Signatures")[0].GetProperty("Signer").GetString());
        Assert.Equal(64, result.GetProperty("Root").GetString()!.Length);
    }

    [Fact]
    public void Signer_who_was_named_must_have_signed()
    {
        _session.Do("dare", "archive", _session["x.dare"], _session["data"], "--sign", _session["author.key"]);
        _session.Do("dare", "verify", _session["x.dare"], "--signer", _session["stranger.key"], "--signer", _session["author.key"]);
        Assert.Contains("not with the key", _session.Fails(3, "dare", "verify", _session["x.dare"], "--signer", _session["stranger.key"]), StringComparison.Ordinal);
        _session.Do("dare", "archive", _session["u.dare"], _session["data"]);
        Assert.Contains("no author: the archive is unsigned", _session.Do("dare", "verify", _session["u.dare"]), StringComparison.Ordinal);
        Assert.Contains("unsigned", _session.Fails(3, "dare", "verify", _session["u.dare"], "--signer", _session["author.key"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_is_pinpointed()
    {
        _session.Do("dare", "archive", _session["x.dare"], _session["data"], "--sign", _session["author.key"]);
        byte[] octets = File.ReadAllBytes(_session["x.dare"]);
        int at = octets.AsSpan().IndexOf("bbbbbbbb"u8) + 2000;
        octets[at] ^= 1;
        File.WriteAllBytes(_session["changed.dare"], octets);
        (int exit, string output, string error) = _session.Run("dare", "verify", _session["changed.dare"], "--json");
        Assert.Equal(3, exit);
        Assert.StartsWith("ERROR - changed.dare does not verify: frame 2, at octet ", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        JsonElement result = json.RootElement.GetProperty("ResultFile");
        Assert.False(result.GetProperty("Success").GetBoolean());
        Assert.Equal(2, result.GetProperty("FaultFrame").GetInt64());
        Assert.InRange(result.GetProperty("FaultOffset").GetInt64(), at - 3000, at);
        Assert.Empty(result.GetProperty("Signatures").EnumerateArray());

        octets[at] ^= 1;
        File.WriteAllBytes(_session["cut.dare"], octets[..^100]);
        string cut = _session.Fails(3, "dare", "verify", _session["cut.dare"], "--signer", _session["author.key"]);
        Assert.Contains("frame 3, at octet", cut, StringComparison.Ordinal);

        octets[5] ^= 1;
        File.WriteAllBytes(_session["head.dare"], octets);
        Assert.Contains("frame 0, at octet 0", _session.Fails(3, "dare", "verify", _session["head.dare"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_changed_octet_of_a_signed_archive_is_found()
    {
        _session.Do("dare", "archive", _session["x.dare"], _session["data/a.txt"], "--sign", _session["author.key"]);
        byte[] octets = File.ReadAllBytes(_session["x.dare"]);
        for (int at = 600; at < octets.Length; at += 97)
        {
            octets[at] ^= 4;
            File.WriteAllBytes(_session["y.dare"], octets);
            octets[at] ^= 4;
            _session.Fails(3, "dare", "verify", _session["y.dare"], "--signer", _session["author.key"]);
        }
    }

    [Fact]
    public void Keys_are_for_archives_alone()
    {
        _session.Do("dare", "encode", _session["data/a.txt"], _session["a.dare"], "--sign", _session["author.key"]);
        _session.Do("dare", "verify", _session["a.dare"], "--signer", _session["author.key"]);
        _session.Fails(2, "dare", "verify", _session["a.dare"], "--key", _session["reader.key"]);
        _session.Do("dare", "archive", _session["x.dare"], _session["data"]);
        _session.Fails(1, "dare", "verify", _session["x.dare"], _session["data/a.txt"]);
        _session.Fails(1, "dare", "verify", _session["missing.dare"]);
        Assert.Contains("There is no file", _session.Fails(1, "dare", "verify", _session["missing.dare"], "--key", _session["reader.key"]), StringComparison.Ordinal);
        _session.Fails(1, "dare", "verify", _session["data"]);
    }
}
