// The responder's handshake state after M2, as Mesh channel, section 1, seals it: ck 64, k 32, n 8, h 64, e 56.

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>An exported <see cref="NoiseXX448Responder"/>. It holds secrets: it is to be sealed before it leaves the process.</summary>
public sealed class NoiseXX448ResponderState : IDisposable
{
    /// <summary>Octets of ck ‖ k ‖ n ‖ h ‖ e.</summary>
    public const int Size = HashOffset + NoiseSymmetricState.HashSize + NoiseXX448.EphemeralSize;

    private const int KeyOffset = NoiseSymmetricState.HashSize;
    private const int CounterOffset = KeyOffset + NoiseSymmetricState.KeySize;
    private const int HashOffset = CounterOffset + 8;
    private const int EphemeralOffset = HashOffset + NoiseSymmetricState.HashSize;

    private readonly SecretBytes _octets;

    internal NoiseXX448ResponderState(
        ReadOnlySpan<byte> chainingKey, ReadOnlySpan<byte> key, ulong counter, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> ephemeral)
    {
        Span<byte> octets = stackalloc byte[Size];
        chainingKey.CopyTo(octets);
        key.CopyTo(octets[KeyOffset..]);
        BinaryPrimitives.WriteUInt64BigEndian(octets[CounterOffset..], counter);
        hash.CopyTo(octets[HashOffset..]);
        ephemeral.CopyTo(octets[EphemeralOffset..]);
        _octets = new SecretBytes(octets);
        CryptographicOperations.ZeroMemory(octets);
    }

    private NoiseXX448ResponderState(SecretBytes octets) => _octets = octets;

    /// <summary>n.</summary>
    public ulong Counter => BinaryPrimitives.ReadUInt64BigEndian(_octets.Reveal()[CounterOffset..]);

    /// <summary>h, 64 octets.</summary>
    public ReadOnlySpan<byte> Hash => _octets.Reveal().Slice(HashOffset, NoiseSymmetricState.HashSize);

    /// <summary>ck, 64 octets.</summary>
    public ReadOnlySpan<byte> ChainingKey => _octets.Reveal()[..NoiseSymmetricState.HashSize];

    /// <summary>k, 32 octets.</summary>
    public ReadOnlySpan<byte> Key => _octets.Reveal().Slice(KeyOffset, NoiseSymmetricState.KeySize);

    /// <summary>e, 56 octets before clamping.</summary>
    public ReadOnlySpan<byte> Ephemeral => _octets.Reveal()[EphemeralOffset..];

    /// <summary>Reads ck ‖ k ‖ n ‖ h ‖ e, 224 octets, n big-endian.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static NoiseXX448ResponderState FromOctets(ReadOnlySpan<byte> octets) => octets.Length == Size
        ? new NoiseXX448ResponderState(new SecretBytes(octets))
        : throw CryptoException.Length("A responder state", Size, octets.Length);

    /// <summary>ck ‖ k ‖ n ‖ h ‖ e, 224 octets, n big-endian; valid until disposal.</summary>
    public ReadOnlySpan<byte> Reveal() => _octets.Reveal();

    /// <summary>Never the octets.</summary>
    public override string ToString() => nameof(NoiseXX448ResponderState);

    /// <summary>Erases the state.</summary>
    public void Dispose() => _octets.Dispose();
}
