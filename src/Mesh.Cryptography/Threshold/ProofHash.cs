// The hashes of the proofs of this folder, made non-interactive over the hash of the family:
//
//   nonce      H(label || random (32) || secret || elements || context) modulo L
//   challenge  H(label || alg || elements || context) modulo L
//
// alg is one octet, 1 to 4 for X25519, X448, Ed25519, Ed448; everything but the context has a fixed length. A proof is the challenge and the
// response, two scalars.

using System.Buffers;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>Nonces, challenges and octets of proofs.</summary>
internal static class ProofHash
{
    /// <summary>Octets of the longest context.</summary>
    public const int MaximumContext = 65_535;

    private const int HedgeSize = 32;

    /// <summary>Octets of a proof.</summary>
    public static int Size(PrimeGroup group) => 2 * group.ScalarSize;

    /// <summary>Writes a proof.</summary>
    public static byte[] Encode(PrimeGroup group, in GroupScalar challenge, in GroupScalar response)
    {
        byte[] proof = new byte[Size(group)];
        group.Write(challenge, proof.AsSpan(0, group.ScalarSize));
        group.Write(response, proof.AsSpan(group.ScalarSize));
        return proof;
    }

    /// <summary>Reads a proof strictly; false for another length and for scalars that are not below L.</summary>
    public static bool TryDecode(PrimeGroup group, ReadOnlySpan<byte> proof, out GroupScalar challenge, out GroupScalar response)
    {
        challenge = response = default;
        return proof.Length == Size(group)
            && group.TryRead(proof[..group.ScalarSize], out challenge)
            && group.TryRead(proof[group.ScalarSize..], out response);
    }

    /// <summary>Refuses a context that is too long.</summary>
    public static void CheckContext(ReadOnlySpan<byte> context)
    {
        if (context.Length > MaximumContext)
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"The context of a proof is at most {MaximumContext} octets, not {context.Length}.");
        }
    }

    /// <summary>A nonce that neither a repeated statement nor a failed generator repeats; who takes it clears it.</summary>
    public static void Nonce(
        PrimeGroup group,
        ReadOnlySpan<byte> label,
        in GroupScalar secret,
        ReadOnlySpan<GroupPoint> elements,
        ReadOnlySpan<byte> context,
        IRandomSource random,
        out GroupScalar nonce)
    {
        Span<byte> prefix = stackalloc byte[label.Length + HedgeSize + group.ScalarSize];
        label.CopyTo(prefix);
        random.Fill(prefix.Slice(label.Length, HedgeSize));
        group.Write(secret, prefix[(label.Length + HedgeSize)..]);
        Hash(group, prefix, elements, context, out nonce);
        CryptographicOperations.ZeroMemory(prefix);
    }

    /// <summary>The challenge of a statement.</summary>
    public static void Challenge(
        PrimeGroup group, ReadOnlySpan<byte> label, ReadOnlySpan<GroupPoint> elements, ReadOnlySpan<byte> context, out GroupScalar challenge) =>
        Hash(group, [.. label, group.Algorithm], elements, context, out challenge);

    private static void Hash(
        PrimeGroup group, ReadOnlySpan<byte> prefix, ReadOnlySpan<GroupPoint> elements, ReadOnlySpan<byte> context, out GroupScalar hash)
    {
        int length = prefix.Length + (elements.Length * group.ElementSize) + context.Length;
        byte[] input = ArrayPool<byte>.Shared.Rent(length);
        prefix.CopyTo(input);
        int at = prefix.Length;
        foreach (ref readonly GroupPoint element in elements)
        {
            group.Encode(element, input.AsSpan(at, group.ElementSize));
            at += group.ElementSize;
        }

        context.CopyTo(input.AsSpan(at));
        group.HashToScalar(input.AsSpan(0, length), out hash);
        CryptographicOperations.ZeroMemory(input.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(input);
    }
}
