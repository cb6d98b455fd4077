using System.Security.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>A sequence in clear and unsigned whose last index frame says something else, with all digests and the root made right.</summary>
internal static class ForgedIndex
{
    public static byte[] Of(byte[] sequence, Action<byte[]> change)
    {
        List<Frame> frames = [.. new FrameReader(new MemoryOctets(sequence)).Forward()
            .Select(l => Frame.Parse(sequence.AsMemory((int)l.Start, (int)l.Length)))];
        DareHeader header = DareHeader.Parse(frames[^1].Header);
        ContentMeta meta = ContentMeta.Parse(header.ContentMetaData);
        byte[] body = frames[^1].Body.ToArray();
        byte[] tables = body[..(int)meta.FrameIndex!.Length];
        change(tables);
        byte[] digests = SHA256.HashData(tables);
        byte[] octets = (meta with { FrameIndex = meta.FrameIndex with { Digest = SHA256.HashData(digests) } }).ToOctets();
        body = [.. tables, .. digests];
        var tree = new MerkleFrontier();
        foreach (Frame frame in frames.SkipLast(1))
        {
            tree.Append(StoreFrame.Parse(frame.Octets).Leaf().Hash());
        }

        byte[] digest = SHA512.HashData(body);
        tree.Append(new LeafInput { Index = frames.Count - 1, DigestAlgorithm = "S512", PayloadDigest = digest, ContentMetaData = octets }.Hash());
        var forged = new DareHeader { SequenceInfo = header.SequenceInfo, DigestAlgorithm = "S512", ContentMetaData = octets };
        var trailer = new DareTrailer { PayloadDigest = digest, ApexDigest = tree.Root() };
        return [.. sequence[..^frames[^1].Octets.Length], .. Frame.Encode(forged.Octets.Span, body, trailer.Octets.Span)];
    }
}
