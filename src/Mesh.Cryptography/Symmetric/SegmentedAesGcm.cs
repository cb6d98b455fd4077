// AES-256-GCM over segments: A256GCM-S64K of Mesh sealing, section 2, and the records of Mesh channel, section 2.
//
//   key 32, nonce prefix 7; nonce of a segment = prefix (7) || counter (4, big-endian, from 0) || last (00/01)
//   segments of exactly 65,536 plaintext octets but the last, each followed by its tag of 16; the same associated data for each;
//   an empty last segment only for an empty body; at most 2^32 segments

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>
/// One segmented body under one key. Sealing goes forward only, each counter once; opening may take segments in any order.
/// A key and prefix serve one body: an instance seals at most one. An instance is used by one thread at a time.
/// </summary>
public sealed class SegmentedAesGcm : IDisposable
{
    /// <summary>Octets of a key.</summary>
    public const int KeySize = Aes256Gcm.KeySize;

    /// <summary>Octets of the part of the nonce that is the same in all segments.</summary>
    public const int PrefixSize = 7;

    /// <summary>Octets of a tag.</summary>
    public const int TagSize = Aes256Gcm.TagSize;

    /// <summary>Plaintext octets of every segment but the last.</summary>
    public const int SegmentSize = 65_536;

    /// <summary>Octets of every sealed segment but the last.</summary>
    public const int SealedSegmentSize = SegmentSize + TagSize;

    /// <summary>The largest number of segments.</summary>
    public const long MaximumSegments = 1L << 32;

    private readonly Aes256Gcm _cipher;
    private readonly byte[] _prefix;
    private readonly byte[] _associatedData;
    private long _next;
    private bool _finished;

    /// <summary>Prepares a body; the arguments are copied.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public SegmentedAesGcm(ReadOnlySpan<byte> key, ReadOnlySpan<byte> noncePrefix, ReadOnlySpan<byte> associatedData)
    {
        if (noncePrefix.Length != PrefixSize)
        {
            throw CryptoException.Length("A nonce prefix", PrefixSize, noncePrefix.Length);
        }

        _cipher = new Aes256Gcm(key);
        _prefix = noncePrefix.ToArray();
        _associatedData = associatedData.ToArray();
    }

    /// <summary>Octets of the sealed body of <paramref name="plaintextLength"/> octets.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a negative length and beyond 2^48.</exception>
    public static long SealedLength(long plaintextLength)
    {
        if (plaintextLength < 0 || plaintextLength > MaximumSegments * SegmentSize)
        {
            throw new CryptoException(CryptoError.InvalidLength, $"A segmented body cannot hold {plaintextLength} octets.");
        }

        long segments = Math.Max(1, (plaintextLength + SegmentSize - 1) / SegmentSize);
        return plaintextLength + (segments * TagSize);
    }

    /// <summary>Number of segments of a sealed body of <paramref name="sealedLength"/> octets.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> where no body has that length.</exception>
    public static long SegmentCount(long sealedLength)
    {
        long count = sealedLength <= 0 ? 0 : ((sealedLength - 1) / SealedSegmentSize) + 1;
        long last = sealedLength - ((count - 1) * SealedSegmentSize);
        bool valid = count is >= 1 and <= MaximumSegments && (last > TagSize || (count == 1 && last == TagSize));
        return valid
            ? count
            : throw new CryptoException(CryptoError.InvalidLength, $"No segmented body has {sealedLength} octets.");
    }

    /// <summary>Plaintext octets of a sealed body of <paramref name="sealedLength"/> octets.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> where no body has that length.</exception>
    public static long PlaintextLength(long sealedLength) => sealedLength - (SegmentCount(sealedLength) * TagSize);

    /// <summary>
    /// Seals the next segment into <paramref name="destination"/>, 16 octets longer: exactly 65,536 octets where it is not the
    /// last, 1 to 65,536 where it is, 0 only where it is also the first. The destination may begin where the plaintext does.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.OutOfOrder"/> after the last segment or beyond 2^32.
    /// </exception>
    public void SealNext(ReadOnlySpan<byte> plaintext, bool last, Span<byte> destination)
    {
        if (_finished || _next == MaximumSegments)
        {
            throw new CryptoException(CryptoError.OutOfOrder, "A segmented body takes no segment after its last one.");
        }

        CheckSegment(plaintext.Length, _next, last);
        Span<byte> nonce = stackalloc byte[Aes256Gcm.NonceSize];
        WriteNonce(nonce, _next, last);
        _cipher.Seal(nonce, plaintext, _associatedData, destination);
        _next++;
        _finished = last;
    }

    /// <summary>
    /// As <see cref="SealNext"/>, of segment <paramref name="index"/>, for bodies that several instances seal together. An instance passes over
    /// segments and never goes back; that no two instances seal the same one is the caller's to see to.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.OutOfOrder"/> where this instance has been at this segment or beyond, after
    /// the last segment, and beyond 2^32.
    /// </exception>
    public void SealAt(long index, bool last, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        if (index < _next)
        {
            throw new CryptoException(CryptoError.OutOfOrder, "A segmented body takes every segment once.");
        }

        _next = Math.Min(index, MaximumSegments);
        SealNext(plaintext, last, destination);
    }

    /// <summary>Opens segment <paramref name="index"/> into <paramref name="plaintext"/>, 16 octets shorter.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.IntegrityFailure"/> also where it is another segment than
    /// asked for, or is the last one and was not said to be, or the other way round.
    /// </exception>
    public void OpenAt(long index, bool last, ReadOnlySpan<byte> segment, Span<byte> plaintext)
    {
        if (index is < 0 or >= MaximumSegments)
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"A segmented body has no segment {index}.");
        }

        CheckSegment(segment.Length - TagSize, index, last);
        Span<byte> nonce = stackalloc byte[Aes256Gcm.NonceSize];
        WriteNonce(nonce, index, last);
        _cipher.Open(nonce, segment, _associatedData, plaintext);
    }

    /// <summary>Seals a whole body.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.OutOfOrder"/> where this instance has sealed before.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        byte[] body = new byte[checked((int)SealedLength(plaintext.Length))];
        Span<byte> rest = body;
        if (_next != 0)
        {
            throw new CryptoException(CryptoError.OutOfOrder, "A segmented body is already begun.");
        }

        do
        {
            int take = Math.Min(SegmentSize, plaintext.Length);
            SealNext(plaintext[..take], last: take == plaintext.Length, rest[..(take + TagSize)]);
            plaintext = plaintext[take..];
            rest = rest[(take + TagSize)..];
        }
        while (!plaintext.IsEmpty);
        return body;
    }

    /// <summary>Opens a whole body; nothing of it is returned unless all segments authenticate.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.IntegrityFailure"/>.
    /// </exception>
    public byte[] Open(ReadOnlySpan<byte> body)
    {
        long count = SegmentCount(body.Length);
        byte[] plaintext = new byte[body.Length - (int)(count * TagSize)];
        Span<byte> rest = plaintext;
        try
        {
            for (long i = 0; i < count; i++)
            {
                int take = Math.Min(SealedSegmentSize, body.Length);
                OpenAt(i, last: i == count - 1, body[..take], rest[..(take - TagSize)]);
                body = body[take..];
                rest = rest[(take - TagSize)..];
            }

            return plaintext;
        }
        catch (CryptoException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            throw;
        }
    }

    /// <summary>Erases the key.</summary>
    public void Dispose() => _cipher.Dispose();

    private static void CheckSegment(int length, long index, bool last)
    {
        bool valid = last ? length <= SegmentSize && (length > 0 || (length == 0 && index == 0)) : length == SegmentSize;
        if (!valid)
        {
            throw new CryptoException(
                CryptoError.InvalidLength,
                $"Segment {index} cannot hold {length} octets: all but the last hold {SegmentSize}, and the last of several at least 1.");
        }
    }

    private void WriteNonce(Span<byte> nonce, long index, bool last)
    {
        _prefix.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[PrefixSize..], (uint)index);
        nonce[^1] = last ? (byte)1 : (byte)0;
    }
}
