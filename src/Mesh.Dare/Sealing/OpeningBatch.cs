using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>Segments that are opened; what is given out is their plaintext without gaps.</summary>
internal sealed class OpeningBatch(int segments) : BodyBatch
{
    private readonly byte[] _sealed = GC.AllocateUninitializedArray<byte>(segments * SegmentedAesGcm.SealedSegmentSize);
    private readonly byte[] _plaintext = GC.AllocateUninitializedArray<byte>(segments * SegmentedAesGcm.SegmentSize);
    private int _length;

    public override int Segments => segments;

    public override ReadOnlySpan<byte> Carried => _sealed.AsSpan(0, Count);

    public override ReadOnlyMemory<byte> Result => _plaintext.AsMemory(0, _length);

    protected override bool DigestFollowsWork => false;

    public override Span<byte> Space() => _sealed.AsSpan(Count);

    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public override void Work(SegmentedAesGcm cipher)
    {
        ReadOnlySpan<byte> rest = _sealed.AsSpan(0, Count);
        Span<byte> room = _plaintext;
        _length = 0;
        long index = First;
        do
        {
            ReadOnlySpan<byte> segment = rest[..Math.Min(SegmentedAesGcm.SealedSegmentSize, rest.Length)];
            rest = rest[segment.Length..];
            int plain = segment.Length - SegmentedAesGcm.TagSize;
            if (plain < 0)
            {
                throw DareException.Decryption();
            }

            try
            {
                cipher.OpenAt(index++, IsLast && rest.IsEmpty, segment, room[..plain]);
            }
            catch (CryptoException)
            {
                throw DareException.Decryption();
            }

            room = room[plain..];
            _length += plain;
        }
        while (!rest.IsEmpty);
    }

    public override void Erase() => CryptographicOperations.ZeroMemory(_plaintext.AsSpan(0, Math.Min(Used, _plaintext.Length)));
}
