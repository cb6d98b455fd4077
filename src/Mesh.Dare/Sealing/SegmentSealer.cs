using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Seals a plaintext that streams by into segments (Mesh sealing, section 2). One segment is held back, since only the end shows which is
/// the last.
/// </summary>
internal sealed class SegmentSealer : IDisposable
{
    private readonly SegmentedAesGcm _cipher;
    private readonly Action<ReadOnlyMemory<byte>> _output;
    private byte[] _held = new byte[SegmentedAesGcm.SegmentSize];
    private byte[] _next = new byte[SegmentedAesGcm.SegmentSize];
    private readonly byte[] _sealed = new byte[SegmentedAesGcm.SealedSegmentSize];
    private int _filled;

    public SegmentSealer(BodyKeys keys, ReadOnlySpan<byte> associatedData, Action<ReadOnlyMemory<byte>> output)
    {
        _cipher = new SegmentedAesGcm(keys.Key.Reveal(), keys.Nonce, associatedData);
        _output = output;
    }

    /// <summary>Where the next octets of plaintext go; <see cref="Advance"/> says how many there are. Never empty.</summary>
    public Span<byte> Space() => _filled < _held.Length ? _held.AsSpan(_filled) : _next;

    /// <summary>Takes in what was put into <see cref="Space"/>: whoever comes after a full segment shows that it was not the last.</summary>
    public void Advance(int count)
    {
        if (_filled == _held.Length && count > 0)
        {
            SealHeld(last: false);
            (_held, _next) = (_next, _held);
        }

        _filled += count;
    }

    /// <summary>Seals what is left; there is always a last segment, an empty one only for an empty body.</summary>
    public void End() => SealHeld(last: true);

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_held);
        CryptographicOperations.ZeroMemory(_next);
    }

    private void SealHeld(bool last)
    {
        int length = _filled + SegmentedAesGcm.TagSize;
        try
        {
            _cipher.SealNext(_held.AsSpan(0, _filled), last, _sealed.AsSpan(0, length));
        }
        catch (CryptoException e)
        {
            throw new DareException(DareError.LimitExceeded, "The body has more octets than segments can hold.", e);
        }

        _output(_sealed.AsMemory(0, length));
        _filled = 0;
    }
}
