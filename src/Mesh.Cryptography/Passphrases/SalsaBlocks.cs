// Salsa20/8 and scryptBlockMix (RFC 7914, sections 3 and 4) on blocks of 16 words, of which four at a time lie in a vector: word 5 i mod 16 of a block
// stands at place i, so that the four columns of the matrix, and after a rotation of the vectors its rows, are worked on side by side.

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mesh.Cryptography;

/// <summary>The mixing of scrypt. Straight-line code: the addresses depend on the length alone.</summary>
internal static class SalsaBlocks
{
    /// <summary>Words of a block.</summary>
    public const int Words = 16;

    private const int DoubleRounds = 4;

    private static readonly Vector128<uint> Left = Vector128.Create(3u, 0, 1, 2);
    private static readonly Vector128<uint> Half = Vector128.Create(2u, 3, 0, 1);
    private static readonly Vector128<uint> Right = Vector128.Create(1u, 2, 3, 0);

    /// <summary>Little-endian octets to words in the order of this class.</summary>
    public static void Read(ReadOnlySpan<byte> octets, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(octets[(sizeof(uint) * PlaceOf(i))..]);
        }
    }

    /// <summary>The inverse of <see cref="Read"/>.</summary>
    public static void Write(ReadOnlySpan<uint> words, Span<byte> octets)
    {
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(octets[(sizeof(uint) * PlaceOf(i))..], words[i]);
        }
    }

    /// <summary>scryptBlockMix of an even number of blocks.</summary>
    public static void Mix(ReadOnlySpan<uint> input, Span<uint> output) => Mix(input, default, output);

    /// <summary>scryptBlockMix of the exclusive or of both inputs.</summary>
    public static void MixWith(ReadOnlySpan<uint> input, ReadOnlySpan<uint> other, Span<uint> output) => Mix(input, other, output);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(ReadOnlySpan<uint> input, ReadOnlySpan<uint> other, Span<uint> output)
    {
        int blocks = input.Length / Words;
        State x = State.Of(input, other, blocks - 1);
        for (int i = 0; i < blocks; i++)
        {
            x = Permute(x.Xor(State.Of(input, other, i)));
            x.CopyTo(output[(Words * ((i / 2) + ((i & 1) * (blocks / 2))))..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static State Permute(State s)
    {
        Vector128<uint> a = s.A, b = s.B, c = s.C, d = s.D;
        for (int i = 0; i < DoubleRounds; i++)
        {
            b ^= Rotated(a + d, 7);
            c ^= Rotated(b + a, 9);
            d ^= Rotated(c + b, 13);
            a ^= Rotated(d + c, 18);
            b = Vector128.Shuffle(b, Left);
            c = Vector128.Shuffle(c, Half);
            d = Vector128.Shuffle(d, Right);

            d ^= Rotated(a + b, 7);
            c ^= Rotated(d + a, 9);
            b ^= Rotated(c + d, 13);
            a ^= Rotated(b + c, 18);
            b = Vector128.Shuffle(b, Right);
            c = Vector128.Shuffle(c, Half);
            d = Vector128.Shuffle(d, Left);
        }

        return new State(a + s.A, b + s.B, c + s.C, d + s.D);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotated(Vector128<uint> value, int count) => (value << count) | (value >>> (32 - count));

    // Within its block, the word at place i of ours is word 5 i mod 16.
    private static int PlaceOf(int index) => (index & ~(Words - 1)) + ((5 * index) & (Words - 1));

    private readonly struct State(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d)
    {
        public Vector128<uint> A => a;

        public Vector128<uint> B => b;

        public Vector128<uint> C => c;

        public Vector128<uint> D => d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static State Of(ReadOnlySpan<uint> input, ReadOnlySpan<uint> other, int block)
        {
            State own = Load(input.Slice(Words * block, Words));
            return other.IsEmpty ? own : own.Xor(Load(other.Slice(Words * block, Words)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public State Xor(State other) => new(A ^ other.A, B ^ other.B, C ^ other.C, D ^ other.D);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void CopyTo(Span<uint> words)
        {
            ref uint first = ref MemoryMarshal.GetReference(words[..Words]);
            A.StoreUnsafe(ref first);
            B.StoreUnsafe(ref first, 4);
            C.StoreUnsafe(ref first, 8);
            D.StoreUnsafe(ref first, 12);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static State Load(ReadOnlySpan<uint> block)
        {
            ref uint first = ref MemoryMarshal.GetReference(block);
            return new State(
                Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref first, 4), Vector128.LoadUnsafe(ref first, 8), Vector128.LoadUnsafe(ref first, 12));
        }
    }
}
