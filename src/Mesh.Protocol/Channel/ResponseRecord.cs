using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Response = 85 ‖ sid(32) ‖ segments (Mesh channel, section 2), bound to the octets of its request: the whole HTTP body, or for M4
/// the octets of M3 with rid := SHA-512(M3)[0..31]. An answer to any other request does not open.
/// </summary>
internal static class ResponseRecord
{
    private const int HeadOctets = 1 + Wire.RidOctets;
    private static readonly byte[] Label = Wire.Ascii("Mesh/3 response");

    /// <summary>rid of M4.</summary>
    public static byte[] HandshakeRid(ReadOnlySpan<byte> m3) => SHA512.HashData(m3)[..Wire.RidOctets];

    /// <summary>Host: seals an answer; either part may be empty.</summary>
    public static byte[] Seal(
        ChannelSecret secret, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> request, ReadOnlySpan<byte> json, ReadOnlySpan<byte> ticket,
        IRandomSource random) =>
        SealPayload(secret, rid, request, RecordPayload.Response(json, ticket), random);

    /// <summary>The part of <see cref="Seal"/> after padding; <paramref name="payload"/> is erased.</summary>
    public static byte[] SealPayload(
        ChannelSecret secret, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> request, byte[] payload, IRandomSource random)
    {
        byte[] sid = RecordKeys.ResponseId(secret, random, rid, payload);
        using SegmentedAesGcm cipher = Cipher(secret, rid, sid, request);
        return RecordSegments.Seal([Wire.ResponseType, .. sid], cipher, payload);
    }

    /// <summary>Client: opens the answer to one request.</summary>
    /// <exception cref="ProtocolException">ResponseNotAuthentic: there is no answer; repeat with the same ID.</exception>
    public static (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Ticket) Open(
        ChannelSecret secret, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> request, ReadOnlySpan<byte> octets)
    {
        if (octets.Length <= HeadOctets || octets[0] != Wire.ResponseType)
        {
            throw NoAnswer();
        }

        using SegmentedAesGcm cipher = Cipher(secret, rid, octets[1..HeadOctets], request);
        byte[] payload = RecordSegments.Open(cipher, octets[HeadOctets..]) ?? throw NoAnswer();
        try
        {
            return RecordPayload.ReadResponse(payload);
        }
        catch (ProtocolException misfit)
        {
            throw new ProtocolException(ProtocolError.ResponseNotAuthentic, misfit.Message, misfit);
        }
    }

    private static SegmentedAesGcm Cipher(ChannelSecret secret, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> sid, ReadOnlySpan<byte> request)
    {
        Span<byte> salt = stackalloc byte[2 * Wire.RidOctets];
        rid.CopyTo(salt);
        sid.CopyTo(salt[Wire.RidOctets..]);
        Span<byte> digest = stackalloc byte[Wire.DigestOctets];
        SHA512.HashData(request, digest);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData([Wire.ResponseType]);
        hash.AppendData(sid);
        hash.AppendData(request);
        Span<byte> associated = stackalloc byte[Wire.DigestOctets];
        hash.GetHashAndReset(associated);
        return RecordKeys.Cipher(secret, salt, Label, digest, associated);
    }

    private static ProtocolException NoAnswer() =>
        new(ProtocolError.ResponseNotAuthentic, "what came back is not an answer to this request; repeat it with the same ID");
}
