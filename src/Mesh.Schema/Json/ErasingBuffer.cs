using System.Buffers;
using System.Security.Cryptography;

namespace Mesh.Schema;

/// <summary>
/// Grows as it is written to and leaves no copies behind: outgrown arrays are zeroed, the last one on disposal. Plaintext with
/// private keys is written through it on its way to the sealing call.
/// </summary>
public sealed class ErasingBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 4096;

    private byte[] _octets = GC.AllocateUninitializedArray<byte>(InitialSize, pinned: true);
    private int _count;

    /// <summary>The octets written so far, valid until the next write or disposal.</summary>
    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, _count);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _octets.Length - _count);
        _count += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _octets.AsMemory(_count);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_octets);
        _octets = [];
        _count = 0;
    }

    private void Reserve(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_octets.Length - _count >= needed)
        {
            return;
        }

        byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(_octets.Length * 2, _count + needed), pinned: true);
        Written.CopyTo(larger);
        CryptographicOperations.ZeroMemory(_octets);
        _octets = larger;
    }
}
