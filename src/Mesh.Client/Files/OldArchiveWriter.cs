using Mesh.Cryptography;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Puts files into an archive of an old form, each sealed and signed by itself.</summary>
public sealed class OldArchiveWriter
{
    private readonly CompatSequenceWriter _sequence;
    private readonly FileSealing _sealing;
    private readonly IReadOnlyCollection<SecretBytes> _secrets;
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    internal OldArchiveWriter(CompatSequenceWriter sequence, FileSealing sealing, IReadOnlyCollection<SecretBytes> secrets)
    {
        _sequence = sequence;
        _sealing = sealing;
        _secrets = secrets;
    }

    /// <summary>Adds a file. Old programs know no links and no permissions; folders are in the paths of files.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>.</exception>
    public void Add(ArchiveSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source is not { Content: { } content, Entry.Size: { } size })
        {
            throw new ClientException(ClientError.InvalidInput, $"\"{ArchivePath.Show(source.Path.Text)}\" is no file: old archives hold nothing else.");
        }

        var meta = new ContentMeta
        {
            UniqueId = source.Path.Text,
            Filename = source.Path.Name,
            Event = _paths.Add(source.Path.Text) ? "New" : "Update",
            ContentType = source.ContentType,
            FileEntry = new FileEntry
            {
                CreationTime = source.Entry.CreationTime,
                LastAccessTime = source.Entry.LastAccessTime,
                LastWriteTime = source.Entry.LastWriteTime,
            },
        };
        using Stream octets = content();
        _sequence.Append(octets, size, OldSealing.Request(_sealing, meta.ToOctets(), _secrets));
    }
}
