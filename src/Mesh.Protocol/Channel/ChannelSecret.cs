using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// RS = HKDF-SHA-512(salt = final h, ikm = k1 ‖ k2, info = "Mesh/3 secret", 64): what both ends keep of a handshake (Mesh channel,
/// section 2). 64 octets, as valuable as the device's key for as long as the ticket lives.
/// </summary>
public sealed class ChannelSecret : IDisposable
{
    private readonly SecretBytes _octets;

    private ChannelSecret(SecretBytes octets) => _octets = octets;

    /// <summary>From the two keys of Split(), 32 octets each, which the caller erases, and the final handshake hash.</summary>
    internal static ChannelSecret Derive(ReadOnlySpan<byte> k1, ReadOnlySpan<byte> k2, ReadOnlySpan<byte> h)
    {
        Span<byte> ikm = stackalloc byte[64];
        Span<byte> secret = stackalloc byte[Wire.SecretOctets];
        try
        {
            k1.CopyTo(ikm);
            k2.CopyTo(ikm[32..]);
            HKDF.DeriveKey(HashAlgorithmName.SHA512, ikm, secret, h, "Mesh/3 secret"u8);
            return FromOctets(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ikm);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>From 64 octets that a ticket or a cache of tickets held; the caller erases them.</summary>
    internal static ChannelSecret FromOctets(ReadOnlySpan<byte> octets) =>
        octets.Length == Wire.SecretOctets
            ? new ChannelSecret(new SecretBytes(octets))
            : throw new ArgumentException("RS has 64 octets", nameof(octets));

    /// <summary>The 64 octets.</summary>
    internal ReadOnlySpan<byte> Reveal() => _octets.Reveal();

    /// <summary>A second, independently erased copy.</summary>
    public ChannelSecret Clone() => new(_octets.Clone());

    /// <inheritdoc/>
    public override string ToString() => "ChannelSecret";

    /// <summary>Erases the secret.</summary>
    public void Dispose() => _octets.Dispose();
}
