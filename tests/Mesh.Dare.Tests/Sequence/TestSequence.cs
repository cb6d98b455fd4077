using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Sequences in a simulated file system, under every policy.</summary>
internal sealed class TestSequence
{
    public const string Name = "/s/test.dare";

    public SimulatedFiles Files { get; init; } = new();

    public DarePolicy Policy { get; init; } = new();

    public bool HideNames { get; init; }

    public string Seed { get; set; } = "sequence";

    public SignaturePrivateKey[] Signers { get; init; } = [];

    /// <summary>For what draws from several threads, in any order.</summary>
    public IRandomSource? Random { get; init; }

    public static DarePolicy Sealed(string encryption = "Session") => new()
    {
        EncryptionAlgorithm = "A256GCM-S64K",
        Encryption = encryption,
        EncryptKeys = [TestKeys.Reader.Public],
    };

    public static DarePolicy Signed(DarePolicy? policy = null, string signature = "Last") =>
        (policy ?? new DarePolicy()) with { Signature = signature, SignKeys = [TestKeys.Signer.Public] };

    public static TestSequence Of(string encryption, string signature, bool hide = false) => new()
    {
        Policy = (encryption, signature) switch
        {
            ("None", "None") => new DarePolicy(),
            ("None", _) => Signed(null, signature),
            (_, "None") => Sealed(encryption),
            _ => Signed(Sealed(encryption), signature),
        },
        Signers = signature == "None" ? [] : [TestKeys.Signer],
        HideNames = hide,
    };

    public SequenceOptions Options(bool withKeys = true) => new()
    {
        ContentType = SequenceContent.Archive,
        Policy = HideNames ? Policy with { IsHidden = true } : Policy,
        Signers = Signers,
        Access = withKeys ? TestKeys.Open() : new OpenRequest(),
        Random = Random ?? new SeededRandom(Seed),
        Time = new FixedTime(TestKeys.Now),
        Files = Files,
    };

    public SequenceWriter Create() => SequenceWriter.Create(Name, Options());

    public SequenceWriter Open(bool withKeys = true)
    {
        Seed += "+";
        return SequenceWriter.Open(Name, Options(withKeys));
    }

    public byte[] Octets => Files.Octets(Name);

    public SequenceReader Read(OpenRequest? request = null, bool withUnsigned = false) =>
        SequenceReader.Open(new MemoryOctets(Octets), request ?? TestKeys.Open(), withUnsigned);

    public static ContentMeta Item(string key, long size = 0, IndexedEvent action = IndexedEvent.New) =>
        new() { UniqueId = key, Event = action.ToString(), FileEntry = new FileEntry { Size = size } };

    public static long Add(SequenceWriter writer, string key, string content, IndexedEvent action = IndexedEvent.New)
    {
        byte[] octets = System.Text.Encoding.UTF8.GetBytes(content);
        return writer.Append(writer.Prepare(Item(key, octets.Length, action), octets));
    }

    public static string Text(SequenceReader reader, long index)
    {
        using Stream content = reader.Content(reader.Frame(index));
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }
}
