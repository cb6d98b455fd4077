// SHA-512 (FIPS 180-4 6.4): blocks of 128 octets, hash of 64. For short inputs: the platform's takes less than half the time for each block, but
// costs more than a block in the call, and can take an input in parts only by allocating.

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>One SHA-512 computation on the stack: <see cref="Start"/>, any number of <see cref="Append"/>, one <see cref="Finish"/>.</summary>
internal struct Sha512Hash
{
    /// <summary>Octets of a hash.</summary>
    public const int Size = 64;

    private const int BlockSize = 128;
    private const int LengthSize = 16;
    private const int Rounds = 80;

    private State _state;
    private Block _block;
    private ulong _length;

    private static ReadOnlySpan<ulong> InitialState =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
        0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
        0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
        0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
        0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
        0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
        0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
        0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
        0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
        0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
        0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
        0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
        0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
        0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
        0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
        0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
    ];

    /// <summary>Begins a hash.</summary>
    public void Start()
    {
        InitialState.CopyTo(_state);
        _length = 0;
    }

    /// <summary>Takes in the next octets of the message.</summary>
    public void Append(ReadOnlySpan<byte> input)
    {
        int position = (int)(_length % BlockSize);
        _length += (ulong)input.Length;
        if (position > 0)
        {
            int take = Math.Min(BlockSize - position, input.Length);
            input[..take].CopyTo(((Span<byte>)_block)[position..]);
            input = input[take..];
            if (position + take < BlockSize)
            {
                return;
            }

            Compress(_state, _block);
        }

        while (input.Length >= BlockSize)
        {
            Compress(_state, input[..BlockSize]);
            input = input[BlockSize..];
        }

        input.CopyTo(_block);
    }

    /// <summary>Writes the 64 octets of the hash and zeroes what led to them.</summary>
    public void Finish(Span<byte> destination)
    {
        Span<byte> block = _block;
        int position = (int)(_length % BlockSize);
        block[position++] = 0x80;
        block[position..].Clear();
        if (position > BlockSize - LengthSize)
        {
            Compress(_state, block);
            block.Clear();
        }

        BinaryPrimitives.WriteUInt64BigEndian(block[^LengthSize..], _length >> 61);
        BinaryPrimitives.WriteUInt64BigEndian(block[^8..], _length << 3);
        Compress(_state, block);
        for (int i = 0; i < Size / 8; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(destination.Slice(8 * i, 8), _state[i]);
        }

        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)_state));
    }

    [SkipLocalsInit]
    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        Span<ulong> w = stackalloc ulong[16];
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = BinaryPrimitives.ReadUInt64BigEndian(block.Slice(8 * i, 8));
        }

        state = state[..8];
        ulong a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        unchecked
        {
            for (int t = 0; t < Rounds; t += 8)
            {
                // The eight registers change their names from round to round instead of their values.
                Round(a, b, c, ref d, e, f, g, ref h, Next(w, t));
                Round(h, a, b, ref c, d, e, f, ref g, Next(w, t + 1));
                Round(g, h, a, ref b, c, d, e, ref f, Next(w, t + 2));
                Round(f, g, h, ref a, b, c, d, ref e, Next(w, t + 3));
                Round(e, f, g, ref h, a, b, c, ref d, Next(w, t + 4));
                Round(d, e, f, ref g, h, a, b, ref c, Next(w, t + 5));
                Round(c, d, e, ref f, g, h, a, ref b, Next(w, t + 6));
                Round(b, c, d, ref e, f, g, h, ref a, Next(w, t + 7));
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(w));
    }

    // The word of round t and its constant; word t + 16 takes the place of word t.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(Span<ulong> w, int t)
    {
        unchecked
        {
            ulong word = w[t & 15];
            ulong x = w[(t + 1) & 15];
            ulong y = w[(t + 14) & 15];
            w[t & 15] = word + w[(t + 9) & 15]
                + (BitOperations.RotateRight(x, 1) ^ BitOperations.RotateRight(x, 8) ^ (x >> 7))
                + (BitOperations.RotateRight(y, 19) ^ BitOperations.RotateRight(y, 61) ^ (y >> 6));
            return word + RoundConstants[t];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ulong a, ulong b, ulong c, ref ulong d, ulong e, ulong f, ulong g, ref ulong h, ulong word)
    {
        unchecked
        {
            ulong t = h + word + (g ^ (e & (f ^ g)))
                + (BitOperations.RotateRight(e, 14) ^ BitOperations.RotateRight(e, 18) ^ BitOperations.RotateRight(e, 41));
            d += t;
            h = t + ((a & b) | (c & (a | b)))
                + (BitOperations.RotateRight(a, 28) ^ BitOperations.RotateRight(a, 34) ^ BitOperations.RotateRight(a, 39));
        }
    }

    [InlineArray(8)]
    private struct State
    {
        private ulong _first;
    }

    [InlineArray(BlockSize)]
    private struct Block
    {
        private byte _first;
    }
}
