using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Protocol.Tests;

/// <summary>
/// The symmetric state of Noise with its keys open, for attackers who send what no honest library would, and for decryptors who try
/// with what they stole.
/// </summary>
internal sealed class RawNoise
{
    private byte[] _ck;
    private byte[] _k = [];
    private ulong _n;

    public RawNoise(byte[] prologue)
    {
        byte[] name = new byte[64];
        System.Text.Encoding.ASCII.GetBytes(Wire.NoiseName, name);
        _ck = name;
        Hash = SHA512.HashData([.. name, .. prologue]);
    }

    public byte[] Hash { get; private set; }

    public void MixHash(ReadOnlySpan<byte> data) => Hash = SHA512.HashData([.. Hash, .. data]);

    public void MixKey(ReadOnlySpan<byte> agreement)
    {
        byte[] output = HKDF.DeriveKey(HashAlgorithmName.SHA512, agreement.ToArray(), 128, _ck, []);
        _ck = output[..64];
        _k = output[64..96];
        _n = 0;
    }

    public byte[] Encrypt(ReadOnlySpan<byte> plaintext)
    {
        byte[] sealedOctets = new byte[plaintext.Length + 16];
        using var aes = new AesGcm(_k, 16);
        aes.Encrypt(Nonce(), plaintext, sealedOctets.AsSpan(0, plaintext.Length), sealedOctets.AsSpan(plaintext.Length), Hash);
        MixHash(sealedOctets);
        return sealedOctets;
    }

    /// <summary>The plaintext, or null.</summary>
    public byte[]? Decrypt(ReadOnlySpan<byte> sealedOctets)
    {
        byte[] plaintext = new byte[sealedOctets.Length - 16];
        using var aes = new AesGcm(_k, 16);
        try
        {
            aes.Decrypt(Nonce(), sealedOctets[..^16], sealedOctets[^16..], plaintext, Hash);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        MixHash(sealedOctets);
        return plaintext;
    }

    private byte[] Nonce()
    {
        byte[] nonce = new byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(4), _n++);
        return nonce;
    }
}
