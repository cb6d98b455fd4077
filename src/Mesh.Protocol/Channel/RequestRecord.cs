using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Request = q ‖ segments (Mesh channel, section 2). K and N hang on rid and SHA-512(q), and SHA-512(q) is the associated data, so
/// neither ticket nor time nor any segment can be changed, dropped, repeated or moved.
/// </summary>
public sealed class RequestRecord
{
    private static readonly byte[] Label = Wire.Ascii("Mesh/3 request");

    private readonly byte[] _rid;

    private RequestRecord(byte[] octets, byte[] rid)
    {
        Octets = octets;
        _rid = rid;
    }

    /// <summary>The HTTP body. The answer is bound to these octets.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The identifier of the request, 32 octets.</summary>
    internal ReadOnlySpan<byte> Rid => _rid;

    /// <summary>Client: seals <paramref name="json"/> under a key of its own.</summary>
    /// <param name="secret">RS of the ticket.</param>
    /// <param name="ticket">The ticket as received.</param>
    /// <param name="json">The request.</param>
    /// <param name="time">The service's time as the client knows it, seconds since 1970-01-01 UTC.</param>
    /// <param name="random">32 octets are drawn.</param>
    internal static RequestRecord Seal(
        ChannelSecret secret, ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> json, ulong time, IRandomSource random) =>
        SealPayload(secret, ticket, RecordPayload.Request(json), time, random);

    /// <summary>The part of <see cref="Seal"/> after padding; <paramref name="payload"/> is erased.</summary>
    internal static RequestRecord SealPayload(
        ChannelSecret secret, ReadOnlySpan<byte> ticket, byte[] payload, ulong time, IRandomSource random)
    {
        Span<byte> clock = stackalloc byte[Wire.TimeOctets];
        BinaryPrimitives.WriteUInt64BigEndian(clock, time);
        byte[] rid = RecordKeys.RequestId(secret, random, clock, payload);
        byte[] head = RequestHead.Write(ticket, rid, clock);
        using SegmentedAesGcm cipher = Cipher(secret, rid, head);
        return new RequestRecord(RecordSegments.Seal(head, cipher, payload), rid);
    }

    /// <summary>Host: opens the segments after a head that was read and whose ticket opened to <paramref name="secret"/>.</summary>
    /// <returns>P, still padded.</returns>
    /// <exception cref="ProtocolException">Refused.</exception>
    internal static byte[] OpenPayload(ChannelSecret secret, RequestHead head, ReadOnlySpan<byte> octets)
    {
        using SegmentedAesGcm cipher = Cipher(secret, head.Rid.Span, octets[..head.Length]);
        return RecordSegments.Open(cipher, octets[head.Length..]) ?? throw ProtocolException.Refused("the request does not open");
    }

    private static SegmentedAesGcm Cipher(ChannelSecret secret, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> head)
    {
        Span<byte> digest = stackalloc byte[Wire.DigestOctets];
        SHA512.HashData(head, digest);
        return RecordKeys.Cipher(secret, rid, Label, digest, digest);
    }
}
