using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Derivations of the records (Mesh channel, section 2). An identifier is HMAC(RS, label ‖ 32 random ‖ … ‖ SHA-512(payload))[0..31]
/// and so differs for every payload even where the random source repeats itself; from it and RS comes the key of that one record.
/// </summary>
internal static class RecordKeys
{
    private const int RandomOctets = 32;

    /// <summary>rid = HMAC(RS, "rid" ‖ 32 random ‖ time ‖ SHA-512(P))[0..31].</summary>
    public static byte[] RequestId(ChannelSecret secret, IRandomSource random, ReadOnlySpan<byte> time, ReadOnlySpan<byte> payload) =>
        Identifier(secret, "rid"u8, random, time, payload);

    /// <summary>sid = HMAC(RS, "sid" ‖ 32 random ‖ rid ‖ SHA-512(P'))[0..31].</summary>
    public static byte[] ResponseId(ChannelSecret secret, IRandomSource random, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> payload) =>
        Identifier(secret, "sid"u8, random, rid, payload);

    /// <summary>Segments under K(32) ‖ N(7) = HKDF-Expand(HKDF-Extract(salt, RS), label ‖ digest, 39).</summary>
    public static SegmentedAesGcm Cipher(
        ChannelSecret secret, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> associated)
    {
        Span<byte> info = stackalloc byte[label.Length + digest.Length];
        label.CopyTo(info);
        digest.CopyTo(info[label.Length..]);
        Span<byte> keys = stackalloc byte[SegmentedAesGcm.KeySize + SegmentedAesGcm.PrefixSize];
        HKDF.DeriveKey(HashAlgorithmName.SHA512, secret.Reveal(), keys, salt, info);
        var cipher = new SegmentedAesGcm(keys[..SegmentedAesGcm.KeySize], keys[SegmentedAesGcm.KeySize..], associated);
        CryptographicOperations.ZeroMemory(keys);
        return cipher;
    }

    private static byte[] Identifier(
        ChannelSecret secret, ReadOnlySpan<byte> label, IRandomSource random, ReadOnlySpan<byte> place, ReadOnlySpan<byte> payload)
    {
        Span<byte> drawn = stackalloc byte[RandomOctets];
        random.Fill(drawn);
        Span<byte> digest = stackalloc byte[Wire.DigestOctets];
        SHA512.HashData(payload, digest);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA512, secret.Reveal());
        hmac.AppendData(label);
        hmac.AppendData(drawn);
        hmac.AppendData(place);
        hmac.AppendData(digest);
        Span<byte> mac = stackalloc byte[Wire.DigestOctets];
        hmac.GetHashAndReset(mac);
        return mac[..Wire.RidOctets].ToArray();
    }
}
