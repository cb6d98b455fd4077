namespace Mesh.Cryptography;

/// <summary>edwards448 (RFC 8032 5.2): elements in 57 octets.</summary>
internal sealed class Edwards448Group : Group448<Edwards448Form>
{
    /// <inheritdoc/>
    public override string Name => "edwards448";

    /// <inheritdoc/>
    public override int AgreementSize => ElementSize;

    internal override byte Algorithm => 4;

    internal override void MultiplyBase(out GroupPoint r, in GroupScalar s)
    {
        r = default;
        Mesh.Cryptography.Edwards448.MultiplyBase(out Open(ref r), See(s));
    }

    internal override CryptoError? TryDecode(ReadOnlySpan<byte> octets, out GroupPoint point)
    {
        point = default;
        return Mesh.Cryptography.Edwards448.TryDecode(octets, out Open(ref point)) ? null : CryptoError.InvalidPoint;
    }

    internal override void Encode(in GroupPoint point, Span<byte> destination) => Mesh.Cryptography.Edwards448.Encode(See(point), destination);
}
