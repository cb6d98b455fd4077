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
    private readonly byte[] _held = new byte[SegmentedAesGcm.SegmentSize];
    private readonly byte[] _sealed = new byte[SegmentedAesGcm.SealedSegmentSize];
    private int _filled;

    public SegmentSealer(BodyKeys keys, ReadOnlySpan<byte> associatedData, Action<ReadOnlyMemory<byte>> output)
    {
        _cipher = new SegmentedAesGcm(keys.Key.Reveal(), keys.Nonce, associatedData);
        _output = output;
    }

    public void Write(ReadOnlySpan<byte> plaintext)
    {
        while (!plaintext.IsEmpty)
        {
            if (_filled == _held.Length)
            {
                SealHeld(last: false);
            }

            int count = Math.Min(plaintext.Length, _held.Length - _filled);
            plaintext[..count].CopyTo(_held.AsSpan(_filled));
            _filled += count;
            plaintext = plaintext[count..];
        }
    }

    /// <summary>Seals what is left; there is always a last segment, an empty one only for an empty body.</summary>
    public void End() => SealHeld(last: true);

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_held);
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
