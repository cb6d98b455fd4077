// scrypt (RFC 7914): PBKDF2-HMAC-SHA-256 with one iteration, ROMix over 128 r N octets for each of p parts, PBKDF2 again. PBKDF2 is the platform's.

using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>
/// Makes a key of a passphrase at a price in memory and time that whoever tries passphrases has to pay as well. The addresses that it reads depend
/// on the passphrase: that is its design, and whoever can watch the memory accesses of this process learns something of it.
/// </summary>
public static class Scrypt
{
    /// <summary>Most octets of memory that a derivation takes, so that work on untrusted parameters is bounded: 256 MiB.</summary>
    public const long MaximumMemory = 1L << 28;

    /// <summary>Most octets that a derivation writes and reads again, over all its parts: 1 GiB.</summary>
    public const long MaximumWork = 1L << 30;

    private const int OctetsOfUnit = 128;
    private const int WordsOfUnit = OctetsOfUnit / sizeof(uint);

    /// <summary>Whether these parameters are those of RFC 7914, section 2, and within the limits here. Costs nothing.</summary>
    /// <param name="costLog2">The base-2 logarithm of N, from 1.</param>
    /// <param name="blockSize">r, from 1.</param>
    /// <param name="parallelism">p, from 1.</param>
    public static bool Accepts(int costLog2, int blockSize, int parallelism) =>
        costLog2 is >= 1 and <= 21 && blockSize is >= 1 and <= 1 << 20 && parallelism is >= 1 and <= 1 << 20
        && (OctetsOfUnit * (long)blockSize) << costLog2 <= MaximumMemory
        && ((OctetsOfUnit * (long)blockSize) << costLog2) * parallelism <= MaximumWork

        // Section 2 of the RFC: N is less than 2^(128 r / 8).
        && costLog2 < 16L * blockSize;

    /// <summary>Derives a key of <paramref name="length"/> octets.</summary>
    /// <param name="passphrase">Any octets.</param>
    /// <param name="salt">Any octets; 16 random ones, for a start.</param>
    /// <param name="costLog2">The base-2 logarithm of N: 17 takes 128 MiB with r = 8, and a third of a second or so.</param>
    /// <param name="blockSize">r: 8.</param>
    /// <param name="parallelism">p: 1.</param>
    /// <param name="length">Octets of the key.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/>: what <see cref="Accepts"/> refuses, before any work.</exception>
    public static SecretBytes DeriveKey(
        ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int costLog2, int blockSize, int parallelism, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (!Accepts(costLog2, blockSize, parallelism))
        {
            throw new CryptoException(
                CryptoError.InvalidParameter, $"scrypt with N = 2^{costLog2}, r = {blockSize}, p = {parallelism} is beyond the limits of memory or work");
        }

        int words = WordsOfUnit * blockSize;
        byte[] parts = GC.AllocateArray<byte>(OctetsOfUnit * blockSize * parallelism, pinned: true);
        uint[] memory = GC.AllocateUninitializedArray<uint>(words << costLog2, pinned: true);
        uint[] state = GC.AllocateArray<uint>(2 * words, pinned: true);
        try
        {
            Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, parts, 1, HashAlgorithmName.SHA256);
            for (int part = 0; part < parallelism; part++)
            {
                Mix(parts.AsSpan(part * OctetsOfUnit * blockSize, OctetsOfUnit * blockSize), memory, state, costLog2);
            }

            byte[] key = GC.AllocateArray<byte>(length, pinned: true);
            try
            {
                Rfc2898DeriveBytes.Pbkdf2(passphrase, parts, key, 1, HashAlgorithmName.SHA256);
                return new SecretBytes(key);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parts);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(memory.AsSpan()));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(state.AsSpan()));
        }
    }

    // scryptROMix (section 5). The words are kept in the order in which the permutation works on them.
    private static void Mix(Span<byte> part, uint[] memory, uint[] state, int costLog2)
    {
        int words = state.Length / 2;
        Span<uint> x = state.AsSpan(0, words);
        Span<uint> y = state.AsSpan(words);
        SalsaBlocks.Read(part, x);
        int count = 1 << costLog2;
        for (int i = 0; i < count; i++)
        {
            x.CopyTo(memory.AsSpan(i * words, words));
            SalsaBlocks.Mix(x, y);
            y.CopyTo(x);
        }

        uint mask = (uint)count - 1;
        for (int i = 0; i < count; i++)
        {
            int at = (int)(x[words - SalsaBlocks.Words] & mask);
            SalsaBlocks.MixWith(x, memory.AsSpan(at * words, words), y);
            y.CopyTo(x);
        }

        SalsaBlocks.Write(x, part);
    }
}
