namespace Mesh.Manager.Tests;

/// <summary><c>dare encode --detached</c>: a signature beside a file that stays as it is.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class DetachedTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string _signer;

    public DetachedTests()
    {
        _session.Write("contract.txt", "We agree.\n");
        _signer = _session.Do("key", "pair", _session["sign.key"], "--alg", "ed448").Split('\n')[0];
        _session.Do("dare", "encode", _session["contract.txt"], "--sign", _session["sign.key"], "--detached");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void It_is_verified_with_the_file_alone()
    {
        Assert.Equal("We agree.\n", _session.Read("contract.txt"));
        string report = _session.Do("dare", "verify", _session["contract.txt.dare"], _session["contract.txt"], "--signer", _signer);
        Assert.Contains("    Signs: contract.txt\n    Bytes: 10\n", report, StringComparison.Ordinal);
        Assert.Contains(") over contract.txt and metadata\n", report, StringComparison.Ordinal);
        Assert.Contains("name that file as well", _session.Fails(1, "dare", "verify", _session["contract.txt.dare"]), StringComparison.Ordinal);
        Assert.Contains("name that file as well", _session.Fails(1, "dare", "decode", _session["contract.txt.dare"], _session["no"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["no"]));
    }

    [Fact]
    public void Another_file_or_another_signer_is_told()
    {
        _session.Write("other.txt", "We disagree.\n");
        Assert.Contains("does not verify", _session.Fails(3, "dare", "verify", _session["contract.txt.dare"], _session["other.txt"], "--signer", _signer), StringComparison.Ordinal);
        _session.Fails(1, "dare", "verify", _session["contract.txt.dare"], _session["missing.txt"]);
        string stranger = _session.Do("key", "pair", _session["stranger.key"], "--alg", "ed25519").Split('\n')[0];
        Assert.Contains(
            "not with the key that --signer names",
            _session.Fails(3, "dare", "verify", _session["contract.txt.dare"], _session["contract.txt"], "--signer", stranger),
            StringComparison.Ordinal);
        Assert.Contains("nothing about the signature by", _session.Do("dare", "verify", _session["contract.txt.dare"], _session["contract.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signer_who_is_named_must_have_signed_a_sealed_file_too()
    {
        string recipient = _session.Do("key", "pair", _session["own.key"]).Split('\n')[0];
        _session.Do("dare", "encode", _session["contract.txt"], _session["unsigned.dare"], "--encrypt", recipient);
        _session.Do("dare", "encode", _session["contract.txt"], _session["signed.dare"], "--encrypt", recipient, "--sign", _session["sign.key"]);
        Assert.Contains(") over body and metadata", _session.Do("dare", "verify", _session["signed.dare"], "--signer", _signer), StringComparison.Ordinal);
        Assert.Contains("the file is unsigned", _session.Fails(3, "dare", "verify", _session["unsigned.dare"], "--signer", _signer), StringComparison.Ordinal);
        _session.Do("dare", "verify", _session["unsigned.dare"]);
    }

    [Fact]
    public void An_envelope_with_a_body_says_nothing_about_a_file_beside_it()
    {
        _session.Do("dare", "encode", _session["contract.txt"], _session["whole.dare"], "--sign", _session["sign.key"]);
        Assert.Contains(
            "nothing about another file", _session.Fails(1, "dare", "verify", _session["whole.dare"], _session["contract.txt"], "--signer", _signer), StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_a_signer_and_nothing_is_encrypted()
    {
        string recipient = _session.Do("key", "pair", _session["own.key"]).Split('\n')[0];
        _session.Fails(2, "dare", "encode", _session["contract.txt"], _session["no.dare"], "--detached");
        _session.Fails(2, "dare", "encode", _session["contract.txt"], _session["no.dare"], "--detached", "--sign", _session["sign.key"], "--encrypt", recipient);
        Assert.False(File.Exists(_session["no.dare"]));
    }
}
