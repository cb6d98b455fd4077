using System.Security.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>Any octets as the tables of an index frame whose digests and root are right.</summary>
internal static class IndexFuzz
{
    private static readonly byte[] Zero = StoreFrameBuilder.Append(
        StoreHead.Create(new SeededRandom("index fuzz"), SequenceContent.Archive).ToEnvelope(), null, new MerkleFrontier());

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length >= 1 << 16)
        {
            return;
        }

        byte[] digests = SHA256.HashData(input);
        var tree = new MerkleFrontier();
        tree.Append(StoreFrame.Parse(Zero).Leaf().Hash());
        byte[] meta = new ContentMeta
        {
            ContentType = SequenceContent.Index,
            FrameIndex = new FrameIndexInfo { First = 0, Length = input.Length, Digest = SHA256.HashData(digests), Frontier = tree.Nodes.ToArray() },
        }.ToOctets();
        byte[] body = [.. input, .. digests];
        byte[] digest = SHA512.HashData(body);
        tree.Append(new LeafInput { Index = 1, DigestAlgorithm = "S512", PayloadDigest = digest, ContentMetaData = meta }.Hash());
        var header = new DareHeader
        {
            SequenceInfo = new SequenceInfo { Index = 1, IsMeta = true, TreePosition = 0 },
            DigestAlgorithm = "S512",
            ContentMetaData = meta,
        };
        var trailer = new DareTrailer { PayloadDigest = digest, ApexDigest = tree.Root() };
        SequenceFuzz.Run([.. Zero, .. Frame.Encode(header.Octets.Span, body, trailer.Octets.Span)]);
    }
}
