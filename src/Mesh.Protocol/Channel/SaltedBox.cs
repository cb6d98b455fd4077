using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// What seals and tickets have in common (Mesh channel, sections 1 and 3):
/// id(4) ‖ salt(32) ‖ AES-256-GCM(HKDF(key, salt, label, 32), nonce 0¹², associated data label ‖ id ‖ salt){content},
/// salt = HMAC(key, "salt" ‖ 32 random ‖ SHA-512(content))[0..31], HKDF and HMAC with SHA-512. The key of each box is fresh because
/// its salt is, even where the random source repeats itself, so the nonce may be constant. 52 octets longer than its content.
/// </summary>
internal static class SaltedBox
{
    public const int IdOctets = 4;
    public const int HeadOctets = IdOctets + Wire.SaltOctets;
    public const int Overhead = HeadOctets + Wire.TagOctets;
    private const int RandomOctets = 32;

    private static readonly byte[] Nonce = new byte[12];

    public static byte[] Seal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, ReadOnlySpan<byte> label, ReadOnlySpan<byte> content, IRandomSource random)
    {
        byte[] box = new byte[Overhead + content.Length];
        id.CopyTo(box);
        Salt(key, content, random, box.AsSpan(IdOctets, Wire.SaltOctets));
        using AesGcm aes = Cipher(key, box, label);
        aes.Encrypt(Nonce, content, box.AsSpan(HeadOctets, content.Length), box.AsSpan(HeadOctets + content.Length), Associated(label, box));
        return box;
    }

    /// <summary>The content, or null where the box was not made with this key, id and label. The caller erases it.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> box)
    {
        if (box.Length < Overhead)
        {
            return null;
        }

        byte[] content = new byte[box.Length - Overhead];
        using AesGcm aes = Cipher(key, box, label);
        try
        {
            aes.Decrypt(Nonce, box[HeadOctets..^Wire.TagOctets], box[^Wire.TagOctets..], content, Associated(label, box));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static void Salt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, IRandomSource random, Span<byte> salt)
    {
        Span<byte> input = stackalloc byte[4 + RandomOctets + Wire.DigestOctets];
        "salt"u8.CopyTo(input);
        random.Fill(input.Slice(4, RandomOctets));
        SHA512.HashData(content, input[(4 + RandomOctets)..]);
        Span<byte> mac = stackalloc byte[Wire.DigestOctets];
        HMACSHA512.HashData(key, input, mac);
        mac[..Wire.SaltOctets].CopyTo(salt);
    }

    private static AesGcm Cipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> label)
    {
        Span<byte> fresh = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA512, key, fresh, box.Slice(IdOctets, Wire.SaltOctets), label);
        var aes = new AesGcm(fresh, Wire.TagOctets);
        CryptographicOperations.ZeroMemory(fresh);
        return aes;
    }

    private static byte[] Associated(ReadOnlySpan<byte> label, ReadOnlySpan<byte> box) => [.. label, .. box[..HeadOctets]];
}
