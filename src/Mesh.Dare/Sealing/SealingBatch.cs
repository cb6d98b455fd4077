using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>Segments that are sealed where they were put: each is followed by the room for its tag.</summary>
internal sealed class SealingBatch(int segments) : BodyBatch
{
    private readonly byte[] _octets = GC.AllocateUninitializedArray<byte>(segments * SegmentedAesGcm.SealedSegmentSize);

    public override int Segments => segments;

    public override ReadOnlySpan<byte> Carried => Result.Span;

    public override ReadOnlyMemory<byte> Result => _octets.AsMemory(0, SealedLength(Count));

    protected override bool DigestFollowsWork => true;

    public override Span<byte> Space()
    {
        (int segment, int offset) = Math.DivRem(Count, SegmentedAesGcm.SegmentSize);
        return segment == segments
            ? []
            : _octets.AsSpan((segment * SegmentedAesGcm.SealedSegmentSize) + offset, SegmentedAesGcm.SegmentSize - offset);
    }

    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    public override void Work(SegmentedAesGcm cipher)
    {
        Span<byte> rest = _octets.AsSpan(0, SealedLength(Count));
        for (long index = First; !rest.IsEmpty; index++)
        {
            Span<byte> segment = rest[..Math.Min(SegmentedAesGcm.SealedSegmentSize, rest.Length)];
            rest = rest[segment.Length..];
            try
            {
                cipher.SealAt(index, IsLast && rest.IsEmpty, segment[..^SegmentedAesGcm.TagSize], segment);
            }
            catch (CryptoException e)
            {
                throw new DareException(DareError.LimitExceeded, "The body has more octets than segments can hold.", e);
            }
        }
    }

    public override void Erase() => CryptographicOperations.ZeroMemory(_octets.AsSpan(0, SealedLength(Used)));

    // There is always a segment, an empty one only for an empty body.
    private static int SealedLength(int count) => (int)SegmentedAesGcm.SealedLength(count);
}
