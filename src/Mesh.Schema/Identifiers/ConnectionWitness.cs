using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>
/// The value that a connecting device and its administrator compare (Mesh schema 2): Base32 of the first 140 bits of
/// SHA-512(SHA-512(A ‖ ServerNonce) ‖ SHA-512(D ‖ ClientNonce)), A and D the 64-octet fingerprints of account and device profile. It
/// has no type octet, so any first letter. Neither nonce is committed to before the other is seen, so all 28 characters count.
/// </summary>
public static class ConnectionWitness
{
    /// <summary>Octets of each nonce.</summary>
    public const int NonceLength = 16;

    /// <summary>The witness, 28 characters in groups of four.</summary>
    /// <exception cref="SchemaException">A nonce of another length than 16 (<see cref="SchemaError.RuleBroken"/>).</exception>
    public static string Compute(
        KeyFingerprint account, KeyFingerprint device, ReadOnlySpan<byte> serverNonce, ReadOnlySpan<byte> clientNonce)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(device);
        CheckNonce(serverNonce, "ServerNonce");
        CheckNonce(clientNonce, "ClientNonce");
        byte[] accountPart = SHA512.HashData([.. account.Octets.Span, .. serverNonce]);
        byte[] devicePart = SHA512.HashData([.. device.Octets.Span, .. clientNonce]);
        return Base32.Encode(SHA512.HashData([.. accountPart, .. devicePart]), Udf.DefaultPrecision);
    }

    /// <summary>The MessageId of the answer to a request with that witness.</summary>
    public static string ResponseId(string witness) => MessageIdentifier.Response(witness);

    internal static void CheckNonce(ReadOnlySpan<byte> nonce, string name)
    {
        if (nonce.Length != NonceLength)
        {
            throw new SchemaException(SchemaError.RuleBroken, $"{name} has {nonce.Length} octets where {NonceLength} are needed");
        }
    }
}
