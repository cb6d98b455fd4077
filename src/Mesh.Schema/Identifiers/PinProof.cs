using System.Security.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Identifier and proofs of a PIN with respect to an account (Mesh schema 2; Mesh protocol P-14), over the canonical account address.
/// </summary>
public static class PinProof
{
    /// <summary>The PinId: also the MessageId of the MessagePin. Not secret.</summary>
    /// <exception cref="SchemaException">Not an account address (<see cref="SchemaError.Malformed"/>).</exception>
    public static string PinId(SaltedPin pin, string account)
    {
        ArgumentNullException.ThrowIfNull(pin);
        return pin.Identifier(AccountAddress.Canonical(account));
    }

    /// <summary>
    /// The device's proof, 64 octets: HMAC-SHA-512 over account ‖ ClientNonce ‖ PayloadDigest of what it authenticates.
    /// </summary>
    /// <exception cref="SchemaException">
    /// Not an account address (<see cref="SchemaError.Malformed"/>), or a nonce of another length than 16
    /// (<see cref="SchemaError.RuleBroken"/>).
    /// </exception>
    public static byte[] PinWitness(SaltedPin pin, string account, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> payloadDigest)
    {
        ArgumentNullException.ThrowIfNull(pin);
        ConnectionWitness.CheckNonce(clientNonce, "ClientNonce");
        return pin.Witness(AccountAddress.Canonical(account), clientNonce, payloadDigest);
    }

    /// <summary>
    /// The account's proof, 64 octets: HMAC-SHA-512 over <c>response</c> ‖ A ‖ D ‖ ClientNonce ‖ ServerNonce, A and D the 64-octet
    /// fingerprints of account and device profile. Without it a dishonest service could answer for another account.
    /// </summary>
    /// <exception cref="SchemaException">A nonce of another length than 16 (<see cref="SchemaError.RuleBroken"/>).</exception>
    public static byte[] AccountWitness(
        SaltedPin pin, KeyFingerprint account, KeyFingerprint device, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> serverNonce)
    {
        ArgumentNullException.ThrowIfNull(pin);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(device);
        ConnectionWitness.CheckNonce(clientNonce, "ClientNonce");
        ConnectionWitness.CheckNonce(serverNonce, "ServerNonce");
        return pin.Mac([.. "response"u8, .. account.Octets.Span, .. device.Octets.Span, .. clientNonce, .. serverNonce]);
    }

    /// <summary>Compares proofs in constant time.</summary>
    internal static bool Equal(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> stated) =>
        CryptographicOperations.FixedTimeEquals(expected, stated);
}
