// One of eight entries of a table, by a secret index: every entry is read, and masks made by arithmetic keep one.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mesh.Cryptography;

using V = Vector128<ulong>;

/// <summary>A mask for each of eight entries: all ones for one of them, zero for the others.</summary>
internal readonly struct EightMasks
{
    private readonly V _0, _1, _2, _3, _4, _5, _6, _7;

    /// <summary>Keeps the entry at <paramref name="index"/>, 0 to 7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public EightMasks(ulong index)
    {
        V wanted = Vector128.Create(index);
        _0 = ZeroMask(wanted);
        _1 = ZeroMask(wanted ^ Vector128.Create(1UL));
        _2 = ZeroMask(wanted ^ Vector128.Create(2UL));
        _3 = ZeroMask(wanted ^ Vector128.Create(3UL));
        _4 = ZeroMask(wanted ^ Vector128.Create(4UL));
        _5 = ZeroMask(wanted ^ Vector128.Create(5UL));
        _6 = ZeroMask(wanted ^ Vector128.Create(6UL));
        _7 = ZeroMask(wanted ^ Vector128.Create(7UL));
    }

    /// <summary>r = the entry, of eight that stand one behind the other from <paramref name="first"/> on; their size is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep<T>(out T r, in T first)
        where T : struct
    {
        Unsafe.SkipInit(out r);
        ref V from = ref Unsafe.As<T, V>(ref Unsafe.AsRef(in first));
        ref V to = ref Unsafe.As<T, V>(ref r);
        int vectors = Unsafe.SizeOf<T>() / 16;
        for (int i = 0; i < vectors; i++)
        {
            Unsafe.Add(ref to, i) = KeepVector(ref Unsafe.Add(ref from, i), vectors);
        }
    }

    /// <summary>The vector of the entry, of eight that stand <paramref name="stride"/> vectors apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal V KeepVector(ref V first, int stride)
    {
        unchecked
        {
            V low = (_0 & first) | (_1 & Unsafe.Add(ref first, stride));
            low |= (_2 & Unsafe.Add(ref first, 2 * stride)) | (_3 & Unsafe.Add(ref first, 3 * stride));
            V high = (_4 & Unsafe.Add(ref first, 4 * stride)) | (_5 & Unsafe.Add(ref first, 5 * stride));
            high |= (_6 & Unsafe.Add(ref first, 6 * stride)) | (_7 & Unsafe.Add(ref first, 7 * stride));
            return low | high;
        }
    }

    // All ones for 0; the values are below 2^63.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ZeroMask(V value) => V.Zero - ((value - V.One) >>> 63);
}
