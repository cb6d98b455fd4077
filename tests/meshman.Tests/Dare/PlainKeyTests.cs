using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Manager.Tests;

/// <summary>Sealed files of people who have no account.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class PlainKeyTests : IDisposable
{
    private readonly Session _session = new();

    public PlainKeyTests() => _session.Write("plain.txt", "Meet me at the usual place.\n");

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(null, "x448:")]
    [InlineData("x25519", "x25519:")]
    [InlineData("X448", "x448:")]
    public void A_file_sealed_to_a_public_key_opens_with_the_private_one(string? algorithm, string begins)
    {
        string text = Pair("own.key", algorithm);
        Assert.StartsWith(begins, text, StringComparison.Ordinal);
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", text);
        _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--key", _session["own.key"]);
        Assert.Equal(_session.Read("plain.txt"), _session.Read("opened"));
        Pair("other.key", algorithm);
        Assert.EndsWith(
            "ERROR - No decryption key is available\n",
            _session.Fails(1, "dare", "decode", _session["plain.txt.dare"], _session["again"], "--key", _session["other.key"]),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_session["again"]));
        Assert.False(_session.HasHome);
    }

    [Fact]
    public void A_private_key_is_for_its_owner_and_never_written_over()
    {
        Pair("own.key");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_session["own.key"]));
        }

        string before = _session.Read("own.key");
        Assert.Equal(1, before.Count(c => c == '\n'));
        Assert.Contains("exists already", _session.Fails(1, "key", "pair", _session["own.key"]), StringComparison.Ordinal);
        Assert.Contains("exists already", _session.Fails(1, "key", "pair", Path.GetDirectoryName(_session["own.key"])!), StringComparison.Ordinal);
        Assert.Contains("cannot be written", _session.Fails(1, "key", "pair", _session["no/such/folder/key"]), StringComparison.Ordinal);
        Assert.Equal(before, _session.Read("own.key"));
        (int exit, string output, string error) = _session.Run("key", "pair", "-");
        Assert.Equal(0, exit);
        using PlainKeyFile printed = PlainKeyFile.Parse(System.Text.Encoding.ASCII.GetBytes(output));
        Assert.Equal(PublicKeyText.Write(Assert.Single(printed.PrivateKeys).PublicKey) + "\n" + printed.PrivateKeys[0].Kid + "\n", error);
        using JsonDocument json = JsonDocument.Parse(_session.Do("key", "pair", _session["json.key"], "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultKey");
        using PlainKeyFile kept = PlainKeyFile.Parse(File.ReadAllBytes(_session["json.key"]));
        Assert.Equal(PublicKeyText.Write(kept.PrivateKeys[0].PublicKey), result.GetProperty("PublicKey").GetString());
        Assert.Equal(kept.PrivateKeys[0].Kid, result.GetProperty("Udf").GetString());
    }

    [Fact]
    public void Recipients_come_from_files_of_keys_as_well()
    {
        string first = Pair("first.key");
        Pair("second.key", "x25519");
        string third = Pair("third.key");
        _session.Write("team", $"# the team\n{third}\n\n{first}\n");
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", _session["team"], "--encrypt", "@" + _session["second.key"]);
        foreach (string key in new[] { "first.key", "second.key", "third.key" })
        {
            _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--key", _session[key]);
        }

        string report = _session.Do("dare", "verify", _session["plain.txt.dare"]);
        Assert.Equal(3, report.Split('\n').Count(l => l.StartsWith("        Recipient: ", StringComparison.Ordinal)));
        Assert.False(_session.HasHome);
    }

    // What is not a key must never become a file that is sealed to nobody, or not at all.
    [Fact]
    public void What_is_no_recipient_seals_nothing()
    {
        string text = Pair("own.key");
        Pair("sign.key", "ed448");
        _session.Write("rubbish", "no key\n");
        foreach ((int exit, string recipient) in new[]
            {
                (2, text[..^1]), (2, text.Replace("x448", "x25519", StringComparison.Ordinal)), (2, _session["sign.key"]), (1, _session["rubbish"]),
                (1, "nobody"), (1, _session["missing.key"]), (2, "EDKF-5WQZ-JHV3-Q5X4-L642-5NQS-WQAQ"),
            })
        {
            _session.Fails(exit, "dare", "encode", _session["plain.txt"], "--encrypt", recipient);
            Assert.False(File.Exists(_session["plain.txt.dare"]), recipient);
        }

        Assert.False(_session.HasHome);
    }

    [Fact]
    public void Secrets_open_what_is_sealed_to_them()
    {
        string secret = _session.Do("key", "secret").Trim();
        _session.Write("secret", secret + "\n");
        _session.Do("dare", "encode", _session["plain.txt"], "--key", secret);
        foreach (string given in new[] { secret, secret.Replace("-", "", StringComparison.Ordinal), "@" + _session["secret"], "udf://example.com/" + secret })
        {
            _session.Do("dare", "decode", _session["plain.txt.dare"], _session["opened"], "--key", given);
        }

        string wrong = _session.Fails(1, "dare", "decode", _session["plain.txt.dare"], _session["no"], "--key", _session.Do("key", "secret").Trim());
        Assert.DoesNotContain(secret, wrong, StringComparison.Ordinal);
        Assert.Contains("with the keys that were given", wrong, StringComparison.Ordinal);
        _session.Fails(2, "dare", "decode", _session["plain.txt.dare"], _session["no"], "--key", secret[..9]);
    }

    [Fact]
    public void A_signature_by_a_plain_key_is_verified_by_its_public_one()
    {
        string signer = Pair("sign.key", "ed448");
        string text = Pair("own.key");
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", text, "--sign", _session["sign.key"]);
        Assert.Contains("Verified: the signature of the key that was named", _session.Do("dare", "verify", _session["plain.txt.dare"], "--signer", signer), StringComparison.Ordinal);
        Assert.Contains("the key is not known here", _session.Do("dare", "verify", _session["plain.txt.dare"]), StringComparison.Ordinal);
        (_, _, string error) = _session.Run(
            "dare", "decode", _session["plain.txt.dare"], _session["opened"], "--key", _session["own.key"], "--signer", _session["sign.key"]);
        Assert.Equal("", error);
        byte[] changed = File.ReadAllBytes(_session["plain.txt.dare"]);
        int body = changed.AsSpan().IndexOf((byte)0x88);
        changed[body + 4] ^= 1;
        File.WriteAllBytes(_session["changed.dare"], changed);
        Assert.Contains("does not verify", _session.Fails(3, "dare", "verify", _session["changed.dare"], "--signer", signer), StringComparison.Ordinal);
        _session.Fails(3, "dare", "decode", _session["changed.dare"], _session["no"], "--key", _session["own.key"], "--signer", signer);
        Assert.False(File.Exists(_session["no"]));
    }

    [Fact]
    public void What_says_nothing_about_the_file_is_in_the_envelope_only_when_asked()
    {
        string text = Pair("own.key");
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", text);
        Assert.DoesNotContain("plain.txt", Visible("plain.txt.dare"), StringComparison.Ordinal);
        _session.Do("dare", "encode", _session["plain.txt"], _session["named.dare"], "--encrypt", text, "--name");
        Assert.Contains("\"Filename\":\"plain.txt\",\"Modified\":\"2", Visible("named.dare"), StringComparison.Ordinal);
        Assert.Contains("    Name: plain.txt, changed 2", _session.Do("dare", "verify", _session["named.dare"]), StringComparison.Ordinal);
        _session.Do("dare", "encode", _session["plain.txt"], _session["hidden.dare"], "--encrypt", text, "--name", "--hide-names");
        Assert.Matches("^{\"CloakedDigest\":\"[^\"]*\"}$", Visible("hidden.dare"));
        using JsonDocument opened = JsonDocument.Parse(
            _session.Do("dare", "decode", _session["hidden.dare"], _session["opened"], "--key", _session["own.key"], "--json"));
        Assert.Equal("plain.txt", opened.RootElement.GetProperty("ResultFile").GetProperty("StatedName").GetString());
        _session.Fails(2, "dare", "encode", _session["plain.txt"], _session["clear.dare"], "--hide-names");
        Assert.False(File.Exists(_session["clear.dare"]));
    }

    [Fact]
    public void A_cover_is_read_back_and_shown_to_be_covered_by_nothing()
    {
        string text = Pair("own.key");
        _session.Write("cover.html", "<p>Ask <b>Alice</b> for the key.</p>\n");
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", text, "--cover", _session["cover.html"]);
        string report = _session.Do("dare", "verify", _session["plain.txt.dare"], "--verbose");
        Assert.Contains("    Cover: 37 characters of HTML\n<p>Ask <b>Alice</b> for the key.</p>\\u{A}\n", report, StringComparison.Ordinal);
        Assert.Contains("    Verified: nothing about the cover: anybody can change it", report, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(_session.Do("dare", "verify", _session["plain.txt.dare"], "--json"));
        Assert.Equal(_session.Read("cover.html"), json.RootElement.GetProperty("ResultFile").GetProperty("Cover").GetString());
        File.WriteAllBytes(_session["binary"], [0xFF, 0xFE, 0]);
        _session.Fails(1, "dare", "encode", _session["plain.txt"], _session["no.dare"], "--encrypt", text, "--cover", _session["binary"]);
        File.WriteAllBytes(_session["long"], new byte[(1 << 18) + 1]);
        _session.Fails(1, "dare", "encode", _session["plain.txt"], _session["no.dare"], "--encrypt", text, "--cover", _session["long"]);
    }

    [Fact]
    public void The_private_key_is_never_printed()
    {
        Pair("own.key");
        using PlainKeyFile keys = PlainKeyFile.Parse(File.ReadAllBytes(_session["own.key"]));
        string secret = _session.Read("own.key").Split("\"Private\":\"")[1].Split('"')[0];
        _session.Do("dare", "encode", _session["plain.txt"], "--encrypt", _session["own.key"], "--json");
        foreach (string[] line in new string[][]
            {
                ["dare", "decode", _session["plain.txt.dare"], _session["opened"], "--key", _session["own.key"], "--json", "--verbose"],
                ["dare", "decode", _session["plain.txt"], _session["no"], "--key", _session["own.key"]],
                ["dare", "encode", _session["plain.txt"], _session["no"], "--sign", _session["own.key"]],
                ["dare", "encode", _session["plain.txt"], _session["no"], "--encrypt", _session.Read("own.key").Trim()],
            })
        {
            (_, string output, string error) = _session.Run(line);
            Assert.DoesNotContain(secret, output + error, StringComparison.Ordinal);
        }
    }

    private string Visible(string name)
    {
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_session[name]));
        string header = text[1..(text.IndexOf("},\u0088", StringComparison.Ordinal) + 1)];
        using JsonDocument json = JsonDocument.Parse(header);
        return json.RootElement.TryGetProperty("ContentMetaData", out JsonElement meta)
            ? System.Text.Encoding.UTF8.GetString(Encoding.SecretBase64Url.Decode(meta.GetString()))
            : "";
    }

    private string Pair(string name, string? algorithm = null)
    {
        string[] printed = _session.Do(["key", "pair", _session[name], .. algorithm is null ? Array.Empty<string>() : ["--alg", algorithm]]).Split('\n');
        Assert.Equal(3, printed.Length);
        Assert.Equal(PublicKeyText.Parse(printed[0]).Kid, printed[1]);
        return printed[0];
    }
}
