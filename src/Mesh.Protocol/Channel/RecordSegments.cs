using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>The segments of a record behind its head (Mesh channel, section 2).</summary>
internal static class RecordSegments
{
    /// <summary>head ‖ segments; the payload is erased.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> head, SegmentedAesGcm cipher, byte[] payload)
    {
        byte[] octets = new byte[checked(head.Length + (int)SegmentedAesGcm.SealedLength(payload.Length))];
        head.CopyTo(octets);
        Span<byte> rest = octets.AsSpan(head.Length);
        for (int at = 0; at < payload.Length; at += SegmentedAesGcm.SegmentSize)
        {
            int length = Math.Min(SegmentedAesGcm.SegmentSize, payload.Length - at);
            cipher.SealNext(payload.AsSpan(at, length), at + length == payload.Length, rest[..(length + SegmentedAesGcm.TagSize)]);
            rest = rest[(length + SegmentedAesGcm.TagSize)..];
        }

        CryptographicOperations.ZeroMemory(payload);
        return octets;
    }

    /// <summary>The payload, or null where the segments are not exactly those that were sealed.</summary>
    public static byte[]? Open(SegmentedAesGcm cipher, ReadOnlySpan<byte> segments)
    {
        try
        {
            return cipher.Open(segments);
        }
        catch (CryptoException e) when (e.Code is CryptoError.IntegrityFailure or CryptoError.InvalidLength)
        {
            return null;
        }
    }
}
