// Proof that a contribution was made with the share that has a known public key (Chaum and Pedersen 1992; Mesh threshold, section 4.5), made
// non-interactive over a hash H (SHA-512, or SHAKE256 with 114 octets):
//
//   known      Y = [s]B = [s']([h]B), Q = [h]E, C = [s']Q with s' = s/h modulo L
//   nonce      k = H("MeshThreshold-DLEQ-nonce-v1" || random (32) || s' || Y || Q || C || context) modulo L
//   challenge  c = H("MeshThreshold-DLEQ-v1" || alg || Y || Q || C || [k]([h]B) || [k]Q || context) modulo L
//   proof      c || z, z = k + c s' modulo L
//   check      c is what the hash gives with [z]([h]B) - [c]Y and [z]Q - [c]C in the places of the last two elements
//
// alg is one octet, 1 to 4 for X25519, X448, Ed25519, Ed448.

namespace Mesh.Cryptography;

/// <summary>Proofs of equal discrete logarithms.</summary>
internal static class ContributionProof
{
    private static ReadOnlySpan<byte> Label => "MeshThreshold-DLEQ-v1"u8;

    private static ReadOnlySpan<byte> NonceLabel => "MeshThreshold-DLEQ-nonce-v1"u8;

    /// <summary>Proves. <paramref name="share"/> is s', <paramref name="cleared"/> Q, <paramref name="contribution"/> C. Constant time.</summary>
    public static byte[] Make(
        GroupElement publicKey,
        in GroupPoint cleared,
        in GroupPoint contribution,
        in GroupScalar share,
        ReadOnlySpan<byte> context,
        IRandomSource random)
    {
        ProofHash.CheckContext(context);
        PrimeGroup group = publicKey.Group;
        ProofHash.Nonce(group, NonceLabel, share, [publicKey.Point, cleared, contribution], context, random, out GroupScalar nonce);
        group.MultiplyBase(out GroupPoint first, nonce);
        group.MultiplyByCofactor(out first, first);
        group.Multiply(out GroupPoint second, nonce, cleared);
        Challenge(publicKey, cleared, contribution, first, second, context, out GroupScalar challenge);
        group.MultiplyAdd(out nonce, challenge, share, nonce);
        byte[] proof = ProofHash.Encode(group, challenge, nonce);
        nonce.Clear();
        return proof;
    }

    /// <summary>Whether the proof holds; all inputs are public to the verifier.</summary>
    public static bool Verify(
        GroupElement publicKey, GroupElement ephemeral, in GroupPoint contribution, ReadOnlySpan<byte> context, ReadOnlySpan<byte> proof)
    {
        ProofHash.CheckContext(context);
        PrimeGroup group = publicKey.Group;
        if (!ProofHash.TryDecode(group, proof, out GroupScalar challenge, out GroupScalar response) || !publicKey.IsPrimeOrder)
        {
            return false;
        }

        group.MultiplyByCofactor(out GroupPoint cleared, ephemeral.Point);
        group.Negate(out GroupScalar minus, challenge);
        group.MultiplyBase(out GroupPoint first, response);
        group.MultiplyByCofactor(out first, first);
        group.Multiply(out GroupPoint term, minus, publicKey.Point);
        group.Add(out first, first, term);
        group.Multiply(out GroupPoint second, response, cleared);
        group.Multiply(out term, minus, contribution);
        group.Add(out second, second, term);
        Challenge(publicKey, cleared, contribution, first, second, context, out GroupScalar computed);
        group.Subtract(out computed, computed, challenge);
        return group.ZeroMask(computed) != 0;
    }

    private static void Challenge(
        GroupElement publicKey,
        in GroupPoint cleared,
        in GroupPoint contribution,
        in GroupPoint first,
        in GroupPoint second,
        ReadOnlySpan<byte> context,
        out GroupScalar challenge) =>
        ProofHash.Challenge(publicKey.Group, Label, [publicKey.Point, cleared, contribution, first, second], context, out challenge);
}
