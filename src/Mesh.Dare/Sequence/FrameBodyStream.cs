using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The content of a frame, read once and forwards, one segment in memory. Every segment is authenticated before it is given out; whether the body is the
/// one under the root, and bears the signatures that the policy demands, is known at the end: what was read counts once a read has returned 0.
/// </summary>
internal sealed class FrameBodyStream : ReadOnlyStream
{
    private readonly FrameReader _reader;
    private readonly SequenceFrame _frame;
    private readonly SegmentedAesGcm? _cipher;
    private readonly Action<byte[]> _judge;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
    private readonly byte[] _carried = new byte[SegmentedAesGcm.SealedSegmentSize];
    private readonly byte[] _plain;
    private readonly long _segments;
    private long _offset;
    private long _segment;
    private int _at;
    private int _filled;
    private bool _judged;

    /// <param name="reader">The file.</param>
    /// <param name="frame">The frame, under the root.</param>
    /// <param name="cipher">Opens the body; null where it is in clear. Disposed here.</param>
    /// <param name="judge">Told the digest of the body as carried, at the end; it throws where that is not right.</param>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public FrameBodyStream(FrameReader reader, SequenceFrame frame, SegmentedAesGcm? cipher, Action<byte[]> judge)
    {
        _reader = reader;
        _frame = frame;
        _cipher = cipher;
        _judge = judge;
        _plain = cipher is null ? _carried : new byte[SegmentedAesGcm.SegmentSize];
        try
        {
            _segments = cipher is null ? 0 : SegmentedAesGcm.SegmentCount(frame.Layout.BodyLength);
        }
        catch (CryptoException)
        {
            Dispose();
            throw DareException.Decryption();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        // An empty body under encryption still has one segment, whose tag counts.
        while (_at == _filled)
        {
            if (!Fill())
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _filled - _at);
        _plain.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher?.Dispose();
            _hash.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        if (_offset == _frame.Layout.BodyLength && (_cipher is null || _segment == _segments))
        {
            if (!_judged)
            {
                _judge(_hash.GetHashAndReset());
                _judged = true;
            }

            return false;
        }

        int length = (int)Math.Min(_carried.Length, _frame.Layout.BodyLength - _offset);
        for (int filled = 0; filled < length;)
        {
            int count = _reader.ReadBody(_frame.Layout, _offset + filled, _carried.AsSpan(filled, length - filled));
            filled += count > 0 ? count : throw DareException.Malformed("The sequence became shorter while it was read.");
        }

        ReadOnlySpan<byte> carried = _carried.AsSpan(0, length);
        _hash.AppendData(carried);
        _offset += length;
        _at = 0;
        _filled = length;
        if (_cipher is not null)
        {
            Open(carried);
        }

        return true;
    }

    private void Open(ReadOnlySpan<byte> carried)
    {
        _filled = 0;
        int plain = carried.Length - SegmentedAesGcm.TagSize;
        try
        {
            _cipher!.OpenAt(_segment, last: _segment == _segments - 1, carried, _plain.AsSpan(0, plain));
        }
        catch (CryptoException)
        {
            throw DareException.Decryption();
        }

        _segment++;
        _filled = plain;
    }
}
