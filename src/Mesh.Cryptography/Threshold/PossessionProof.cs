// Proof that whoever brings a public key knows its scalar (Schnorr 1991; Mesh threshold, sections 3.3 and 7). Without it a party that brings its
// contribution last can choose it so that a sum of keys is one that it alone holds.
//
//   known      X = [x]B
//   nonce      k = H("MeshThreshold-PoP-nonce-v1" || random (32) || x || X || context) modulo L
//   challenge  c = H("MeshThreshold-PoP-v1" || alg || X || [k]B || context) modulo L
//   proof      c || z, z = k + c x modulo L

namespace Mesh.Cryptography;

/// <summary>Proofs of possession of a private scalar, in any <see cref="PrimeGroup"/>: two scalars, 64 or 112 octets.</summary>
public static class PossessionProof
{
    private static ReadOnlySpan<byte> Label => "MeshThreshold-PoP-v1"u8;

    private static ReadOnlySpan<byte> NonceLabel => "MeshThreshold-PoP-nonce-v1"u8;

    /// <summary>Octets of a proof.</summary>
    public static int Size(PrimeGroup group) => ProofHash.Size(group);

    /// <summary>Proves possession of <paramref name="key"/>. Constant time.</summary>
    /// <param name="group">The group of the public key.</param>
    /// <param name="key">The private scalar.</param>
    /// <param name="context">What the proof is for, 0 to 65,535 octets: account and device, for example. A proof is none in another context.</param>
    /// <param name="random">Asked for 32 octets.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidParameter"/> for a scalar of the other family of curves.
    /// </exception>
    public static byte[] Make(PrimeGroup group, PrivateScalar key, ReadOnlySpan<byte> context, IRandomSource random)
    {
        ProofHash.CheckContext(context);
        group.Read(key, out GroupScalar secret);
        group.MultiplyBase(out GroupPoint publicKey, secret);
        ProofHash.Nonce(group, NonceLabel, secret, [publicKey], context, random, out GroupScalar nonce);
        group.MultiplyBase(out GroupPoint commitment, nonce);
        ProofHash.Challenge(group, Label, [publicKey, commitment], context, out GroupScalar challenge);
        group.MultiplyAdd(out nonce, challenge, secret, nonce);
        secret.Clear();
        byte[] proof = ProofHash.Encode(group, challenge, nonce);
        nonce.Clear();
        return proof;
    }

    /// <summary>Whether the proof shows possession of the key of <paramref name="publicKey"/> in this context.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a context that is too long.</exception>
    public static bool Verify(GroupElement publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> proof)
    {
        ProofHash.CheckContext(context);
        PrimeGroup group = publicKey.Group;
        if (!ProofHash.TryDecode(group, proof, out GroupScalar challenge, out GroupScalar response) || !publicKey.IsPrimeOrder)
        {
            return false;
        }

        group.Negate(out GroupScalar minus, challenge);
        group.MultiplyBase(out GroupPoint commitment, response);
        group.Multiply(out GroupPoint term, minus, publicKey.Point);
        group.Add(out commitment, commitment, term);
        ProofHash.Challenge(group, Label, [publicKey.Point, commitment], context, out GroupScalar computed);
        group.Subtract(out computed, computed, challenge);
        return group.ZeroMask(computed) != 0;
    }
}
