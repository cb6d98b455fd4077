using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// A body under <c>A256GCM-S64K</c> (Mesh sealing, section 2) that can be read at any place: 65,552 octets a segment, of which 65,536 are
/// plaintext. The last segment is authenticated first, since it alone proves the length. Holds one segment at a time.
/// </summary>
public sealed class SegmentedBody : IDisposable
{
    private readonly IOctetSource _source;
    private readonly SegmentedAesGcm _cipher;
    private readonly long _bodyLength;
    private readonly long _segments;
    private readonly byte[] _sealed = new byte[SegmentedAesGcm.SealedSegmentSize];
    private readonly byte[] _plaintext = new byte[SegmentedAesGcm.SegmentSize];
    private long _current = -1;
    private int _currentLength;

    /// <summary>Takes the body that <paramref name="source"/> is and opens its last segment.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    internal SegmentedBody(IOctetSource source, BodyKeys keys, ReadOnlySpan<byte> associatedData)
    {
        _source = source;
        _bodyLength = source.Length;
        try
        {
            _segments = SegmentedAesGcm.SegmentCount(_bodyLength);
        }
        catch (CryptoException)
        {
            throw DareException.Decryption();
        }

        Length = _bodyLength - (_segments * SegmentedAesGcm.TagSize);
        _cipher = new SegmentedAesGcm(keys.Key.Reveal(), keys.Nonce, associatedData);
        try
        {
            Load(_segments - 1);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Octets of plaintext, authenticated.</summary>
    public long Length { get; }

    /// <summary>Reads plaintext from <paramref name="position"/> on; fewer octets than asked for only at the end.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: a segment that is needed does not authenticate.</exception>
    public int Read(long position, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        int done = 0;
        while (done < destination.Length && position + done < Length)
        {
            long segment = (position + done) / SegmentedAesGcm.SegmentSize;
            Load(segment);
            int offset = (int)((position + done) % SegmentedAesGcm.SegmentSize);
            int count = Math.Min(destination.Length - done, _currentLength - offset);
            _plaintext.AsSpan(offset, count).CopyTo(destination[done..]);
            done += count;
        }

        return done;
    }

    /// <summary>Erases the key and the segment that was read last.</summary>
    public void Dispose()
    {
        _cipher.Dispose();
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(_plaintext);
    }

    private void Load(long segment)
    {
        if (segment == _current)
        {
            return;
        }

        _current = -1;
        long offset = segment * SegmentedAesGcm.SealedSegmentSize;
        int length = (int)Math.Min(SegmentedAesGcm.SealedSegmentSize, _bodyLength - offset);
        if (!_source.TryReadExactly(offset, _sealed.AsSpan(0, length)))
        {
            throw DareException.Malformed("The body became shorter while it was read.");
        }

        int plain = length - SegmentedAesGcm.TagSize;
        try
        {
            _cipher.OpenAt(segment, last: segment == _segments - 1, _sealed.AsSpan(0, length), _plaintext.AsSpan(0, plain));
        }
        catch (CryptoException)
        {
            throw DareException.Decryption();
        }

        _current = segment;
        _currentLength = plain;
    }
}
