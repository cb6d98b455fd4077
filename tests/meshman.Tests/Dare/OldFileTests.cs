using System.Text.Json;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Manager.Tests;

/// <summary>Files of published dialects on the command line: read with what they show, and no more; written for programs that read nothing else.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class OldFileTests : IDisposable
{
    private readonly Session _session = new();

    public OldFileTests()
    {
        _session.Do("key", "pair", _session["reader.key"]);
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed448");
        _session.Write("note.txt", "Meet me.\n");
    }

    public static TheoryData<string> Sequences() =>
        [.. Vectors().Where(v => Octets(v) is [>= 0xF4 and <= 0xF7, ..]).Select(v => v.GetProperty("id").GetString()!)];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Published_archive_is_listed_and_extracted_with_its_backslashes_turned()
    {
        string file = Published("file-web-archive");
        (int exit, string output, string error) = _session.Run("dare", "list", file);
        Assert.Equal(
            (0, "digest           16 B  2023-06-28 13:54  TestDir1/TestFile4.txt\ndigest           16 B  2023-06-28 13:54  TestDir1/TestFile5.txt\n"),
            (exit, output));
        Assert.Equal($"{Path.GetFileName(file)} is of an old form: names, times and deletions are not authenticated.\n", error);
        Assert.Equal("TestDir1/TestFile4.txt\nTestDir1/TestFile5.txt\n", _session.Do("dare", "dir", file));
        _session.Do("dare", "extract", file, _session["out"], "TestDir1/TestFile4.txt");
        Assert.Equal(["TestFile4.txt"], Directory.EnumerateFiles(_session["out/TestDir1"]).Select(Path.GetFileName));
        Assert.Equal("This is a test 4", _session.Read("out/TestDir1/TestFile4.txt"));
        _session.Do("dare", "extract", file, _session["out"], "TestDir1", "--overwrite");
        Assert.Equal("This is a test 5", _session.Read("out/TestDir1/TestFile5.txt"));
        _session.Fails(1, "dare", "extract", file, _session["out"], "none");
        Assert.Contains("dare list", _session.Fails(1, "dare", "decode", file, _session["x"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Deleted_files_are_versions_and_can_be_taken_out_by_number()
    {
        string file = Published("file-web-sequence-dcon");
        Assert.Equal("TestFile1.txt\nTestFile3.txt\n", _session.Do("dare", "dir", file));
        Assert.Equal(
            "       1  New     TestFile1.txt\n       2  New     TestFile2.txt\n       3  New     TestFile3.txt\n       4  Delete  TestFile2.txt\n",
            _session.Do("dare", "dir", file, "--all"));
        _session.Do("dare", "extract", file, _session["out"], "--record", "2");
        Assert.Equal("This is a test 2", _session.Read("out/TestFile2.txt"));
        _session.Fails(1, "dare", "extract", file, _session["out"], "--record", "4");
        _session.Fails(1, "dare", "extract", file, _session["out"], "--record", "99");

        using var json = JsonDocument.Parse(_session.Do("dare", "list", file, "--all", "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultArchive");
        Assert.Equal((true, false), (result.GetProperty("OldForm").GetBoolean(), result.GetProperty("MetadataAuthenticated").GetBoolean()));
        Assert.All(result.GetProperty("Entries").EnumerateArray(), e => Assert.Equal("Digest", e.GetProperty("Level").GetString()));
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Every_published_sequence_is_listed_and_verified(string id)
    {
        string file = Published(id);
        _session.Do("dare", "list", file, "--all");
        string report = _session.Do("dare", "verify", file);
        Assert.Contains("    Verified: nothing about names, times and deletions: nothing authenticates them in old forms\n", report, StringComparison.Ordinal);
        Assert.Contains("no author", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Verification_says_when_bodies_are_linked_and_fails_for_a_signer_who_did_not_sign()
    {
        Assert.Contains("    Apex: ", _session.Do("dare", "verify", Published("file-merkle-linked-8")), StringComparison.Ordinal);
        Assert.DoesNotContain("    Apex: ", _session.Do("dare", "verify", Published("file-web-archive")), StringComparison.Ordinal);
        (int exit, _, string error) = _session.Run("dare", "verify", Published("file-web-archive"), "--signer", _session["author.key"]);
        Assert.Equal(3, exit);
        Assert.Contains("is not signed with a key that --signer names", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_body_is_refused()
    {
        string file = Published("file-web-archive");
        byte[] octets = File.ReadAllBytes(file);
        octets[octets.AsSpan().IndexOf("This is a test 4"u8)] ^= 1;
        File.WriteAllBytes(file, octets);
        foreach (string command in new[] { "list", "verify" })
        {
            Assert.Contains("does not verify", _session.Fails(3, "dare", command, file), StringComparison.Ordinal);
        }

        _session.Fails(3, "dare", "extract", file, _session["out"]);
        Assert.False(Directory.Exists(_session["out"]));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("..\\\\up")]
    [InlineData("/etc/up")]
    [InlineData("C:\\\\up")]
    [InlineData("a/../../up")]
    [InlineData("NUL.txt")]
    [InlineData("a\\u202Etxt.exe")]
    [InlineData("")]
    public void Path_that_leads_elsewhere_is_refused_before_anything_is_written(string path)
    {
        string file = Forged(("good.txt", "good"), (path, "bad"));
        Assert.Contains("refused", _session.Fails(3, "dare", "extract", file, _session["out"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session["out"]));
        Assert.Equal(["author.key", "forged.dare", "note.txt", "reader.key"], Directory.EnumerateFileSystemEntries(_session[""]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("(refused: ", _session.Do("dare", "list", file), StringComparison.Ordinal);
        _session.Do("dare", "extract", file, _session["out"], "good.txt");
        Assert.Equal("good", _session.Read("out/good.txt"));
    }

    [Fact]
    public void What_nobody_signed_is_decrypted_only_when_that_is_said()
    {
        string archive = Published("file-web-archive-enc");
        Assert.Contains("--unauthenticated", _session.Fails(3, "dare", "extract", archive, _session["out"], "--key", _session["reader.key"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_session["out"]) && Directory.EnumerateFiles(_session["out"], "*", SearchOption.AllDirectories).Any());

        // With that said it is the key that is missing.
        Assert.Contains(
            "No decryption key", _session.Fails(1, "dare", "extract", archive, _session["out"], "--key", _session["reader.key"], "--unauthenticated"), StringComparison.Ordinal);

        string file = _session["note.txt.dare"];
        _session.Fails(2, "dare", "encode", _session["note.txt"], "--compat", "--encrypt", _session["reader.key"]);
        Assert.False(File.Exists(file));
        _session.Do("dare", "encode", _session["note.txt"], "--compat", "--encrypt", _session["reader.key"], "--unauthenticated");
        Assert.Contains("--unauthenticated", _session.Fails(3, "dare", "decode", file, _session["x"], "--key", _session["reader.key"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["x"]));
        _session.Do("dare", "decode", file, _session["x"], "--key", _session["reader.key"], "--unauthenticated");
        Assert.Equal("Meet me.\n", _session.Read("x"));
    }

    [Fact]
    public void What_is_written_for_old_programs_is_opened_where_its_author_is_known()
    {
        string file = _session["note.txt.dare"];
        _session.Do("dare", "encode", _session["note.txt"], "--compat", "--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        string report = _session.Do("dare", "verify", file, "--signer", _session["author.key"]);
        Assert.Contains("    Encryption Algorithm: A256CBC\n", report, StringComparison.Ordinal);
        Assert.Contains("over body alone, as old programs sign: not over names and times", report, StringComparison.Ordinal);
        (int exit, _, string error) = _session.Run("dare", "decode", file, _session["x"], "--key", _session["reader.key"], "--signer", _session["author.key"]);
        Assert.Equal((0, "note.txt.dare is signed as old programs sign: over what it contains, and not over names and times.\n"), (exit, error));
        Assert.Equal("Meet me.\n", _session.Read("x"));

        // Whoever does not know the author has no proof of anything.
        _session.Fails(3, "dare", "decode", file, _session["y"], "--key", _session["reader.key"]);
        byte[] octets = File.ReadAllBytes(file);
        octets[octets.AsSpan().LastIndexOf("\"PayloadDigest\""u8) - 5] ^= 1;
        File.WriteAllBytes(file, octets);
        _session.Fails(3, "dare", "decode", file, _session["y"], "--key", _session["reader.key"], "--signer", _session["author.key"]);
        Assert.False(File.Exists(_session["y"]));
    }

    [Fact]
    public void Old_form_has_nothing_of_the_new_one()
    {
        string[] compat = ["dare", "encode", _session["note.txt"], _session["x"], "--compat", "--sign", _session["author.key"]];
        _session.Fails(2, [.. compat, "--hide-names", "--encrypt", _session["reader.key"]]);
        _session.Fails(2, [.. compat, "--cover", _session["note.txt"]]);
        _session.Fails(2, [.. compat, "--detached"]);
        _session.Write("words", "correct horse");
        _session.Fails(2, [.. compat, "--passphrase", "@" + _session["words"]]);
        _session.Fails(2, "dare", "encode", _session["note.txt"], _session["x"], "--unauthenticated", "--encrypt", _session["reader.key"]);
        Assert.False(File.Exists(_session["x"]));
    }

    [Theory]
    [InlineData("list", "digest")]
    [InlineData("digest", "digest")]
    [InlineData("tree", "digest")]
    [InlineData("merkle", "apex")]
    public void Archive_for_old_programs_is_sealed_and_signed_entry_by_entry(string type, string level)
    {
        _session.Write("data/a.txt", "first");
        _session.Write("data/sub/b.txt", new string('b', 100_000));
        _session.Write("data/sub/empty", "");
        _session.Do(
            "dare", "archive", _session["x.dare"], _session["data"], "--compat", "--type", type, "--encrypt", _session["reader.key"], "--sign", _session["author.key"]);
        Assert.Equal("data/a.txt\ndata/sub/b.txt\ndata/sub/empty\n", _session.Do("dare", "dir", _session["x.dare"]));
        Assert.All(Lines(_session.Do("dare", "list", _session["x.dare"])), l => Assert.StartsWith(level + " ", l, StringComparison.Ordinal));
        Assert.All(Lines(_session.Do("dare", "list", _session["x.dare"], "--signer", _session["author.key"])), l => Assert.StartsWith("signed ", l, StringComparison.Ordinal));
        _session.Do("dare", "verify", _session["x.dare"], "--signer", _session["author.key"]);
        _session.Fails(3, "dare", "extract", _session["x.dare"], _session["no"], "--key", _session["reader.key"]);
        _session.Do("dare", "extract", _session["x.dare"], _session["out"], "--key", _session["reader.key"], "--signer", _session["author.key"]);
        Assert.Equal(("first", new string('b', 100_000), ""), (_session.Read("out/data/a.txt"), _session.Read("out/data/sub/b.txt"), _session.Read("out/data/sub/empty")));
    }

    [Fact]
    public void Links_are_left_out_of_an_archive_for_old_programs()
    {
        _session.Write("data/a.txt", "first");
        File.CreateSymbolicLink(_session["data/link"], "a.txt");
        (int exit, string output, _) = _session.Run("dare", "archive", _session["x.dare"], _session["data"], "--compat");
        Assert.Equal((1, "Left out: data/link: it is a link, and old archives have none\n"), (exit, output));
        Assert.Equal("data/a.txt\n", _session.Do("dare", "dir", _session["x.dare"]));
    }

    [Fact]
    public void Sequence_for_old_programs_is_made_or_nothing_is()
    {
        _session.Do("dare", "create", _session["x.dare"], "--compat");
        Assert.Contains("Type: Merkle, of an old form", _session.Do("dare", "verify", _session["x.dare"]), StringComparison.Ordinal);
        byte[] before = File.ReadAllBytes(_session["x.dare"]);
        _session.Fails(1, "dare", "create", _session["x.dare"], "--compat");
        _session.Fails(1, "dare", "archive", _session["x.dare"], _session["note.txt"], "--compat");
        Assert.Equal(before, File.ReadAllBytes(_session["x.dare"]));

        _session.Fails(2, "dare", "create", _session["y.dare"], "--compat", "--type", "log");
        Assert.Contains("read, and not written", _session.Fails(2, "dare", "create", _session["y.dare"], "--compat", "--type", "chain"), StringComparison.Ordinal);
        _session.Fails(2, "dare", "create", _session["y.dare"], "--type", "merkle");
        _session.Fails(2, "dare", "archive", _session["y.dare"], _session["note.txt"], "--type", "merkle");
        _session.Fails(2, "dare", "archive", _session["y.dare"], _session["note.txt"], "--compat", "--compress");
        _session.Fails(2, "dare", "archive", _session["y.dare"], _session["note.txt"], "--compat", "--encrypt", _session["reader.key"]);
        _session.Fails(1, "dare", "archive", _session["y.dare"], _session["nothing"], "--compat");
        Assert.Empty(Directory.EnumerateFiles(_session[""], "y.dare*"));
    }

    [Theory]
    [InlineData("append", "note.txt")]
    [InlineData("index", null)]
    [InlineData("copy", "y.dare")]
    [InlineData("delete", "a.txt")]
    public void Commands_that_need_our_form_say_so(string command, string? more)
    {
        _session.Do("dare", "create", _session["x.dare"], "--compat");
        byte[] before = File.ReadAllBytes(_session["x.dare"]);
        string[] line = ["dare", command, _session["x.dare"], .. more is null ? Array.Empty<string>() : command == "delete" ? [more] : [_session[more]]];
        Assert.Contains("x.dare is an archive of an older form, or its first frame is damaged: dare list, extract and verify read old forms.", _session.Fails(1, line), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_session["x.dare"]));
        Assert.False(File.Exists(_session["y.dare"]));
    }

    [Fact]
    public void Signature_over_the_body_alone_counts_for_old_forms_only()
    {
        using PlainKeyFile reader = PlainKeyFile.Parse(File.ReadAllBytes(_session["reader.key"]));
        using PlainKeyFile author = PlainKeyFile.Parse(File.ReadAllBytes(_session["author.key"]));
        var sealer = new EnvelopeSealer(Mesh.Cryptography.SystemRandom.Instance, TimeProvider.System);
        UnverifiedEnvelope ours = sealer.Seal(
            "ours"u8,
            new SealRequest { Cipher = BodyCipher.A256GcmS64K, Recipients = [(AgreementPublicKey)reader.PrivateKeys[0].PublicKey], WithDigest = true });

        // What an old program signs says nothing of the header: put beside another one, it still verifies.
        UnverifiedEnvelope alone = sealer.Seal(
            ours.Body.Span, new SealRequest { Signers = [(SignaturePrivateKey)author.PrivateKeys[0]], PlainManifest = true });
        string[] parts = [.. Parts(ours).Take(2), Parts(alone)[2]];
        _session.Write("ours.dare", $"[{string.Join(',', parts)}]");
        string[] keys = ["--key", _session["reader.key"], "--signer", _session["author.key"]];
        _session.Fails(3, ["dare", "decode", _session["ours.dare"], _session["x"], .. keys]);
        Assert.False(File.Exists(_session["x"]));
        Assert.Contains(
            "has the form PlainManifest, which is not accepted here",
            _session.Fails(3, "dare", "verify", _session["ours.dare"], "--signer", _session["author.key"]),
            StringComparison.Ordinal);
    }

    private static string[] Parts(UnverifiedEnvelope envelope)
    {
        using var json = JsonDocument.Parse(envelope.ToJson());
        return [.. json.RootElement.EnumerateArray().Select(e => e.GetRawText())];
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static IEnumerable<JsonElement> Vectors() =>
        VectorFile.Own("dare.json").RootElement.GetProperty("vectors").EnumerateArray().Where(v => v.GetProperty("id").GetString()!.StartsWith("file-", StringComparison.Ordinal));

    private static byte[] Octets(JsonElement vector) =>
        vector.GetProperty("expected").TryGetProperty("bytes", out JsonElement text) && text.ValueKind == JsonValueKind.String ? Convert.FromBase64String(Padded(text.GetString()!)) : [];

    private static string Padded(string text) => text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);

    private string Published(string id)
    {
        File.WriteAllBytes(_session[id + ".dare"], Octets(Vectors().Single(v => v.GetProperty("id").GetString() == id)));
        return _session[id + ".dare"];
    }

    // An archive as anybody can make one: paths of any kind, no signatures.
    private string Forged(params (string Path, string Content)[] files)
    {
        using var stream = new FileStream(_session["forged.dare"], FileMode.CreateNew, FileAccess.ReadWrite);
        var writer = CompatSequenceWriter.Create(stream, CompatSequenceType.Merkle, default, new CompatSealer(Mesh.Cryptography.SystemRandom.Instance));
        foreach ((string path, string content) in files)
        {
            writer.Append(
                System.Text.Encoding.UTF8.GetBytes(content),
                new CompatRequest { ContentMetaData = System.Text.Encoding.UTF8.GetBytes($"{{\"UniqueId\":\"{path}\",\"Event\":\"New\"}}") });
        }

        return _session["forged.dare"];
    }
}
