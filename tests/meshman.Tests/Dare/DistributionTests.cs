using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare subset</c> and <c>dare fetch</c>, and what the other commands make of copies of some entries.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class DistributionTests : IDisposable
{
    private readonly Session _session = new();
    private readonly StaticServer _server = new();

    public DistributionTests()
    {
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed25519");
        _session.Do("key", "pair", _session["other.key"], "--alg", "ed25519");
        _session.Write("t/linux", new string('l', 300_000));
        _session.Write("t/mac", new string('m', 300_000));
        _session.Write("t/read me", "first");
        _session.Do("dare", "archive", _session["t.dare"], _session["t"], "--sign", _session["author.key"]);
        Publish();
    }

    public void Dispose()
    {
        _session.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void Copy_of_some_entries_is_listed_extracted_and_verified()
    {
        Do("subset", "t.dare", "s.dare", ["t/linux", "--record", "3"]);
        Assert.True(new FileInfo(_session["s.dare"]).Length < 310_000);
        Assert.Equal("t/linux\nt/mac  (not in this copy)\nt/read me\n", Do("dir", "s.dare"));
        string verified = Do("verify", "s.dare");
        Assert.Contains("2 entries, each under the root of the original", verified, StringComparison.Ordinal);
        Assert.Contains("not in this copy", verified, StringComparison.Ordinal);
        Do("extract", "s.dare", "out", ["t/linux"]);
        Assert.Equal(300_000, _session.Read("out/t/linux").Length);
        Assert.Contains("t/mac is not in this copy", Fails(1, "extract", "s.dare", "out", "t/mac"), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["out/t/mac"]));
        Do("extract", "s.dare", "all", []);
        Assert.Equal("first", _session.Read("all/t/read me"));
        Do("subset", "s.dare", "r.dare", ["--prefix", "t/read"]);
        Assert.Contains("1 entries, each", Do("verify", "r.dare"), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_of_some_entries_is_not_changed_and_says_what_is_wrong()
    {
        Do("subset", "t.dare", "s.dare", ["t/linux"]);
        byte[] octets = File.ReadAllBytes(_session["s.dare"]);
        Assert.Contains("copy of some entries", _session.Fails(
            1, "dare", "append", _session["s.dare"], _session["t"], "--sign", _session["author.key"]), StringComparison.Ordinal);
        Assert.Contains("copy of some entries", Fails(1, "fsck", "s.dare", "--repair"), StringComparison.Ordinal);
        Assert.Equal(octets, File.ReadAllBytes(_session["s.dare"]));
        _session.Fails(3, "dare", "verify", _session["s.dare"], "--signer", _session["other.key"]);
        octets[octets.AsSpan().IndexOf("llllllll"u8) + 1000] ^= 1;
        File.WriteAllBytes(_session["s.dare"], octets);
        Assert.Contains("does not verify", Fails(3, "verify", "s.dare"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_choices_are_explained_and_leave_no_file()
    {
        Assert.Contains("no entry t/none", Fails(1, "subset", "t.dare", "s.dare", "t/none"), StringComparison.Ordinal);
        Assert.Contains("no entry that begins", Fails(1, "subset", "t.dare", "s.dare", "--prefix", "x"), StringComparison.Ordinal);
        Assert.Contains("no version 4", Fails(1, "subset", "t.dare", "s.dare", "--record", "4"), StringComparison.Ordinal);
        Assert.Contains("no version 99", Fails(1, "subset", "t.dare", "s.dare", "--record", "99"), StringComparison.Ordinal);
        Assert.Contains("Name the entries", Fails(2, "subset", "t.dare", "s.dare"), StringComparison.Ordinal);
        Assert.Contains("exists already", Fails(1, "subset", "t.dare", "t.dare", "t"), StringComparison.Ordinal);
        Assert.Contains("cannot be written", Fails(1, "subset", "t.dare", "no/s.dare", "t"), StringComparison.Ordinal);
        Assert.Equal(["author.key", "other.key", "t.dare"], Directory.EnumerateFiles(_session["."]).Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public void A_version_that_was_erased_is_not_copied()
    {
        _session.Do("dare", "delete", _session["t.dare"], "t/mac", "--erase", "--sign", _session["author.key"]);
        Assert.Contains("Version 2 was erased", Fails(1, "subset", "t.dare", "s.dare", "--record", "2"), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["s.dare"]));
        Do("subset", "t.dare", "s.dare", ["t/linux"]);
        Do("verify", "s.dare");
    }

    [Fact]
    public void Archive_is_fetched_and_brought_up_to_date()
    {
        Assert.Matches("x.dare: [0-9]+ frames; [0-9]+ octets in [0-9]+ requests\n$", Fetch());
        Assert.Equal(_server.Files["/t.dare"], File.ReadAllBytes(_session["x.dare"]));
        Assert.Contains("up to date", Fetch(), StringComparison.Ordinal);
        byte[] old = _server.Files["/t.dare"];
        _session.Write("t/read me", "second");
        _session.Do("dare", "append", _session["t.dare"], _session["t/read me"], "--sign", _session["author.key"]);
        Publish();
        using var json = JsonDocument.Parse(Fetch("--json"));
        JsonElement result = json.RootElement.GetProperty("ResultFetch");
        Assert.True(result.GetProperty("Transferred").GetInt64() < 300_000);
        Assert.True(result.GetProperty("Frames").GetInt64() > result.GetProperty("FramesBefore").GetInt64());
        Assert.Equal(_server.Files["/t.dare"], File.ReadAllBytes(_session["x.dare"]));

        _server.Files["/t.dare"] = old;
        File.Delete(_session["x.dare"]);
        Assert.Contains("went back", FetchFails(3), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["x.dare"]));
    }

    [Fact]
    public void Some_entries_are_fetched()
    {
        Fetch("t/read me", "t/linux");
        Assert.Contains("2 entries, each", Do("verify", "x.dare"), StringComparison.Ordinal);
        Assert.InRange(_server.Sent, 300_000, 560_000);
        Do("extract", "x.dare", "out", ["t/linux"]);
        Assert.Equal(300_000, _session.Read("out/t/linux").Length);
        Assert.Contains("no entry t/none", FetchFails(1, "t/none"), StringComparison.Ordinal);
    }

    [Fact]
    public void Unsigned_and_unknown_archives_need_a_word()
    {
        string[] line = ["dare", "fetch", _server.Url("/t.dare").AbsoluteUri, _session["x.dare"]];
        Assert.Contains("--signer", _session.Fails(3, line), StringComparison.Ordinal);
        _session.Fails(3, [.. line, "--signer", _session["other.key"], "--unsigned"]);
        _session.Do("dare", "archive", _session["u.dare"], _session["t"]);
        _server.Files["/t.dare"] = File.ReadAllBytes(_session["u.dare"]);
        Assert.Contains("--unsigned", _session.Fails(3, line), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["x.dare"]));
        _session.Do([.. line, "--unsigned"]);

        // The publisher made it anew.
        _session.Do("dare", "archive", _session["v.dare"], _session["t"]);
        _server.Files["/t.dare"] = File.ReadAllBytes(_session["v.dare"]);
        File.Delete(_session["x.dare"]);
        Assert.Contains("--forget", _session.Fails(3, [.. line, "--unsigned"]), StringComparison.Ordinal);
        _session.Do([.. line, "--unsigned", "--forget"]);
    }

    [Fact]
    public void Addresses_that_lead_nowhere_are_explained()
    {
        Assert.Contains("404", _session.Fails(1, "dare", "fetch", _server.Url("/none").AbsoluteUri, _session["x.dare"]), StringComparison.Ordinal);
        Assert.Contains("Name the file to make", _session.Fails(2, "dare", "fetch", _server.Url("/").AbsoluteUri), StringComparison.Ordinal);
        _session.Fails(2, "dare", "fetch", "ftp://example.com/x.dare");
        _server.Answer = r => new ServedAnswer(200) { Body = new byte[10] };
        Assert.Contains("no range requests", FetchFails(1), StringComparison.Ordinal);
    }

    private void Publish() => _server.Files["/t.dare"] = File.ReadAllBytes(_session["t.dare"]);

    private string Do(string command, string archive, params string[] line) =>
        _session.Do(["dare", command, _session[archive], .. line, "--signer", _session["author.key"]]);

    private string Do(string command, string archive, string output, string[] line) =>
        _session.Do(["dare", command, _session[archive], _session[output], .. line, "--signer", _session["author.key"]]);

    private string Fails(int exit, string command, string archive, params string[] line) => _session.Fails(
        exit,
        ["dare", command, _session[archive], .. line.Take(1).Select(l => l.StartsWith('-') ? l : _session[l]), .. line.Skip(1), "--signer", _session["author.key"]]);

    private string Fetch(params string[] line) =>
        _session.Do(["dare", "fetch", _server.Url("/t.dare").AbsoluteUri, _session["x.dare"], .. line, "--signer", _session["author.key"]]);

    private string FetchFails(int exit, params string[] line) => _session.Fails(
        exit, ["dare", "fetch", _server.Url("/t.dare").AbsoluteUri, _session["x.dare"], .. line, "--signer", _session["author.key"]]);
}
