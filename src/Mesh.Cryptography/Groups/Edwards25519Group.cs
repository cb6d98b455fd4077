namespace Mesh.Cryptography;

/// <summary>edwards25519 (RFC 8032 5.1): elements in 32 octets.</summary>
internal sealed class Edwards25519Group : Group25519
{
    /// <inheritdoc/>
    public override string Name => "edwards25519";

    /// <inheritdoc/>
    public override int ElementSize => Field25519.Size;

    internal override byte Algorithm => 3;

    internal override CryptoError? TryDecode(ReadOnlySpan<byte> octets, out GroupPoint point)
    {
        point = default;
        return Mesh.Cryptography.Edwards25519.TryDecode(octets, out Open(ref point)) ? null : CryptoError.InvalidPoint;
    }

    internal override void Encode(in GroupPoint point, Span<byte> destination) => Mesh.Cryptography.Edwards25519.Encode(See(point), destination);
}
