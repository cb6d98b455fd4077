using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Opens segments that stream by (Mesh sealing, section 2). Each goes out once it has authenticated as one that is not the last; the end
/// of the body then proves that nothing was cut off. Until <see cref="End"/> has returned, what went out may be the beginning of something
/// longer, and is not to be used.
/// </summary>
internal sealed class SegmentOpener : IDisposable
{
    private readonly SegmentedAesGcm _cipher;
    private readonly Action<ReadOnlyMemory<byte>> _output;
    private byte[] _held = new byte[SegmentedAesGcm.SealedSegmentSize];
    private byte[] _next = new byte[SegmentedAesGcm.SealedSegmentSize];
    private readonly byte[] _plaintext = new byte[SegmentedAesGcm.SegmentSize];
    private int _filled;
    private long _index;

    public SegmentOpener(BodyKeys keys, ReadOnlySpan<byte> associatedData, Action<ReadOnlyMemory<byte>> output)
    {
        _cipher = new SegmentedAesGcm(keys.Key.Reveal(), keys.Nonce, associatedData);
        _output = output;
    }

    /// <summary>Where the next octets of the body go; <see cref="Advance"/> says how many there are. Never empty.</summary>
    public Span<byte> Space() => _filled < _held.Length ? _held.AsSpan(_filled) : _next;

    /// <summary>Takes in what was put into <see cref="Space"/>: whoever comes after a full segment shows that it was not the last.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public void Advance(int count)
    {
        if (_filled == _held.Length && count > 0)
        {
            OpenHeld(last: false);
            (_held, _next) = (_next, _held);
        }

        _filled += count;
    }

    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: what came last is not the last segment.</exception>
    public void End() => OpenHeld(last: true);

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_plaintext);
    }

    private void OpenHeld(bool last)
    {
        int length = _filled - SegmentedAesGcm.TagSize;
        if (length < 0)
        {
            throw DareException.Decryption();
        }

        try
        {
            _cipher.OpenAt(_index, last, _held.AsSpan(0, _filled), _plaintext.AsSpan(0, length));
        }
        catch (CryptoException)
        {
            throw DareException.Decryption();
        }

        _output(_plaintext.AsMemory(0, length));
        _index++;
        _filled = 0;
    }
}
