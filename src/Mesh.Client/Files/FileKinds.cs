using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Tells files apart by their first octets. Whether a file is what it looks like is for whoever reads it.</summary>
public static class FileKinds
{
    // The codes of frames of all widths (docs/format/sequence.md, section 1).
    private const byte FirstCode = 0xF4;
    private const byte LastCode = 0xF7;
    private const int Beginning = 512;

    /// <summary>What a file is; <see cref="FileKind.Envelope"/> also where it cannot be read, which its reader tells of.</summary>
    public static FileKind Of(string file)
    {
        if (file == SealedFiles.StandardStream || SpecialFile.Is(file))
        {
            return FileKind.Envelope;
        }

        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] octets = new byte[Beginning];
            return Of(octets.AsSpan(0, stream.ReadAtLeast(octets, Beginning, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileKind.Envelope;
        }
    }

    /// <summary>What a file is that begins with these octets.</summary>
    public static FileKind Of(ReadOnlySpan<byte> beginning) => beginning switch
    {
        [>= FirstCode and <= LastCode, ..] when beginning.IndexOf("\"MerkleLog\""u8) >= 0 => FileKind.Sequence,
        [>= FirstCode and <= LastCode, ..] => FileKind.PublishedSequence,
        _ => FileKind.Envelope,
    };
}
