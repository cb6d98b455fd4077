using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client.Tests;

/// <summary>An archive that somebody publishes on a static server, and somebody else who fetches it.</summary>
internal sealed class Publication : IDisposable
{
    private readonly TempFolder _folder = new();

    public StaticServer Server { get; } = new();

    public SignaturePrivateKey Signer { get; } = SignaturePrivateKey.Generate(KeyAlgorithm.Ed25519, new SeededRandom("publisher"));

    public AgreementPrivateKey? Reader { get; init; }

    public Uri Url => Server.Url("/x.dare");

    public string Copy => _folder.File("copy.dare");

    public string Folder => _folder.Path;

    public byte[] Published
    {
        get => Server.Files["/x.dare"];
        set => Server.Files["/x.dare"] = value;
    }

    /// <summary>What is kept until all of it is there.</summary>
    public string[] Parts => Directory.GetFiles(_folder.Path, "copy.dare.*.part");

    /// <summary>Makes an archive, or goes on with it, and publishes it.</summary>
    public void Publish(string name, params (string Path, string Content)[] entries)
    {
        string file = _folder.File(name);
        var options = new ArchiveOptions
        {
            Sequence = new SequenceOptions { Policy = Policy(), Signers = [Signer], Access = new OpenRequest { Keys = Ring() } },
        };
        using (ArchiveWriter writer = File.Exists(file) ? ArchiveWriter.Open(file, options) : ArchiveWriter.Create(file, options))
        {
            foreach ((string path, string content) in entries)
            {
                byte[] octets = System.Text.Encoding.UTF8.GetBytes(content);
                writer.Add(new ArchiveSource(ArchivePath.Parse(path), new FileEntry { Size = octets.Length }) { Content = () => new MemoryStream(octets) });
            }

            writer.Close();
        }

        Published = File.ReadAllBytes(file);
    }

    /// <summary>Destroys the contents of an entry, and publishes what is left.</summary>
    public void Erase(string name, string path)
    {
        ArchiveFiles.Erase(_folder.File(name), new FileSealing { Signers = [Signer] }, Opening, [ArchivePath.Parse(path)]);
        Published = File.ReadAllBytes(_folder.File(name));
    }

    public FetchReport Fetch(params string[] paths) => Fetch(request => request, paths);

    public FetchReport Fetch(Func<FetchRequest, FetchRequest> change, params string[] paths) => ArchiveFetch.Fetch(
        change(new FetchRequest
        {
            Url = Url,
            Output = Copy,
            Home = _folder.File("home"),
            Paths = [.. paths.Select(ArchivePath.Parse)],
            Http = new HttpOctetsOptions { Attempts = 1 },
        }),
        Opening);

    public FileOpening Opening => new()
    {
        Signers = [new KnownSigner(Signer.Public, "the publisher")],
        Keys = Ring() is { } ring ? [ring] : [],
    };

    /// <summary>The error of a fetch that leaves everything as it is.</summary>
    public ClientException Refused(params string[] paths)
    {
        byte[]? before = File.Exists(Copy) ? File.ReadAllBytes(Copy) : null;
        ClientException refused = Assert.Throws<ClientException>(() => Fetch(paths));
        Assert.Equal(before, File.Exists(Copy) ? File.ReadAllBytes(Copy) : null);
        return refused;
    }

    public string Read(string path) => ArchiveFiles.Read(Copy, Opening, open =>
    {
        using Stream content = open.Reader.Content(open.Reader.Find(ArchivePath.Parse(path))!);
        using var text = new StreamReader(content);
        return text.ReadToEnd();
    });

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }

    private DarePolicy Policy() => Reader is null
        ? new DarePolicy { Encryption = "None", Signature = "Last", SignKeys = [Signer.Public] }
        : new DarePolicy
        {
            EncryptionAlgorithm = "A256GCM-S64K",
            Encryption = "Session",
            Signature = "Last",
            SignKeys = [Signer.Public],
            EncryptKeys = [Reader.Public],
            IsHidden = true,
        };

    private OneKey? Ring() => Reader is null ? null : new OneKey(Reader);

    private sealed class OneKey(AgreementPrivateKey key) : IDecryptionKeyring
    {
        public AgreementPrivateKey? Find(string kid) => kid == key.Kid ? key : null;
    }
}
