// The prime fields of byte-string sharing (draft-hallambaker-mesh-udf 4.5, 11): p(n) = 2^(8n) + k(n) for secrets of n octets, n in 1..64,
// k(n) the least offset that gives a prime. One to nine words; no branch or index depends on a secret.

namespace Mesh.Cryptography;

/// <summary>The numbers modulo p(n), and their octets.</summary>
internal sealed class ShareField
{
    /// <summary>Octets of the longest secret.</summary>
    public const int MaximumSize = 64;

    /// <summary>The field for secrets of <paramref name="size"/> octets, 1..64.</summary>
    public ShareField(int size)
    {
        Size = size;
        Span<ulong> modulus = stackalloc ulong[(size / sizeof(ulong)) + 1];
        modulus.Clear();
        modulus[0] = Offsets[size - 1];
        modulus[^1] |= 1UL << (8 * (size % sizeof(ulong)));
        Modulus = new MontgomeryModulus(modulus);
    }

    /// <summary>Octets of a secret.</summary>
    public int Size { get; }

    /// <summary>Words of an element.</summary>
    public int Limbs => Modulus.Length;

    /// <summary>Arithmetic modulo p(n).</summary>
    public MontgomeryModulus Modulus { get; }

    private static ReadOnlySpan<ushort> Offsets =>
    [
        1, 1, 43, 15, 15, 21, 81, 13, 15, 13, 7, 61, 111, 25, 451, 51,
        85, 175, 253, 7, 87, 427, 27, 133, 235, 375, 423, 735, 357, 115, 81, 297,
        175, 57, 45, 127, 61, 37, 91, 27, 15, 241, 231, 55, 105, 127, 115, 231,
        207, 181, 37, 235, 163, 1093, 187, 211, 21, 841, 445, 165, 777, 583, 133, 75,
    ];

    /// <summary>Reads a big-endian number, below p if it has <see cref="Size"/> octets.</summary>
    public static void Read(ReadOnlySpan<byte> octets, Span<ulong> element)
    {
        element.Clear();
        for (int i = 0; i < octets.Length; i++)
        {
            element[i / 8] |= (ulong)octets[octets.Length - 1 - i] << (8 * (i % 8));
        }
    }

    /// <summary>Writes <see cref="Size"/> octets, big-endian; false where the element is 2^(8n) or more.</summary>
    public bool TryWrite(ReadOnlySpan<ulong> element, Span<byte> octets)
    {
        for (int i = 0; i < octets.Length; i++)
        {
            octets[octets.Length - 1 - i] = unchecked((byte)(element[i / 8] >> (8 * (i % 8))));
        }

        return element[^1] >> (8 * (Size % sizeof(ulong))) == 0;
    }

    /// <summary>A uniform element: n + 1 octets, big-endian, the first masked to one bit, drawn again until below p.</summary>
    public void Draw(IRandomSource random, Span<ulong> element)
    {
        Span<byte> octets = stackalloc byte[MaximumSize + 1];
        octets = octets[..(Size + 1)];
        Span<ulong> reduced = stackalloc ulong[Limbs];
        do
        {
            random.Fill(octets);
            octets[0] &= 1;
            Read(octets, element);
            element.CopyTo(reduced);
        }
        while (Words.Subtract(reduced, Modulus.Value) == 0);
        octets.Clear();
        reduced.Clear();
    }
}
