using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client.Tests;

public sealed class ArchiveFetchTests : IDisposable
{
    private static readonly string Long = new('x', 400_000);

    private readonly Publication _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public void Whole_archive_is_fetched_and_later_only_what_came_to_it()
    {
        _archive.Publish("x", ("a", "first"), ("long", Long));
        FetchReport first = _archive.Fetch();
        Assert.Equal(_archive.Published, File.ReadAllBytes(_archive.Copy));
        Assert.Equal((0L, false), (first.FramesBefore, first.IsUnchanged));

        FetchReport same = _archive.Fetch();
        Assert.True(same.IsUnchanged);
        Assert.InRange(same.Requests, 1, 3);

        long before = _archive.Published.Length;
        _archive.Publish("x", ("a", "second"));
        FetchReport grown = _archive.Fetch();
        Assert.Equal(_archive.Published, File.ReadAllBytes(_archive.Copy));
        Assert.Equal(first.State.Count, grown.FramesBefore);
        Assert.True(grown.Received < before, $"{grown.Received} octets");
        Assert.InRange(grown.Requests, 1, 4);
        Assert.Equal("second", _archive.Read("a"));
        Assert.Empty(_archive.Parts);
    }

    [Fact]
    public void One_of_ten_thousand_files_takes_few_requests()
    {
        _archive.Publish("x", [.. Enumerable.Range(0, 10_000).Select(i => ($"folder{i % 10}/file {i:D5}", $"content of {i} " + new string('c', 1000)))]);
        FetchReport report = _archive.Fetch("folder3/file 04443");
        Assert.InRange(report.Requests, 1, 5);
        Assert.InRange(report.Received, 1, 3_000_000);
        Assert.True(_archive.Published.Length > 15_000_000);
        Assert.StartsWith("content of 4443", _archive.Read("folder3/file 04443"), StringComparison.Ordinal);
        Assert.Equal(1, SubsetFiles.Verify(_archive.Copy, _archive.Opening).Report.Entries);

        FetchReport folder = _archive.Fetch("folder3");
        Assert.Equal(1000, SubsetFiles.Verify(_archive.Copy, _archive.Opening).Report.Entries);
        Assert.InRange(folder.Requests, 1, 80);
        FetchReport same = _archive.Fetch("folder3");
        Assert.True(same.IsUnchanged);
        Assert.InRange(same.Received, 1, 600_000);
    }

    [Fact]
    public void Chosen_entries_stay_verifiable_and_are_brought_up_to_date()
    {
        _archive.Publish("x", ("a", "first"), ("long", Long), ("z", "last"));
        FetchReport first = _archive.Fetch("a", "z");
        Assert.True(new FileInfo(_archive.Copy).Length < 100_000);
        Assert.Equal(("first", "last"), (_archive.Read("a"), _archive.Read("z")));
        Assert.Contains("not in this copy", Assert.Throws<ClientException>(() => _archive.Read("long")).Message, StringComparison.Ordinal);

        _archive.Publish("x", ("a", "second"), ("longer", Long));
        FetchReport grown = _archive.Fetch("a", "z");
        Assert.Equal((first.State.Count, 2L), (grown.FramesBefore, SubsetFiles.Verify(_archive.Copy, _archive.Opening).Report.Entries));
        Assert.Equal(("second", "last"), (_archive.Read("a"), _archive.Read("z")));
        Assert.Equal(ClientError.NotFound, _archive.Refused("none").Code);
        Assert.Equal(ClientError.InvalidInput, _archive.Refused().Code);
    }

    [Fact]
    public void Sealed_archive_is_fetched_whole_without_its_keys_and_in_part_with_them()
    {
        using var archive = new Publication { Reader = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("reader")) };
        archive.Publish("x", ("a", "first"), ("long", Long));
        archive.Fetch("a");
        Assert.Equal("first", archive.Read("a"));
        File.Delete(archive.Copy);
        FileOpening keyless = archive.Opening with { Keys = [] };
        FetchRequest request = new() { Url = archive.Url, Output = archive.Copy, Home = archive.Copy + ".home" };
        ArchiveFetch.Fetch(request, keyless);
        archive.Publish("x", ("a", "second"));
        ArchiveFetch.Fetch(request, keyless);
        Assert.Equal("second", archive.Read("a"));
        Assert.Equal(
            ClientError.NoDecryptionKey,
            Assert.Throws<ClientException>(() => ArchiveFetch.Fetch(request with { Output = archive.Copy + "2", Paths = [ArchivePath.Parse("a")] }, keyless)).Code);
    }

    [Fact]
    public void Erased_contents_do_not_look_like_a_fork()
    {
        using var archive = new Publication { Reader = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("reader")) };
        archive.Publish("x", ("a", "first"), ("old", "secret"));
        archive.Fetch();
        archive.Publish("x", ("new", "secret"), ("b", "other"));
        archive.Erase("x", "old");
        archive.Erase("x", "new");
        archive.Fetch();
        archive.Publish("x", ("a", "second"));
        archive.Fetch();
        Assert.Equal("second", archive.Read("a"));
        File.Delete(archive.Copy);
        archive.Fetch();
        Assert.Equal(archive.Published, File.ReadAllBytes(archive.Copy));
        File.Delete(archive.Copy);
        archive.Fetch("a", "b");
        Assert.Equal("other", archive.Read("b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Going_back_is_an_alarm_whatever_became_of_the_copy(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"));
        byte[] old = _archive.Published;
        _archive.Fetch(paths);
        byte[] oldCopy = File.ReadAllBytes(_archive.Copy);
        _archive.Publish("x", ("a", "second"));
        _archive.Fetch(paths);
        _archive.Published = old;
        foreach (Action lose in new Action[] { () => { }, () => File.WriteAllBytes(_archive.Copy, oldCopy), () => File.Delete(_archive.Copy) })
        {
            lose();
            ClientException refused = _archive.Refused(paths);
            Assert.Equal(ClientError.Alarm, refused.Code);
            Assert.Contains("went back", refused.Message, StringComparison.Ordinal);
        }

        // At another address it is the same archive.
        _archive.Server.Files["/mirror.dare"] = old;
        Assert.Equal(
            ClientError.Alarm,
            Assert.Throws<ClientException>(() => _archive.Fetch(r => r with { Url = _archive.Server.Url("/mirror.dare") }, paths)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Fork_is_an_alarm_whatever_became_of_the_copy(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"));
        File.Copy(Path.Combine(_archive.Folder, "x"), Path.Combine(_archive.Folder, "fork"));
        _archive.Publish("x", ("b", "one way"));
        _archive.Fetch(paths);
        _archive.Publish("fork", ("b", "the other way"));
        Assert.Equal(ClientError.Alarm, _archive.Refused(paths).Code);
        _archive.Publish("fork", ("c", "and on"));
        byte[] forked = _archive.Published;
        Assert.Equal(ClientError.Alarm, _archive.Refused(paths).Code);
        byte[] good = File.ReadAllBytes(_archive.Copy);
        File.Delete(_archive.Copy);
        Assert.Equal(ClientError.Alarm, _archive.Refused(paths).Code);
        Assert.Empty(_archive.Parts);

        // Even where somebody put the fork into the place of the copy.
        File.WriteAllBytes(_archive.Copy, forked);
        Assert.Throws<ClientException>(() => _archive.Fetch(paths));
        File.WriteAllBytes(_archive.Copy, good);
        _archive.Publish("x", ("c", "goes on"));
        _archive.Fetch(paths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Copy_shows_the_same_where_the_memory_was_lost(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"));
        byte[] old = _archive.Published;
        File.Copy(Path.Combine(_archive.Folder, "x"), Path.Combine(_archive.Folder, "fork"));
        _archive.Publish("x", ("b", "one way"));
        _archive.Fetch(paths);
        byte[] good = File.ReadAllBytes(_archive.Copy);
        int lost = 0;
        string Alarm()
        {
            lost++;
            ClientException refused = Assert.Throws<ClientException>(() => _archive.Fetch(r => r with { Home = r.Home + lost }, paths));
            Assert.Equal(ClientError.Alarm, refused.Code);
            Assert.Equal(good, File.ReadAllBytes(_archive.Copy));
            return refused.Message;
        }

        _archive.Published = old;
        Assert.Contains("went back", Alarm(), StringComparison.Ordinal);
        _archive.Publish("fork", ("b", "the other way"));
        Assert.Contains("does not continue", Alarm(), StringComparison.Ordinal);
        _archive.Publish("fork", ("c", "and on"));
        Assert.Contains("does not continue", Alarm(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_fetched_must_be_what_was_shown()
    {
        _archive.Publish("x", ("a", Long));
        File.Copy(Path.Combine(_archive.Folder, "x"), Path.Combine(_archive.Folder, "fork"));
        _archive.Fetch();
        _archive.Publish("fork", ("b", new string('y', 2_000_000)));
        byte[] other = _archive.Published;
        _archive.Publish("x", ("b", new string('x', 2_000_000)));
        Assert.Equal(_archive.Published.Length, other.Length);

        // The end that is signed is that of one, and the new frames are those of the other.
        _archive.Server.Answer = r => r.To - r.From > 1_000_000
            ? _archive.Server.Honest(r) with { Body = other[(int)r.From!.Value..(int)Math.Min(r.To!.Value + 1, other.Length)] }
            : null;
        Assert.Equal(ClientError.Alarm, _archive.Refused().Code);
        _archive.Server.Answer = null;
        _archive.Fetch();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Another_archive_at_the_same_address_is_an_alarm(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"));
        _archive.Fetch(paths);
        _archive.Publish("y", ("a", "first"), ("b", "more"));
        Assert.Contains("another archive", _archive.Refused(paths).Message, StringComparison.Ordinal);
        byte[] copy = File.ReadAllBytes(_archive.Copy);
        File.Delete(_archive.Copy);
        Assert.Contains("another archive", _archive.Refused(paths).Message, StringComparison.Ordinal);
        FetchMemory.Open(Path.Combine(_archive.Folder, "home")).Forget(_archive.Url);
        File.WriteAllBytes(_archive.Copy, copy);
        Assert.Contains("another archive", _archive.Refused(paths).Message, StringComparison.Ordinal);
        File.Delete(_archive.Copy);
        _archive.Fetch(paths);
    }

    [Fact]
    public void Signature_of_somebody_known_is_required()
    {
        _archive.Publish("x", ("a", "first"));
        using var other = new Publication();
        SignaturePrivateKey stranger = SignaturePrivateKey.Generate(KeyAlgorithm.Ed25519, new SeededRandom("stranger"));
        FetchRequest request = new() { Url = _archive.Url, Output = _archive.Copy, Home = Path.Combine(_archive.Folder, "home") };
        ClientException Fails(FetchRequest r, params SignaturePrivateKey[] known) => Assert.Throws<ClientException>(
            () => ArchiveFetch.Fetch(r, new FileOpening { Signers = [.. known.Select(k => new KnownSigner(k.Public, "somebody"))] }));
        Assert.Contains("--signer", Fails(request).Message, StringComparison.Ordinal);
        Assert.Contains("--signer", Fails(request, stranger).Message, StringComparison.Ordinal);
        FetchRequest naming = request with { Signers = [stranger.Kid], TakesUnsigned = true };
        Assert.Equal(ClientError.Verification, Fails(naming, stranger, _archive.Signer).Code);
        Assert.False(File.Exists(_archive.Copy));
        ArchiveFetch.Fetch(request with { TakesUnsigned = true }, new FileOpening());
        Assert.True(File.Exists(_archive.Copy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a long")]
    public void Changed_octets_are_not_taken(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"), ("long", Long));
        byte[] good = _archive.Published;
        byte[] bad = [.. good];
        bad[bad.AsSpan().IndexOf("xxxxxxxx"u8) + 200_000] ^= 1;
        _archive.Published = bad;
        Assert.Equal(ClientError.Verification, _archive.Refused(paths).Code);
        Assert.Empty(_archive.Parts);
        _archive.Published = good;
        _archive.Fetch(paths);

        // And later on, in what is appended.
        _archive.Publish("x", ("b", Long), ("a", new string('y', 300_000)));
        good = _archive.Published;
        bad = [.. good];
        bad[bad.AsSpan().LastIndexOf("yyyyyyyy"u8) - 100_000] ^= 1;
        _archive.Published = bad;
        Assert.Equal(ClientError.Verification, _archive.Refused(paths).Code);
        _archive.Published = good;
        _archive.Fetch(paths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    public void Whatever_a_server_sends_is_the_work_of_the_publisher_or_not_taken(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"), ("b", "other"));
        byte[] first = _archive.Published;
        _archive.Publish("x", ("b", "second"), ("c", "third"));
        byte[] good = _archive.Published;
        var random = new SeededRandom("server " + named);
        int taken = 0;
        for (int i = 0; i < 40; i++)
        {
            bool update = i % 2 == 1;
            if (update)
            {
                _archive.Published = first;
                _archive.Fetch(r => r with { Home = r.Home + "-" + i }, paths);
            }

            _archive.Published = i % 8 >= 6 ? good : Mutator.Of(good, random);
            byte[] before = File.Exists(_archive.Copy) ? File.ReadAllBytes(_archive.Copy) : [];
            try
            {
                _archive.Fetch(r => r with { Home = r.Home + "-" + i }, paths);
                taken++;
                byte[] copy = File.ReadAllBytes(_archive.Copy);
                Assert.True(paths.Length > 0 || copy.AsSpan().SequenceEqual(good) || copy.AsSpan().SequenceEqual(first));
                Assert.Contains(_archive.Read("b"), new[] { "other", "second" });
            }
            catch (ClientException)
            {
                Assert.Equal(before, File.Exists(_archive.Copy) ? File.ReadAllBytes(_archive.Copy) : []);
            }

            Assert.Empty(_archive.Parts);
            File.Delete(_archive.Copy);
        }

        Assert.InRange(taken, 10, 30);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a long")]
    public void Interrupted_fetch_goes_on_where_it_ended(string named)
    {
        string[] paths = Paths(named);
        string[] huge = [.. Enumerable.Range(0, 3).Select(i => new string((char)('p' + i), 4_500_000))];
        _archive.Publish("x", ("a", "first"), ("long/1", huge[0]), ("long/2", huge[1]), ("long/3", huge[2]));
        int broken = 0;
        _archive.Server.Answer = r => r.From > 8_000_000 && r.To - r.From > 500_000 && broken++ >= 0
            ? _archive.Server.Honest(r) with { Body = new byte[10], StatedLength = r.To!.Value - r.From!.Value + 1 }
            : null;
        long sent = _archive.Server.Sent;
        Assert.Equal(ClientError.Unreachable, _archive.Refused(paths).Code);
        Assert.True(broken > 0);
        Assert.InRange(new FileInfo(Assert.Single(_archive.Parts)).Length, 4_000_000, 12_000_000);
        _archive.Server.Answer = null;
        sent = _archive.Server.Sent;
        FetchReport report = _archive.Fetch(paths);
        Assert.InRange(report.Resumed, 4_000_000, 12_000_000);
        Assert.True(_archive.Server.Sent - sent < 10_000_000);
        Assert.Equal(huge[1], _archive.Read("long/2"));
        Assert.Empty(_archive.Parts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Rest_of_an_earlier_attempt_that_is_wrong_is_fetched_again(string named)
    {
        string[] paths = Paths(named);
        _archive.Publish("x", ("a", "first"), ("long", Long));
        foreach (int length in new[] { 3000, 50_000, 1_000_000 })
        {
            string part = Part(paths);
            File.WriteAllBytes(part, new byte[length]);
            _archive.Fetch(paths);
            Assert.Equal("first", _archive.Read("a"));
            Assert.Empty(_archive.Parts);
            File.Delete(_archive.Copy);
        }
    }

    [Fact]
    public void Update_that_was_interrupted_while_appending_is_done_again()
    {
        _archive.Publish("x", ("a", "first"));
        _archive.Fetch();
        _archive.Publish("x", ("b", Long), ("c", "more"));
        foreach (int cut in new[] { 100, 1000, 50_000, 350_000 })
        {
            File.WriteAllBytes(_archive.Copy, _archive.Published[..^cut]);
            _archive.Fetch();
            Assert.Equal(_archive.Published, File.ReadAllBytes(_archive.Copy));
        }
    }

    [Fact]
    public void Other_files_are_left_alone()
    {
        _archive.Publish("x", ("a", "first"));
        File.WriteAllText(_archive.Copy, "mine");
        Assert.Equal(ClientError.Storage, _archive.Refused().Code);
        Assert.Equal(ClientError.InvalidInput, _archive.Refused("a").Code);
        File.Delete(_archive.Copy);
        Directory.CreateDirectory(_archive.Copy);
        Assert.Contains("is a folder", _archive.Refused().Message, StringComparison.Ordinal);
        Assert.Contains("no such", Assert.Throws<ClientException>(() => _archive.Fetch(r => r with { Output = _archive.Copy + "/no/x" })).Message, StringComparison.OrdinalIgnoreCase);
        Directory.Delete(_archive.Copy);
        _archive.Published = "<html>not found</html>"u8.ToArray();
        Assert.Contains("no archive", _archive.Refused().Message, StringComparison.Ordinal);
        _archive.Published = [];
        Assert.Contains("is empty", _archive.Refused().Message, StringComparison.Ordinal);
        Assert.Empty(_archive.Parts);
    }

    [Fact]
    public void Entries_come_from_a_mirror_that_has_only_those()
    {
        _archive.Publish("x", ("a", "first"), ("b", "other"), ("long", Long));
        _archive.Fetch("a", "b");
        _archive.Published = File.ReadAllBytes(_archive.Copy);
        File.Delete(_archive.Copy);
        Assert.Contains("name the paths", _archive.Refused().Message, StringComparison.Ordinal);
        Assert.Contains("not in this copy", _archive.Refused("long").Message, StringComparison.Ordinal);
        _archive.Fetch("a");
        Assert.Equal("first", _archive.Read("a"));
    }

    private static string[] Paths(string named) => named.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // The name under which an attempt that breaks off leaves what it has.
    private string Part(string[] paths)
    {
        string name = "";
        _archive.Fetch(
            r => r with
            {
                Progress = _ =>
                {
                    name = Assert.Single(_archive.Parts);
                    return new Progress<long>();
                },
            },
            paths);
        File.Delete(_archive.Copy);
        return name;
    }
}
