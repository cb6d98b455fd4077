// What a signer publishes in round 1 (RFC 9591 5.1). Octets, as they also enter the binding factor (RFC 9591 4.3):
// identifier as a scalar (32 or 57, little endian) || hiding (32 or 57) || binding (32 or 57).

namespace Mesh.Cryptography;

/// <summary>The commitments of one signer to its two nonces, for one signature. Both are of prime order: nothing else becomes a value of this type.</summary>
public sealed class FrostCommitment : IEquatable<FrostCommitment>
{
    /// <summary>A commitment from its parts.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/> for an identifier other than 1 to 65,535 and for elements of another group;
    /// <see cref="CryptoError.SmallOrder"/> for an element that is neutral, of small order or with a part of small order.
    /// </exception>
    public FrostCommitment(FrostSuite suite, int identifier, GroupElement hiding, GroupElement binding)
    {
        Holders.Check(identifier);
        hiding.RequireGroup(suite.Group);
        binding.RequireGroup(suite.Group);
        hiding.RequirePrimeOrder();
        binding.RequirePrimeOrder();
        Suite = suite;
        Identifier = identifier;
        Hiding = hiding;
        Binding = binding;
    }

    /// <summary>Reads <see cref="FrostSuite.CommitmentSize"/> octets: 96 or 171.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidPoint"/>; otherwise as for the constructor.
    /// </exception>
    public static FrostCommitment Decode(FrostSuite suite, ReadOnlySpan<byte> octets)
    {
        if (octets.Length != suite.CommitmentSize)
        {
            throw CryptoException.Length($"A commitment of {suite}", suite.CommitmentSize, octets.Length);
        }

        int identifier = FrostSuite.ReadIdentifier(octets[..suite.ScalarSize]);
        GroupElement hiding = suite.Group.Decode(octets.Slice(suite.ScalarSize, suite.ElementSize));
        GroupElement binding = suite.Group.Decode(octets[(suite.ScalarSize + suite.ElementSize)..]);
        return new FrostCommitment(suite, identifier, hiding, binding);
    }

    /// <summary>The ciphersuite.</summary>
    public FrostSuite Suite { get; }

    /// <summary>The number of the signer, 1 to 65,535.</summary>
    public int Identifier { get; }

    /// <summary>D, the hiding nonce commitment.</summary>
    public GroupElement Hiding { get; }

    /// <summary>E, the binding nonce commitment.</summary>
    public GroupElement Binding { get; }

    /// <summary>The octets: 96 or 171.</summary>
    public byte[] Encode()
    {
        byte[] octets = new byte[Suite.CommitmentSize];
        WriteTo(octets);
        return octets;
    }

    /// <inheritdoc/>
    public bool Equals(FrostCommitment? other) =>
        other is not null && other.Suite == Suite && other.Identifier == Identifier && other.Hiding.Equals(Hiding) && other.Binding.Equals(Binding);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrostCommitment);

    /// <inheritdoc/>
    public override int GetHashCode() => Hiding.GetHashCode();

    /// <summary>The suite and the number of the signer.</summary>
    public override string ToString() => $"{nameof(FrostCommitment)}({Suite}, {Identifier})";

    internal void WriteTo(Span<byte> destination)
    {
        Suite.WriteIdentifier(Identifier, destination[..Suite.ScalarSize]);
        Suite.Group.Encode(Hiding.Point, destination.Slice(Suite.ScalarSize, Suite.ElementSize));
        Suite.Group.Encode(Binding.Point, destination[(Suite.ScalarSize + Suite.ElementSize)..]);
    }
}
