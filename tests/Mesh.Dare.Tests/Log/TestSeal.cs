using System.Security.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>Seals private records under a key that every test knows.</summary>
internal sealed class TestSeal : IPrivateSeal
{
    private static readonly byte[] Key = SHA256.HashData("test seal"u8);

    public byte[] Seal(PrivateLabel label, string key, ReadOnlySpan<byte> content)
    {
        byte[] sealedOctets = new byte[12 + content.Length + 16];
        RandomNumberGenerator.Fill(sealedOctets.AsSpan(0, 12));
        using var gcm = new AesGcm(Key, 16);
        gcm.Encrypt(sealedOctets.AsSpan(0, 12), content, sealedOctets.AsSpan(12, content.Length), sealedOctets.AsSpan(12 + content.Length), Place(label, key));
        return sealedOctets;
    }

    public byte[] Open(PrivateLabel label, string key, ReadOnlySpan<byte> octets)
    {
        byte[] content = new byte[octets.Length - 28];
        using var gcm = new AesGcm(Key, 16);
        gcm.Decrypt(octets[..12], octets[12..^16], octets[^16..], content, Place(label, key));
        return content;
    }

    private static byte[] Place(PrivateLabel label, string key) => System.Text.Encoding.UTF8.GetBytes(label + "/" + key);
}
