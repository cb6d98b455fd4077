using System.Diagnostics;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Client.Tests.Files;

public sealed class SealedFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SealedFiles _files = new(SystemRandom.Instance, TimeProvider.System);
    private readonly KeySeed _seed = KeySeed.Generate(SeedKind.MeshProfileAccount, SystemRandom.Instance);
    private readonly AgreementPrivateKey _key;
    private readonly SignaturePrivateKey _signer;
    private readonly Keyring _keys;
    private readonly KnownSigner[] _known;

    public SealedFilesTests()
    {
        _key = _seed.DeriveAgreement(KeyNames.AccountEncrypt);
        _signer = _seed.DeriveSignature(KeyNames.AccountSign);
        _keys = new Keyring().Add(_key);
        _known = [new KnownSigner(_signer.Public, "alice@example.com")];
    }

    public void Dispose()
    {
        _keys.Dispose();
        _signer.Dispose();
        _seed.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public void A_sealed_and_signed_file_comes_back_identical(int length)
    {
        byte[] content = new SeededRandom("file").Bytes(length);
        Seal(content);
        FileOpened opened = SealedFiles.Open(_folder.File("sealed"), _folder.File("opened"), _keys, _known);
        Assert.Equal(content, File.ReadAllBytes(_folder.File("opened")));
        Assert.Equal(length, opened.PlaintextBytes);
        Assert.Equal("alice@example.com", Assert.Single(opened.Signatures).Signer);
    }

    [Fact]
    public void Verification_says_exactly_what_it_verified()
    {
        Seal("hello"u8.ToArray());
        FileReport report = SealedFiles.Verify(_folder.File("sealed"), _known);
        Assert.Equal(5 + 16, report.Bytes);
        Assert.Equal("A256GCM-S64K", report.EncryptionAlgorithm);
        Assert.Equal([_key.Kid], report.Recipients);
        Assert.Equal("S256", report.DigestAlgorithm);
        Assert.Equal(32, report.PayloadDigest.Length);
        Assert.Equal(
            [
                "the structure of the envelope",
                "the digest of the body as stored",
                $"the signature of alice@example.com ({_signer.Kid}) over body and metadata",
                "nothing about the plaintext: that is verified when the file is decoded",
            ],
            report.Verified);
    }

    [Fact]
    public void A_signer_who_is_not_known_is_reported_as_such()
    {
        Seal("hello"u8.ToArray());
        SignatureReport signature = Assert.Single(SealedFiles.Verify(_folder.File("sealed"), []).Signatures);
        Assert.Equal((_signer.Kid, false), (signature.Kid, signature.Verified));
        FileOpened opened = SealedFiles.Open(_folder.File("sealed"), _folder.File("opened"), _keys, []);
        Assert.Equal([signature], opened.Signatures);
    }

    [Requirement("PLT-04")]
    [Fact]
    public void No_flipped_octet_and_no_cut_leaves_plaintext_behind()
    {
        Seal(new SeededRandom("tamper").Bytes(200_000));
        byte[] whole = File.ReadAllBytes(_folder.File("sealed"));
        var random = new SeededRandom("where");
        for (int round = 0; round < 60; round++)
        {
            byte[] changed = round % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (round % 3 != 0)
            {
                changed[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(_folder.File("changed"), changed);
            try
            {
                FileOpened opened = SealedFiles.Open(_folder.File("changed"), _folder.File("out"), _keys, _known);
                // A change in a member that nothing covers (the hint kid) may pass; the plaintext is then the true one.
                Assert.Equal(200_000, opened.PlaintextBytes);
                File.Delete(_folder.File("out"));
            }
            catch (ClientException)
            {
                Assert.False(File.Exists(_folder.File("out")));
            }

            Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
        }
    }

    [Fact]
    public void Who_watches_can_end_it_and_nothing_is_left_behind()
    {
        Seal(new byte[1_000_000]);
        var late = new Watcher(500_000);
        Assert.Throws<OperationCanceledException>(() => SealedFiles.Open(_folder.File("sealed"), _folder.File("opened"), _keys, _known, late));
        Assert.Throws<OperationCanceledException>(() => SealedFiles.Verify(_folder.File("sealed"), _known, late));
        Assert.Throws<OperationCanceledException>(() => _files.Seal(_folder.File("sealed"), _folder.File("again"), [_key.Public], [], null, late));
        Assert.Equal(["plain", "sealed"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    private sealed class Watcher(long until) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value > until)
            {
                throw new OperationCanceledException();
            }
        }
    }

    [Fact]
    public void The_old_output_stays_when_opening_fails()
    {
        Seal(new byte[100_000]);
        byte[] changed = File.ReadAllBytes(_folder.File("sealed"));
        changed[50_000] ^= 1;
        File.WriteAllBytes(_folder.File("sealed"), changed);
        File.WriteAllText(_folder.File("opened"), "precious");
        var e = Assert.Throws<ClientException>(() => SealedFiles.Open(_folder.File("sealed"), _folder.File("opened"), _keys, _known));
        Assert.Equal(ClientError.Verification, e.Code);
        Assert.Equal("precious", File.ReadAllText(_folder.File("opened")));
    }

    [Fact]
    public async Task A_pipe_is_written_to_and_not_replaced()
    {
        Seal(new byte[100_000]);
        string pipe = _folder.File("pipe");
        using (Process made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync();
        }

        Task<byte[]> reader = Task.Run(() => File.ReadAllBytes(pipe));
        Task<FileOpened> opening = Task.Run(() => SealedFiles.Open(_folder.File("sealed"), pipe, _keys, _known));
        Assert.Equal(100_000, (await opening.WaitAsync(TimeSpan.FromSeconds(20))).PlaintextBytes);
        Assert.Equal(100_000, (await reader.WaitAsync(TimeSpan.FromSeconds(20))).Length);
        Assert.True(SpecialFile.Is(pipe));
        Assert.False(SpecialFile.Is(_folder.File("sealed")));
        Assert.False(SpecialFile.Is(_folder.File("nothing")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public void A_link_stays_a_link_and_its_file_is_written()
    {
        Seal(new byte[1000]);
        File.WriteAllText(_folder.File("target"), "old");
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("target"));
        SealedFiles.Open(_folder.File("sealed"), _folder.File("link"), _keys, _known);
        Assert.Equal(_folder.File("target"), new FileInfo(_folder.File("link")).LinkTarget);
        Assert.Equal(new byte[1000], File.ReadAllBytes(_folder.File("target")));
    }

    [Theory]
    [InlineData("no/such/folder/out", "there is no such folder")]
    [InlineData("plain/out", "there is no such folder")]
    public void An_output_that_cannot_be_written_is_named(string name, string why)
    {
        File.WriteAllText(_folder.File("plain"), "");
        Seal(new byte[10]);
        var e = Assert.Throws<ClientException>(() => SealedFiles.Open(_folder.File("sealed"), _folder.File(name), _keys, _known));
        Assert.Equal(ClientError.Storage, e.Code);
        Assert.StartsWith(_folder.File(name), e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_signature_by_a_known_key_is_refused_also_when_the_body_opens()
    {
        // Somebody else seals and signs; the reader is told that this key belongs to Alice, with another key's value.
        using KeySeed other = KeySeed.Generate(SeedKind.MeshProfileAccount, SystemRandom.Instance);
        using SignaturePrivateKey forger = other.DeriveSignature(KeyNames.AccountSign);
        File.WriteAllText(_folder.File("plain"), "forged");
        _files.Seal(_folder.File("plain"), _folder.File("sealed"), [_key.Public], [forger], null);
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_folder.File("sealed")));
        File.WriteAllBytes(_folder.File("sealed"), System.Text.Encoding.Latin1.GetBytes(text.Replace(forger.Kid, _signer.Kid, StringComparison.Ordinal)));
        var e = Assert.Throws<ClientException>(() => SealedFiles.Open(_folder.File("sealed"), _folder.File("out"), _keys, _known));
        Assert.Equal(ClientError.Verification, e.Code);
        Assert.False(File.Exists(_folder.File("out")));
    }

    [Fact]
    public void Without_the_key_nothing_opens()
    {
        Seal("hello"u8.ToArray());
        using var none = new Keyring();
        var e = Assert.Throws<ClientException>(() => SealedFiles.Open(_folder.File("sealed"), _folder.File("out"), none, _known));
        Assert.Equal(ClientError.NoDecryptionKey, e.Code);
        Assert.Equal("No decryption key is available", e.Message);
        Assert.False(File.Exists(_folder.File("out")));
    }

    [Fact]
    public void A_file_that_is_no_envelope_is_a_clear_error()
    {
        foreach (string content in new[] { "", "hello", "[", "[{}", "[{},", "{}", "[{},\"AA\",{}]x" })
        {
            File.WriteAllText(_folder.File("bad"), content);
            var e = Assert.Throws<ClientException>(() => SealedFiles.Open(_folder.File("bad"), _folder.File("out"), _keys, _known));
            Assert.Equal(ClientError.InvalidInput, e.Code);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_clear_errors()
    {
        var missing = Assert.Throws<ClientException>(() => SealedFiles.Verify(_folder.File("nothing"), []));
        Assert.StartsWith("There is no file", missing.Message, StringComparison.Ordinal);
        var folder = Assert.Throws<ClientException>(() => SealedFiles.Verify(_folder.Path, []));
        Assert.EndsWith("is a folder. Name a file.", folder.Message, StringComparison.Ordinal);
    }

    private void Seal(byte[] content)
    {
        File.WriteAllBytes(_folder.File("plain"), content);
        FileSealed result = _files.Seal(_folder.File("plain"), _folder.File("sealed"), [_key.Public], [_signer], "text/plain");
        Assert.Equal(content.Length, result.PlaintextBytes);
    }
}
