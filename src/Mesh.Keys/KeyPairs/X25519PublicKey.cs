namespace Mesh.Keys;

/// <summary>
/// An X25519 public key, 32 octets: u below p. Other encodings of a key, which RFC 7748 lets a receiver take, are refused, so that a
/// key has one fingerprint.
/// </summary>
internal sealed class X25519PublicKey : AgreementPublicKey
{
    public X25519PublicKey(ReadOnlySpan<byte> octets)
        : base(KeyAlgorithm.X25519, octets)
    {
        if (octets.Length != 32 || !IsBelowPrime(octets))
        {
            throw new KeyException(KeyError.PublicKey, "the octets are no X25519 public key");
        }
    }

    public override AgreementPublicKey Add(AgreementPublicKey other) => throw NotCombined(Algorithm);

    // p = 2^255 - 19 is ED FF ... FF 7F.
    private static bool IsBelowPrime(ReadOnlySpan<byte> octets) =>
        octets[31] < 0x7F || (octets[31] == 0x7F && (octets[0] < 0xED || octets[1..31].ContainsAnyExcept((byte)0xFF)));
}
