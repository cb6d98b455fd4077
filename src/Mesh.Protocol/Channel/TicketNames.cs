using System.Security.Cryptography;

namespace Mesh.Protocol;

/// <summary>Whom a ticket names (Mesh channel, section 3). All UDFs are text; one that does not apply is empty.</summary>
/// <param name="KeyUdf">UDF of the 57-octet handshake key.</param>
/// <param name="ProfileUdf">UDF of the profile behind the credential: account (C, D), device (B), host's service (E); empty in A.</param>
/// <param name="CredentialDigest">SHA-512 of the credential's envelope, 64 octets; in kind A of no octets.</param>
/// <param name="SignatureUdf">AdministratorSignature of the account, in kind E ServiceSignature of the service; empty in A and B.</param>
/// <param name="ServiceUdf">The service that issued the ticket.</param>
public sealed record TicketNames(
    string KeyUdf, string ProfileUdf, ReadOnlyMemory<byte> CredentialDigest, string SignatureUdf, string ServiceUdf)
{
    /// <summary>SHA-512 of a credential envelope as received.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> envelope) => SHA512.HashData(envelope);
}
