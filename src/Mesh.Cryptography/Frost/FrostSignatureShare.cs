// What a signer answers in round 2 (RFC 9591 5.2). Octets: z modulo L, little endian, 32, or 57 of which the last is zero. Whose it is, the way on
// which it comes tells.

namespace Mesh.Cryptography;

/// <summary>The part of one signer in a signature. Public once it is made; worth something only together with those of the other signers.</summary>
public sealed class FrostSignatureShare
{
    private readonly GroupScalar _value;

    internal FrostSignatureShare(FrostSuite suite, int identifier, in GroupScalar value)
    {
        Suite = suite;
        Identifier = identifier;
        _value = value;
    }

    /// <summary>Reads the share of signer <paramref name="identifier"/>: <see cref="FrostSuite.ScalarSize"/> octets, below L.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidScalar"/>; <see cref="CryptoError.InvalidParameter"/> for an
    /// identifier other than 1 to 65,535.
    /// </exception>
    public static FrostSignatureShare Decode(FrostSuite suite, int identifier, ReadOnlySpan<byte> octets)
    {
        Holders.Check(identifier);
        suite.Read("A signature share", octets, out GroupScalar value);
        return new FrostSignatureShare(suite, identifier, value);
    }

    /// <summary>The ciphersuite.</summary>
    public FrostSuite Suite { get; }

    /// <summary>The number of the signer, 1 to 65,535.</summary>
    public int Identifier { get; }

    /// <summary>z, 32 or 57 octets.</summary>
    public byte[] Encode()
    {
        byte[] octets = new byte[Suite.ScalarSize];
        Suite.Write(_value, octets);
        return octets;
    }

    /// <summary>The suite and the number of the signer.</summary>
    public override string ToString() => $"{nameof(FrostSignatureShare)}({Suite}, {Identifier})";

    internal ref readonly GroupScalar Value => ref _value;
}
