using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// e = HMAC-SHA-512(secret, "e" ‖ 64 random ‖ time(8) ‖ everything received so far)[0..55], the octets before clamping (Mesh channel,
/// sections 1 and 6). The secret is the long-term secret of the client, or the seal root of the host's process: with a random source
/// that repeats itself the ephemeral still differs for every other POST 1 and every other second.
/// </summary>
internal static class HedgedEphemeral
{
    private const int RandomOctets = 64;

    public static SecretBytes Derive(
        ReadOnlySpan<byte> secret, IRandomSource random, ulong time, ReadOnlySpan<byte> received)
    {
        Span<byte> head = stackalloc byte[1 + RandomOctets + Wire.TimeOctets];
        Span<byte> mac = stackalloc byte[Wire.DigestOctets];
        try
        {
            head[0] = (byte)'e';
            random.Fill(head.Slice(1, RandomOctets));
            BinaryPrimitives.WriteUInt64BigEndian(head[(1 + RandomOctets)..], time);
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA512, secret);
            hmac.AppendData(head);
            hmac.AppendData(received);
            hmac.GetHashAndReset(mac);
            return new SecretBytes(mac[..Wire.X448Octets]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(head);
            CryptographicOperations.ZeroMemory(mac);
        }
    }
}
