using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>Some of a body in clear, or of one that is only verified: nothing but the digest has anything to do with it.</summary>
internal sealed class PassingBatch(int segments) : BodyBatch
{
    private readonly byte[] _octets = GC.AllocateUninitializedArray<byte>(segments * SegmentedAesGcm.SegmentSize);

    public override int Segments => segments;

    public override ReadOnlySpan<byte> Carried => _octets.AsSpan(0, Count);

    public override ReadOnlyMemory<byte> Result => _octets.AsMemory(0, Count);

    protected override bool DigestFollowsWork => false;

    public override Span<byte> Space() => _octets.AsSpan(Count);

    public override void Work(SegmentedAesGcm cipher)
    {
    }

    public override void Erase() => CryptographicOperations.ZeroMemory(_octets.AsSpan(0, Used));
}
