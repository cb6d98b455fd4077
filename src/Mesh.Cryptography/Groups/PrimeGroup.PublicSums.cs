using System.Buffers.Binary;

namespace Mesh.Cryptography;

public abstract partial class PrimeGroup
{
    /// <summary>
    /// r = the sum of [scalars[i]]points[i], in variable time: never for secrets. The doublings are shared (Straus); digits are non-adjacent forms of
    /// width 5, and the tables hold p, 3p ... 15p of each point.
    /// </summary>
    internal void MultiplyPublic(out GroupPoint r, ReadOnlySpan<GroupScalar> scalars, ReadOnlySpan<GroupPoint> points)
    {
        const int width = 5;
        const int tableSize = 1 << (width - 2);
        int places = 8 * ScalarSize;
        var digits = new sbyte[points.Length * places];
        var tables = new GroupPoint[points.Length * tableSize];
        Span<byte> octets = stackalloc byte[ScalarSize];
        Span<ulong> words = stackalloc ulong[ScalarSize / sizeof(ulong)];
        for (int i = 0; i < points.Length; i++)
        {
            Write(scalars[i], octets);
            for (int w = 0; w < words.Length; w++)
            {
                words[w] = BinaryPrimitives.ReadUInt64LittleEndian(octets[(w * sizeof(ulong))..]);
            }

            NonAdjacentForm.Recode(words, width, digits.AsSpan(i * places, places));
            Span<GroupPoint> table = tables.AsSpan(i * tableSize, tableSize);
            table[0] = points[i];
            Double(out GroupPoint twice, points[i]);
            for (int k = 1; k < tableSize; k++)
            {
                Add(out table[k], table[k - 1], twice);
            }
        }

        r = Neutral;
        for (int place = places - 1; place >= 0; place--)
        {
            Double(out r, r);
            for (int i = 0; i < points.Length; i++)
            {
                int digit = digits[(i * places) + place];
                if (digit != 0)
                {
                    GroupPoint multiple = tables[(i * tableSize) + (Math.Abs(digit) >> 1)];
                    if (digit < 0)
                    {
                        Negate(out multiple, multiple);
                    }

                    Add(out r, r, multiple);
                }
            }
        }
    }
}
