namespace Mesh.Dare;

/// <summary>An entry that is sealed and signed, and only lacks its place (<see cref="SequenceWriter.Prepare"/>).</summary>
public sealed class PreparedFrame
{
    internal PreparedFrame(DareHeader header, ReadOnlyMemory<byte> body, byte[] digest, IReadOnlyList<DareSignature> signatures, IndexedEntry? entry)
    {
        Header = header;
        Body = body;
        Digest = digest;
        Signatures = signatures;
        Entry = entry;
    }

    /// <summary>Octets of the body as carried.</summary>
    public int BodyLength => Body.Length;

    internal DareHeader Header { get; }

    internal ReadOnlyMemory<byte> Body { get; }

    internal byte[] Digest { get; }

    internal IReadOnlyList<DareSignature> Signatures { get; }

    internal IndexedEntry? Entry { get; }
}
