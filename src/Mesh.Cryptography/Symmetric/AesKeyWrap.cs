// The AES key wrap of RFC 3394 with the default initial value: n 64-bit blocks, n >= 2, become n + 1. The platform offers only the
// padded form (RFC 5649).

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>Wraps keys with AES (RFC 3394); the key-encryption key has 16, 24 or 32 octets.</summary>
public static class AesKeyWrap
{
    /// <summary>Octets that wrapping adds.</summary>
    public const int Overhead = 8;

    /// <summary>Octets of the shortest key that can be wrapped.</summary>
    public const int MinimumKey = 16;

    /// <summary>Octets of the longest key that this implementation takes, so that work on untrusted input is bounded.</summary>
    public const int MaximumKey = 4096;

    private const int BlockSize = 16;
    private const int Half = 8;
    private const int Rounds = 6;
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>Wraps a key whose length is a multiple of 8 in 16..4096.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static byte[] Wrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> key)
    {
        CheckLength("A key to be wrapped", key.Length);
        using Aes aes = Create(keyEncryptionKey);
        byte[] wrapped = new byte[key.Length + Overhead];
        Span<byte> registers = wrapped.AsSpan(Half);
        key.CopyTo(registers);
        int count = key.Length / Half;
        ulong a = InitialValue;
        Span<byte> block = stackalloc byte[BlockSize];
        for (int j = 0; j < Rounds; j++)
        {
            for (int i = 0; i < count; i++)
            {
                Span<byte> register = registers.Slice(Half * i, Half);
                BinaryPrimitives.WriteUInt64BigEndian(block, a);
                register.CopyTo(block[Half..]);
                aes.EncryptEcb(block, block, PaddingMode.None);
                a = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)((count * j) + i + 1);
                block[Half..].CopyTo(register);
            }
        }

        BinaryPrimitives.WriteUInt64BigEndian(wrapped, a);
        CryptographicOperations.ZeroMemory(block);
        return wrapped;
    }

    /// <summary>Unwraps a key.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.IntegrityFailure"/> for another key or altered octets.
    /// </exception>
    public static SecretBytes Unwrap(ReadOnlySpan<byte> keyEncryptionKey, ReadOnlySpan<byte> wrapped)
    {
        CheckLength("A wrapped key without its check value", wrapped.Length - Overhead);
        using Aes aes = Create(keyEncryptionKey);
        Span<byte> buffer = stackalloc byte[MaximumKey];
        Span<byte> registers = buffer[..(wrapped.Length - Overhead)];
        wrapped[Half..].CopyTo(registers);
        int count = registers.Length / Half;
        ulong a = BinaryPrimitives.ReadUInt64BigEndian(wrapped);
        Span<byte> block = stackalloc byte[BlockSize];
        for (int j = Rounds - 1; j >= 0; j--)
        {
            for (int i = count - 1; i >= 0; i--)
            {
                Span<byte> register = registers.Slice(Half * i, Half);
                BinaryPrimitives.WriteUInt64BigEndian(block, a ^ (ulong)((count * j) + i + 1));
                register.CopyTo(block[Half..]);
                aes.DecryptEcb(block, block, PaddingMode.None);
                a = BinaryPrimitives.ReadUInt64BigEndian(block);
                block[Half..].CopyTo(register);
            }
        }

        try
        {
            BinaryPrimitives.WriteUInt64BigEndian(block, a ^ InitialValue);
            return CryptographicOperations.FixedTimeEquals(block[..Half], stackalloc byte[Half])
                ? new SecretBytes(registers)
                : throw new CryptoException(
                    CryptoError.IntegrityFailure, "The wrapped key does not verify: it was altered, or the wrapping key is another.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(registers);
            CryptographicOperations.ZeroMemory(block);
        }
    }

    private static void CheckLength(string what, int length)
    {
        if (length < MinimumKey || length > MaximumKey || length % Half != 0)
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"{what} must be a multiple of {Half} octets from {MinimumKey} to {MaximumKey}, not {length}.");
        }
    }

    private static Aes Create(ReadOnlySpan<byte> keyEncryptionKey)
    {
        if (keyEncryptionKey.Length is not (16 or 24 or 32))
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"A key-encryption key must be 16, 24 or 32 octets, not {keyEncryptionKey.Length}.");
        }

        Aes aes = Aes.Create();
        aes.SetKey(keyEncryptionKey);
        return aes;
    }
}
