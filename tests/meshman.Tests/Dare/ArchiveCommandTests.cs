using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare archive</c>, <c>append</c>, <c>delete</c>, <c>list</c>, <c>dir</c> and <c>extract</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class ArchiveCommandTests : IDisposable
{
    private readonly Session _session = new();

    public ArchiveCommandTests()
    {
        _session.Do("key", "pair", _session["reader.key"]);
        _session.Do("key", "pair", _session["other.key"]);
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed448");
        Directory.CreateDirectory(_session["data/sub"]);
        _session.Write("data/a.txt", "first");
        _session.Write("data/sub/b.txt", new string('b', 2_000_000));
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Archive_goes_through_its_life()
    {
        _session.Do("dare", "archive", _session["x.dare"], _session["data"], "--encrypt", _session["reader.key"], "--sign", _session["author.key"], "--compress");
        Assert.Equal("data/a.txt\ndata/sub\ndata/sub/b.txt\n", Paths());
        Assert.True(new FileInfo(_session["x.dare"]).Length < 20_000);

        _session.Write("data/a.txt", "second");
        _session.Do("dare", "append", _session["x.dare"], _session["data"], "--key", _session["reader.key"], "--sign", _session["author.key"]);
        _session.Do("dare", "delete", _session["x.dare"], "data/sub/b.txt", "--key", _session["reader.key"], "--sign", _session["author.key"]);
        Assert.Equal("data/a.txt\ndata/sub\n", Paths());

        _session.Do("dare", "extract", _session["x.dare"], _session["out"], "--key", _session["reader.key"], "--signer", _session["author.key"]);
        Assert.Equal("second", _session.Read("out/data/a.txt"));
        Assert.False(File.Exists(_session["out/data/sub/b.txt"]));

        using var json = JsonDocument.Parse(_session.Do("dare", "list", _session["x.dare"], "--all", "--key", _session["reader.key"], "--signer", _session["author.key"], "--json"));
        long old = json.RootElement.GetProperty("ResultArchive").GetProperty("Entries").EnumerateArray()
            .First(e => e.GetProperty("Path").GetString() == "data/a.txt").GetProperty("Index").GetInt64();
        _session.Do("dare", "extract", _session["x.dare"], _session["old"], "--record", $"{old}", "--key", _session["reader.key"], "--signer", _session["author.key"]);
        Assert.Equal("first", _session.Read("old/data/a.txt"));
    }

    [Fact]
    public void One_file_is_put_under_another_path()
    {
        _session.Do("dare", "create", _session["x.dare"]);
        _session.Do("dare", "append", _session["x.dare"], _session["data/a.txt"], "--id", "notes/first.txt");
        Assert.Equal("notes/first.txt\n", _session.Do("dare", "dir", _session["x.dare"]));
        _session.Fails(2, "dare", "append", _session["x.dare"], _session["data"], "--id", "notes");
        _session.Fails(2, "dare", "append", _session["x.dare"], _session["data/a.txt"], "--id", "../up");
    }

    [Fact]
    public void Erased_files_are_gone_and_the_archive_still_verifies()
    {
        string[] keys = ["--key", _session["reader.key"], "--sign", _session["author.key"]];
        _session.Do("dare", "archive", _session["x.dare"], _session["data"], "--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        _session.Write("data/a.txt", "second");
        _session.Do(["dare", "append", _session["x.dare"], _session["data"], .. keys]);
        Assert.Contains("2 versions erased", _session.Do(["dare", "delete", "--erase", _session["x.dare"], "data/a.txt", .. keys]), StringComparison.Ordinal);
        Assert.Equal("data/sub\ndata/sub/b.txt\n", Paths());
        string verified = _session.Do("dare", "verify", _session["x.dare"]);
        Assert.Contains("that 2 entries were erased", verified, StringComparison.Ordinal);
        Assert.Contains("erased", _session.Fails(3, "dare", "extract", _session["x.dare"], _session["o"], "--record", "2", "--key", _session["reader.key"]), StringComparison.Ordinal);
        Assert.Contains("no content", _session.Fails(1, ["dare", "delete", "--erase", _session["x.dare"], "data/none", .. keys]), StringComparison.Ordinal);
    }

    [Fact]
    public void Passphrase_opens_and_extends_it()
    {
        _session.Write("words", "correct horse");
        _session.Write("wrong", "wrong horse");
        _session.Do("dare", "archive", _session["x.dare"], _session["data/a.txt"], "--passphrase", "@" + _session["words"], "--hide-names");
        _session.Do("dare", "append", _session["x.dare"], _session["data/sub"], "--passphrase", "@" + _session["words"]);
        Assert.Equal("a.txt\nsub/b.txt\n", _session.Do("dare", "dir", _session["x.dare"], "--passphrase", "@" + _session["words"]));
        Assert.Contains("passphrase", _session.Fails(1, "dare", "dir", _session["x.dare"], "--passphrase", "@" + _session["wrong"]), StringComparison.Ordinal);
        Assert.Contains("--passphrase", _session.Fails(1, "dare", "dir", _session["x.dare"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_no_key_neither_reads_nor_adds()
    {
        _session.Do("dare", "archive", _session["x.dare"], _session["data"], "--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        byte[] before = File.ReadAllBytes(_session["x.dare"]);
        _session.Fails(1, "dare", "extract", _session["x.dare"], _session["out"], "--key", _session["other.key"]);
        Assert.False(Directory.Exists(_session["out"]) && Directory.EnumerateFileSystemEntries(_session["out"]).Any());
        _session.Fails(1, "dare", "append", _session["x.dare"], _session["data"], "--key", _session["reader.key"]);
        _session.Fails(1, "dare", "delete", _session["x.dare"], "data/a.txt", "--key", _session["reader.key"]);
        Assert.Equal(before, File.ReadAllBytes(_session["x.dare"]));
    }

    [Fact]
    public void Changed_archive_is_refused_and_leaves_nothing()
    {
        _session.Do("dare", "archive", _session["x.dare"], _session["data"], "--sign", _session["author.key"]);
        byte[] octets = File.ReadAllBytes(_session["x.dare"]);
        int at = octets.AsSpan().IndexOf("bbbbbbbb"u8) + 1_000_000;
        octets[at] ^= 1;
        File.WriteAllBytes(_session["x.dare"], octets);
        _session.Do("dare", "extract", _session["x.dare"], _session["good"], "data/a.txt", "--signer", _session["author.key"]);
        _session.Fails(3, "dare", "extract", _session["x.dare"], _session["bad"], "data/sub/b.txt", "--signer", _session["author.key"]);
        Assert.Empty(Directory.EnumerateFiles(_session["bad"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        _session.Fails(1, "dare", "archive", _session["x.dare"], _session["nothing"]);
        Assert.False(File.Exists(_session["x.dare"]));
        _session.Fails(2, "dare", "archive", _session["data"], _session["data/a.txt"]);
        _session.Fails(2, "dare", "archive", _session["x.dare"], _session["data"], "--hide-names");
        _session.Fails(2, "dare", "archive", _session["x.dare"], _session["data"], "--coding", "zip");
        _session.Do("dare", "archive", _session["x.dare"], _session["data"]);
        _session.Fails(1, "dare", "archive", _session["x.dare"], _session["data"]);
        _session.Fails(1, "dare", "list", _session["data/a.txt"]);
        _session.Fails(1, "dare", "list", _session["data"]);
        _session.Fails(1, "dare", "extract", _session["x.dare"], _session["out"], "none");
        _session.Fails(2, "dare", "extract", _session["x.dare"], _session["out"], "../up");
        _session.Fails(2, "dare", "extract", _session["x.dare"], _session["out"], "--record", "0");
        _session.Fails(1, "dare", "extract", _session["x.dare"], _session["out"], "--record", "99");
        _session.Fails(1, "dare", "delete", _session["x.dare"], "none");
        _session.Fails(2, "dare", "delete", _session["x.dare"]);
    }

    [Fact]
    public void Archive_does_not_take_itself_in()
    {
        _session.Do("dare", "archive", _session["data/x.dare"], _session["data"]);
        _session.Do("dare", "append", _session["data/x.dare"], _session["data"]);
        Assert.Equal("data/a.txt\ndata/sub\ndata/sub/b.txt\n", _session.Do("dare", "dir", _session["data/x.dare"]));
    }

    private string Paths() => _session.Do("dare", "dir", _session["x.dare"], "--key", _session["reader.key"], "--signer", _session["author.key"]);
}
