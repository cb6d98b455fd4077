// What a participant in key generation tells all others (Komlo and Goldberg 2020, figure 1, round 1, in the form of the ZcashFoundation's
// implementation): commitments to its polynomial, and a proof that it knows a_0. Octets:
//
//   identifier as a scalar (32 or 57, little endian) || [a_0]B || ... || [a_(t-1)]B (32 or 57 each) || R (32 or 57) || z (32 or 57)
//
//   R = [k]B,   c = H(contextString || "dkg" || identifier || [a_0]B || R) modulo L,   z = k + a_0 c modulo L

namespace Mesh.Cryptography;

/// <summary>
/// The announcement of one participant in <see cref="FrostKeyGeneration"/>. That it was read says nothing of the proof:
/// <see cref="FrostKeyGeneration.Accept"/> checks it.
/// </summary>
public sealed class FrostAnnouncement : IEquatable<FrostAnnouncement>
{
    private readonly byte[] _proof;

    private FrostAnnouncement(FrostSuite suite, int identifier, ShareCommitments commitments, byte[] proof)
    {
        Suite = suite;
        Identifier = identifier;
        Commitments = commitments;
        _proof = proof;
    }

    /// <summary>Reads an announcement of a threshold of 1 to 255: 128 to 8,256 octets, or 228 to 14,706.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidParameter"/> for an identifier other than 1 to 65,535;
    /// <see cref="CryptoError.InvalidScalar"/> for a proof that is not below L; as for <see cref="ShareCommitments.Decode"/>.
    /// </exception>
    public static FrostAnnouncement Decode(FrostSuite suite, ReadOnlySpan<byte> octets)
    {
        int fixedSize = suite.ScalarSize + suite.SignatureSize;
        int elements = octets.Length - fixedSize;
        if (elements <= 0 || elements % suite.ElementSize != 0 || elements > Holders.MaximumThreshold * suite.ElementSize)
        {
            throw new CryptoException(
                CryptoError.InvalidLength,
                $"An announcement of {suite} is {fixedSize} octets and 1 to {Holders.MaximumThreshold} elements of {suite.ElementSize}, not {octets.Length}.");
        }

        int identifier = FrostSuite.ReadIdentifier(octets[..suite.ScalarSize]);
        ReadOnlySpan<byte> proof = octets[(suite.ScalarSize + elements)..];
        suite.Read("A proof of possession", proof[suite.ElementSize..], out _);
        ShareCommitments commitments = ShareCommitments.Decode(suite.Group, octets.Slice(suite.ScalarSize, elements));
        return new FrostAnnouncement(suite, identifier, commitments, proof.ToArray());
    }

    /// <summary>The ciphersuite.</summary>
    public FrostSuite Suite { get; }

    /// <summary>The number of the participant, 1 to 65,535.</summary>
    public int Identifier { get; }

    /// <summary>The commitments to the polynomial of the participant; their public key is its contribution to the common one.</summary>
    public ShareCommitments Commitments { get; }

    /// <summary>The octets.</summary>
    public byte[] Encode()
    {
        byte[] identifier = new byte[Suite.ScalarSize];
        Suite.WriteIdentifier(Identifier, identifier);
        return [.. identifier, .. Commitments.Encode(), .. _proof];
    }

    /// <inheritdoc/>
    public bool Equals(FrostAnnouncement? other) =>
        other is not null && other.Suite == Suite && other.Identifier == Identifier && other.Commitments.Equals(Commitments)
        && other._proof.AsSpan().SequenceEqual(_proof);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrostAnnouncement);

    /// <inheritdoc/>
    public override int GetHashCode() => Commitments.GetHashCode();

    /// <summary>The suite and the number of the participant.</summary>
    public override string ToString() => $"{nameof(FrostAnnouncement)}({Suite}, {Identifier})";

    /// <summary>Announces a polynomial with a_0 = <paramref name="secret"/>. Constant time.</summary>
    internal static FrostAnnouncement Make(
        FrostSuite suite, int identifier, in GroupScalar secret, GroupElement[] commitments, IRandomSource random)
    {
        PrimeGroup group = suite.Group;
        byte[] proof = new byte[suite.SignatureSize];
        Span<byte> r = proof.AsSpan(0, suite.ElementSize);
        suite.Nonce(secret, random, out GroupScalar nonce);
        group.MultiplyBase(out GroupPoint commitment, nonce);
        group.Encode(commitment, r);
        suite.ProofChallenge(identifier, commitments[0].Encode(), r, out GroupScalar challenge);
        group.MultiplyAdd(out nonce, secret, challenge, nonce);
        suite.Write(nonce, proof.AsSpan(suite.ElementSize));
        nonce.Clear();
        return new FrostAnnouncement(suite, identifier, new ShareCommitments(group, commitments), proof);
    }

    /// <summary>Whether the participant knows a_0: R = [z]B - [c]C_0. R is compared as octets, so that no other encoding of it passes.</summary>
    internal bool VerifyProof()
    {
        PrimeGroup group = Suite.Group;
        ReadOnlySpan<byte> r = _proof.AsSpan(0, Suite.ElementSize);
        Suite.Read("A proof of possession", _proof.AsSpan(Suite.ElementSize), out GroupScalar z);
        Suite.ProofChallenge(Identifier, Commitments.PublicKey.Encode(), r, out GroupScalar challenge);
        group.Negate(out challenge, challenge);
        group.Multiply(out GroupPoint point, challenge, Commitments.PublicKey.Point);
        group.MultiplyBase(out GroupPoint response, z);
        group.Add(out point, point, response);
        Span<byte> expected = stackalloc byte[Suite.ElementSize];
        group.Encode(point, expected);
        return group.NeutralMask(point) == 0 && r.SequenceEqual(expected);
    }
}
