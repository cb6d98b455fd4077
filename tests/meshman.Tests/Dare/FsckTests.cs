using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare fsck</c> and <c>dare index</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class FsckTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string _file;
    private readonly byte[] _whole;

    public FsckTests()
    {
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed25519");
        _session.Do("key", "pair", _session["stranger.key"], "--alg", "ed25519");
        _session.Write("data/a.txt", "first");
        _session.Write("data/b.txt", new string('b', 5000));
        _session.Write("data/c.txt", "third");
        _file = _session["x.dare"];
        _session.Do("dare", "archive", _file, _session["data"], "--sign", _session["author.key"]);
        _whole = File.ReadAllBytes(_file);
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_is_good_needs_nothing()
    {
        Assert.EndsWith("    Repair: there is nothing to do\n", _session.Do("dare", "fsck", _file, "--repair"), StringComparison.Ordinal);
        Assert.Equal("x.dare ends in an index: there is nothing to do.\n", _session.Do("dare", "index", _file));
        Assert.Equal(_whole, File.ReadAllBytes(_file));
    }

    [Fact]
    public void Damage_is_pinpointed_never_touched_and_the_rest_is_saved()
    {
        byte[] octets = [.. _whole];
        octets[octets.AsSpan().IndexOf("bbbb"u8) + 2000] ^= 1;
        File.WriteAllBytes(_file, octets);
        (int exit, string output, string error) = _session.Run("dare", "fsck", _file, "--repair", "--sign", _session["author.key"], "--json");
        Assert.Equal(3, exit);
        Assert.StartsWith("ERROR - x.dare is damaged: frame 2, at octet ", error, StringComparison.Ordinal);
        Assert.Equal(octets, File.ReadAllBytes(_file));
        using (var json = JsonDocument.Parse(output))
        {
            JsonElement result = json.RootElement.GetProperty("ResultFile");
            Assert.Equal(("Salvage", false), (result.GetProperty("Repair").GetString(), result.GetProperty("Repaired").GetBoolean()));
            JsonElement lost = Assert.Single(result.GetProperty("Lost").EnumerateArray());
            JsonElement[] good = [.. result.GetProperty("Good").EnumerateArray()];
            Assert.Equal([(0, 1), (3, 4)], good.Select(g => (g.GetProperty("First").GetInt32(), g.GetProperty("Last").GetInt32())));
            Assert.Equal(good[0].GetProperty("End").GetInt64(), lost.GetProperty("Start").GetInt64());
            Assert.Equal(good[1].GetProperty("Start").GetInt64(), lost.GetProperty("End").GetInt64());
        }

        (exit, output, _) = _session.Run("dare", "fsck", _file, "--save", _session["y.dare"], "--sign", _session["author.key"], "--signer", _session["author.key"]);
        Assert.Equal(3, exit);
        Assert.Contains("shown to belong here by the root behind\n", output, StringComparison.Ordinal);
        Assert.Contains("    Saved: 2 entries to y.dare, 1 left out\n    Left out: frame 2: ", output, StringComparison.Ordinal);
        _session.Do("dare", "verify", _session["y.dare"], "--signer", _session["author.key"]);
        Assert.Equal("data/a.txt\ndata/c.txt\n", _session.Do("dare", "dir", _session["y.dare"]));
    }

    [Fact]
    public void Torn_end_is_put_aside_by_those_who_may_write_and_by_nobody_else()
    {
        File.AppendAllText(_session["data/c.txt"], " and more");
        _session.Do("dare", "append", _file, _session["data/c.txt"], "--sign", _session["author.key"]);
        byte[] torn = File.ReadAllBytes(_file)[..(_whole.Length + 100)];
        File.WriteAllBytes(_file, torn);
        Assert.Contains("x.dare was not finished: frame 5, at octet ", _session.Fails(3, "dare", "fsck", _file), StringComparison.Ordinal);
        _session.Fails(1, "dare", "fsck", _file, "--repair");
        _session.Fails(1, "dare", "fsck", _file, "--repair", "--sign", _session["stranger.key"]);
        Assert.Equal(torn, File.ReadAllBytes(_file));

        (int exit, string done, string notes) = _session.Run("dare", "fsck", _file, "--repair", "--sign", _session["author.key"]);
        Assert.Equal(0, exit);
        Assert.DoesNotContain("Nobody had signed", notes, StringComparison.Ordinal);
        Assert.Contains("    Repair: done: what was left is in ", done, StringComparison.Ordinal);
        Assert.Equal(100, File.ReadAllBytes(_file + ".torn").Length);
        Assert.Contains("over all of it", _session.Do("dare", "verify", _file, "--signer", _session["author.key"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_signed_is_signed_by_its_owner_alone()
    {
        int index = _whole.AsSpan().IndexOf("third"u8);
        File.WriteAllBytes(_file, _whole[..(index + 700)]);
        _session.Do("dare", "index", _file, "--sign", _session["author.key"]);
        _session.Do("dare", "verify", _file, "--signer", _session["author.key"]);

        int end = _whole.Length - (int)LastFrame();
        File.WriteAllBytes(_file, _whole[..end]);
        (int exit, string output, _) = _session.Run("dare", "fsck", _file, "--repair", "--sign", _session["author.key"]);
        Assert.Equal(3, exit);
        Assert.Contains("nobody signed any of it", output, StringComparison.Ordinal);
        _session.Fails(1, "dare", "index", _file);
        _session.Fails(1, "dare", "index", _file, "--sign", _session["stranger.key"]);
        Assert.Equal(end, new FileInfo(_file).Length);
        (exit, _, string error) = _session.Run("dare", "index", _file, "--sign", _session["author.key"]);
        Assert.Equal((0, "Nobody had signed any of x.dare: it is signed now as it stands.\n"), (exit, error));
        _session.Do("dare", "verify", _file, "--signer", _session["author.key"]);
    }

    [Fact]
    public void What_cannot_be_saved_is_said()
    {
        _session.Do("dare", "archive", _session["u.dare"], _session["data"]);
        byte[] octets = File.ReadAllBytes(_session["u.dare"])[..^20];
        octets[octets.AsSpan().IndexOf("bbbb"u8) + 2000] ^= 1;
        File.WriteAllBytes(_session["u.dare"], octets);
        (int exit, string output, _) = _session.Run("dare", "fsck", _session["u.dare"], "--save", _session["y.dare"]);
        Assert.Equal(3, exit);
        Assert.Contains("    Good: frame 3, octets ", output, StringComparison.Ordinal);
        Assert.Contains("    Repair: no frame that closes is left: --repair puts aside all from octet ", output, StringComparison.Ordinal);
        Assert.Contains("    Saved: 1 entry to y.dare, 0 left out\n    Left out: frame 3: no root at hand", output, StringComparison.Ordinal);
        Assert.Equal("data/a.txt\n", _session.Do("dare", "dir", _session["y.dare"]));
        Assert.Equal(octets, File.ReadAllBytes(_session["u.dare"]));
    }

    [Fact]
    public void What_nobody_signed_is_not_signed_in_silence()
    {
        File.WriteAllBytes(_file, _whole[..^20]);
        (int exit, _, string notes) = _session.Run("dare", "fsck", _file, "--repair", "--sign", _session["author.key"]);
        Assert.Equal(0, exit);
        Assert.Contains("Nobody had signed the last 4 of the 4 frames: they are signed now as they stand.\n", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_sequence_is_said()
    {
        _session.Fails(3, "dare", "fsck", _session["data/a.txt"]);
        _session.Fails(1, "dare", "fsck", _session["missing"]);
        _session.Fails(1, "dare", "fsck", _session["data"]);
        _session.Fails(1, "dare", "fsck", _file, "--save", _session["data/a.txt"]);
        _session.Fails(1, "dare", "index", _session["data/a.txt"]);
        byte[] header = [0xF0, 64, .. "{\"SequenceInfo\":{\"DataEncoding\":\"JSON\",\"ContainerType\":\"List\"}}"u8];
        File.WriteAllBytes(_session["old.dare"], [0xF4, (byte)(header.Length + 2), .. header, 0xF0, 0, (byte)(header.Length + 2), 0xF4]);
        foreach (string[] line in new string[][] { ["fsck"], ["index"], ["copy", _session["new.dare"]], ["proof", "--record", "1"] })
        {
            string error = _session.Fails(1, ["dare", line[0], _session["old.dare"], .. line[1..]]);
            Assert.Contains("older form", error, StringComparison.Ordinal);
        }

        byte[] octets = [.. _whole];
        octets[20] ^= 1;
        File.WriteAllBytes(_file, octets);
        (int exit, string output, _) = _session.Run("dare", "fsck", _file);
        Assert.Equal(3, exit);
        Assert.Contains("    Fault: frame 0, at octet 0: ", output, StringComparison.Ordinal);
        Assert.Contains("    Repair: nothing of it can be trusted\n", output, StringComparison.Ordinal);
    }

    // The frame of the index, by its length at its end.
    private long LastFrame()
    {
        using var json = JsonDocument.Parse(_session.Run("dare", "fsck", Changed(), "--json").Output);
        JsonElement good = json.RootElement.GetProperty("ResultFile").GetProperty("Good").EnumerateArray().Last();
        return _whole.Length - good.GetProperty("End").GetInt64();
    }

    private string Changed()
    {
        byte[] octets = [.. _whole];
        octets[^1] ^= 1;
        File.WriteAllBytes(_session["changed.dare"], octets);
        return _session["changed.dare"];
    }
}
