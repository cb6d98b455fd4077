using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>
/// The worked octets in docs/format: a small file by this library, taken apart by the reader in tests/reader. A page that shows something else than both of
/// them do is wrong; with MESH_RECORD=1 it is renewed.
/// </summary>
public class WorkedOctetsTests
{
    private const string Begin = "<!-- worked octets -->\n```text\n";
    private const string End = "\n```";

    private static readonly PrivateKey Recipient = PrivateKey.FromOctets(KeyAlgorithm.X25519, PrivateKeyForm.Ordinary, Counting(0x00));
    private static readonly PrivateKey Signer = PrivateKey.FromOctets(KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary, Counting(0x20));

    [PythonFact]
    public void Page_on_sealing_shows_what_is_written_and_read()
    {
        using var file = new MemoryStream();
        TestKeys.Sealer("worked octets").SealFile(new MemoryStream("hello"u8.ToArray()), 5, file, new SealRequest
        {
            Recipients = [((AgreementPrivateKey)Recipient).Public],
            Signers = [(SignaturePrivateKey)Signer],
            Cipher = BodyCipher.A256GcmS64K,
            Digest = DareDigest.S256,
            ContentMetaData = new ContentMeta { ContentType = "text/plain" }.ToOctets(),
        });
        Compare("sealing.md", file.ToArray());
    }

    [PythonFact]
    public void Page_on_sequences_shows_what_is_written_and_read()
    {
        var files = new SimulatedFiles();
        using (SequenceWriter writer = SequenceWriter.Create(TestSequence.Name, new SequenceOptions
        {
            ContentType = SequenceContent.Archive,
            Policy = new DarePolicy
            {
                EncryptionAlgorithm = "A256GCM-S64K",
                Encryption = "Session",
                Signature = "Last",
                EncryptKeys = [((AgreementPrivateKey)Recipient).Public],
                SignKeys = [((SignaturePrivateKey)Signer).Public],
            },
            Signers = [(SignaturePrivateKey)Signer],
            Random = new SeededRandom("worked octets"),
            Time = new FixedTime(TestKeys.Now),
            Files = files,
        }))
        {
            TestSequence.Add(writer, "a", "hello");
            writer.Close();
        }

        Compare("sequence.md", files.Octets(TestSequence.Name));
    }

    private static void Compare(string page, byte[] octets)
    {
        using PythonReader reader = new PythonReader().Of(octets).With(Recipient).AskFor(Signer.PublicKey);
        string worked = reader.Worked().TrimEnd('\n');
        string path = Path.Combine(VectorFile.RepositoryRoot, "docs", "format", page);
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.True(from >= Begin.Length, $"{page} has no worked octets");
        int to = text.IndexOf(End, from, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
        {
            File.WriteAllText(path, text[..from] + worked + text[to..]);
            return;
        }

        Assert.Equal(text[from..to], worked);
    }

    private static byte[] Counting(int from) => [.. Enumerable.Range(from, 32).Select(n => (byte)n)];
}
