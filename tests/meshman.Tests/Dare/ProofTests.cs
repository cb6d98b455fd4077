using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare proof</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class ProofTests : IDisposable
{
    private readonly Session _session = new();

    public ProofTests()
    {
        _session.Do("key", "pair", _session["reader.key"]);
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed25519");
        _session.Do("key", "pair", _session["stranger.key"], "--alg", "ed25519");
        _session.Write("data/a.txt", "first");
        _session.Write("data/b.txt", new string('b', 5000));
        _session.Do("dare", "archive", X, _session["data"], "--sign", _session["author.key"]);
        _session.Do("dare", "proof", X, "data/a.txt", P);
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Proof_is_verified_without_the_archive()
    {
        File.Delete(X);
        string report = _session.Do("dare", "proof", "--check", P, "--content", _session["data/a.txt"], "--signer", _session["author.key"]);
        Assert.Contains("    Entry: data/a.txt\n    Event: New\n    Bytes: 5\n    Frame: 1 of 4\n", report, StringComparison.Ordinal);
        Assert.Contains("    Verified: frame 1 belongs to a sequence of 4 frames by its root\n", report, StringComparison.Ordinal);
        Assert.Contains("    Verified: the signature of author.key (", report, StringComparison.Ordinal);
        Assert.Contains("    Verified: a.txt is the content\n", report, StringComparison.Ordinal);
        Assert.Contains("    Verified: nothing about later versions", report, StringComparison.Ordinal);
        Assert.Contains("--content compares", _session.Do("dare", "proof", "--check", P, "--signer", _session["author.key"]), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_session.Do("dare", "proof", "--check", P, "--signer", _session["author.key"], "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultProof");
        Assert.Equal((true, "data/a.txt", 1), (result.GetProperty("Comparable").GetBoolean(), result.GetProperty("Entry").GetString(), result.GetProperty("Frame").GetInt32()));
    }

    [Fact]
    public void Other_content_signers_and_roots_are_refused()
    {
        Assert.Contains(
            "b.txt is not the content", _session.Fails(3, "dare", "proof", "--check", P, "--content", _session["data/b.txt"], "--signer", _session["author.key"]), StringComparison.Ordinal);
        Assert.Contains("nobody who is named", _session.Fails(3, "dare", "proof", "--check", P, "--signer", _session["stranger.key"]), StringComparison.Ordinal);
        Assert.Contains("--signer", _session.Fails(1, "dare", "proof", "--check", P), StringComparison.Ordinal);

        string root = _session.Do("dare", "verify", X).Split("Root: ")[1].Split('\n')[0];
        _session.Do("dare", "proof", "--check", P, "--root", root);
        _session.Do("dare", "proof", "--check", P, "--root", root, "--signer", _session["author.key"]);
        _session.Fails(3, "dare", "proof", "--check", P, "--root", root, "--signer", _session["stranger.key"]);
        _session.Fails(3, "dare", "proof", "--check", P, "--root", new string('0', 64), "--signer", _session["author.key"]);
        Assert.False(_session.HasHome);
    }

    [Fact]
    public void Proof_of_another_frame_is_refused()
    {
        _session.Do("dare", "proof", X, "--record", "2", _session["q"]);
        using var first = JsonDocument.Parse(_session.Read("p"));
        using var second = JsonDocument.Parse(_session.Read("q"));
        foreach (string member in new[] { "Header", "Trailer", "Path" })
        {
            string mixed = _session.Read("p").Replace(Raw(first, member), Raw(second, member), StringComparison.Ordinal);
            Assert.NotEqual(_session.Read("p"), mixed);
            _session.Write("mixed", mixed);
            _session.Fails(3, "dare", "proof", "--check", _session["mixed"], "--signer", _session["author.key"]);
        }

        _session.Do("dare", "archive", _session["y.dare"], _session["data"], "--sign", _session["author.key"]);
        _session.Do("dare", "proof", _session["y.dare"], "data/a.txt", _session["r"]);
        using var third = JsonDocument.Parse(_session.Read("r"));
        foreach (string member in new[] { "Root", "Origin", "seqsignatures" })
        {
            _session.Write("mixed", _session.Read("p").Replace(Raw(first, member), Raw(third, member), StringComparison.Ordinal));
            _session.Fails(3, "dare", "proof", "--check", _session["mixed"], "--signer", _session["author.key"]);
        }
    }

    [Fact]
    public void What_cannot_be_compared_is_said()
    {
        _session.Do("dare", "archive", _session["s.dare"], _session["data"], "--encrypt", _session["reader.key"], "--sign", _session["author.key"], "--hide-names");
        _session.Fails(1, "dare", "proof", _session["s.dare"], "data/a.txt", _session["s"]);
        (int exit, _, string note) = _session.Run("dare", "proof", _session["s.dare"], "data/a.txt", _session["s"], "--key", _session["reader.key"]);
        Assert.Equal((0, "The proof says nothing about the content: it is sealed, and the digest is that of what is sealed.\n"), (exit, note));
        string report = _session.Do("dare", "proof", "--check", _session["s"], "--signer", _session["author.key"]);
        Assert.Contains("nothing about the content: it is sealed", report, StringComparison.Ordinal);
        Assert.Contains("nothing about the name: it is hidden", report, StringComparison.Ordinal);
        Assert.DoesNotContain("a.txt", report, StringComparison.Ordinal);
        Assert.Contains(
            "cannot be compared", _session.Fails(1, "dare", "proof", "--check", _session["s"], "--content", _session["data/a.txt"], "--signer", _session["author.key"]), StringComparison.Ordinal);

        _session.Do("dare", "archive", _session["c.dare"], _session["data"], "--sign", _session["author.key"], "--compress");
        _session.Do("dare", "proof", _session["c.dare"], "data/b.txt", _session["c"]);
        Assert.Contains(
            "it is compressed", _session.Fails(1, "dare", "proof", "--check", _session["c"], "--content", _session["data/b.txt"], "--signer", _session["author.key"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_proof_is_said()
    {
        _session.Fails(1, "dare", "proof", "--check", _session["data/a.txt"], "--signer", _session["author.key"]);
        _session.Fails(1, "dare", "proof", "--check", X, "--signer", _session["author.key"]);
        _session.Fails(1, "dare", "proof", "--check", _session["missing"], "--signer", _session["author.key"]);
        _session.Fails(1, "dare", "proof", "--check", _session["data"], "--signer", _session["author.key"]);
        _session.Fails(1, "dare", "proof", "--check", P, "--content", _session["missing"], "--signer", _session["author.key"]);
        _session.Write("cut", _session.Read("p")[..^10]);
        _session.Fails(1, "dare", "proof", "--check", _session["cut"], "--signer", _session["author.key"]);
        _session.Fails(1, "dare", "proof", X, "data/none", _session["n"]);
        _session.Fails(1, "dare", "proof", X, "--record", "99", _session["n"]);
        _session.Fails(2, "dare", "proof", X);
        _session.Fails(2, "dare", "proof");
        _session.Fails(2, "dare", "proof", X, "--record", "1", "data/a.txt", _session["n"]);
        _session.Fails(2, "dare", "proof", X, "--check", P);
        _session.Fails(2, "dare", "proof", X, "data/a.txt", "--content", _session["data/a.txt"]);
        _session.Fails(2, "dare", "proof", X, "../a.txt", _session["n"]);
        _session.Fails(2, "dare", "proof", "--check", P, "--key", _session["reader.key"]);
        Assert.False(File.Exists(_session["n"]));
    }

    [Fact]
    public void Unsigned_archive_proves_to_those_who_know_its_root()
    {
        _session.Do("dare", "archive", _session["u.dare"], _session["data"]);
        (_, _, string note) = _session.Run("dare", "proof", _session["u.dare"], "data/a.txt", _session["u"]);
        Assert.Contains("convinces only those who know the root", note, StringComparison.Ordinal);
        string root = _session.Do("dare", "verify", _session["u.dare"]).Split("Root: ")[1].Split('\n')[0];
        Assert.Contains("the root is the one that was named", _session.Do("dare", "proof", "--check", _session["u"], "--root", root), StringComparison.Ordinal);
        _session.Fails(3, "dare", "proof", "--check", _session["u"], "--signer", _session["author.key"]);
    }

    private static string Raw(JsonDocument proof, string member) =>
        $"\"{member}\":" + proof.RootElement.GetProperty("InclusionProof").GetProperty(member).GetRawText();

    private string X => _session["x.dare"];

    private string P => _session["p"];
}
