using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>
/// Secret octets: pinned, so that the garbage collector leaves no copies; zeroed on disposal; never printed; compared only in
/// constant time. The octets come out through <see cref="Reveal"/> alone, so that a search for that name finds every use.
/// </summary>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] _octets;
    private bool _disposed;

    /// <summary>Copies <paramref name="value"/>; the caller remains responsible for zeroing its own copy.</summary>
    public SecretBytes(ReadOnlySpan<byte> value)
    {
        _octets = GC.AllocateUninitializedArray<byte>(value.Length, pinned: true);
        value.CopyTo(_octets);
    }

    private SecretBytes(byte[] pinned) => _octets = pinned;

    /// <summary>Fills the octets of a new secret in place, so that no second copy exists.</summary>
    public delegate void Filler(Span<byte> destination);

    /// <summary>Number of octets.</summary>
    public int Length => _octets.Length;

    /// <summary>A new random secret of <paramref name="length"/> octets.</summary>
    public static SecretBytes Random(IRandomSource random, int length) => Create(length, random.Fill);

    /// <summary>A new secret of <paramref name="length"/> octets written by <paramref name="fill"/>.</summary>
    public static SecretBytes Create(int length, Filler fill)
    {
        var secret = new SecretBytes(GC.AllocateArray<byte>(length, pinned: true));
        try
        {
            fill(secret._octets);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    /// <summary>The octets, valid until disposal. Do not copy them into anything that is not zeroed.</summary>
    /// <exception cref="ObjectDisposedException">The secret was erased.</exception>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _octets;
    }

    /// <summary>A second, independently erased copy.</summary>
    public SecretBytes Clone() => new(Reveal());

    /// <summary>Constant-time equality; secrets of different length are unequal.</summary>
    public bool FixedTimeEquals(SecretBytes other) => CryptographicOperations.FixedTimeEquals(Reveal(), other.Reveal());

    /// <summary>Never the octets.</summary>
    public override string ToString() => $"SecretBytes({_octets.Length})";

    /// <summary>Zeroes the octets.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_octets);
        _disposed = true;
    }
}
