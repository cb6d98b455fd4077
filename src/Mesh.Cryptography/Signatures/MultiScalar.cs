// Sums of many products of public scalars and points, in variable time.
//
// Straus: for every point a table of its odd multiples P, 3P ... 15P, and the digits of its scalar in the non-adjacent form of width 5. Pippenger: the
// digits of a place are not looked up but sorted: points of the same digit are added up in a bucket, and the buckets are added up with
// their weights. The second pays when there are many points for the buckets of a place.

using System.Buffers;
using System.Numerics;

namespace Mesh.Cryptography;

/// <summary>Sums of products in one group.</summary>
internal static class MultiScalar<TGroup, TPoint, TPrepared, TScalar>
    where TGroup : struct, ISignatureGroup<TPoint, TPrepared, TScalar>
    where TPoint : struct
    where TPrepared : struct
    where TScalar : struct
{
    /// <summary>
    /// From this number of points on buckets are faster, as measured for both curves: up to 450 without vectors, from 200 on where tables have to
    /// share the caches.
    /// </summary>
    public const int BucketsFrom = 280;

    private const int Width = 5;
    private const int TableSize = 1 << (Width - 2);

    /// <summary>
    /// r = the sum of [scalar]point; <paramref name="words"/> holds the scalars one after the other,
    /// <see cref="ISignatureGroup{TPoint, TPrepared, TScalar}.ScalarWords"/> each.
    /// </summary>
    public static void Sum(out TPoint r, ReadOnlySpan<TPoint> points, ReadOnlySpan<ulong> words)
    {
        if (points.Length < BucketsFrom)
        {
            SumByTables(out r, points, words);
        }
        else
        {
            SumByBuckets(out r, points, words);
        }
    }

    /// <summary>Straus.</summary>
    public static void SumByTables(out TPoint r, ReadOnlySpan<TPoint> points, ReadOnlySpan<ulong> words)
    {
        int places = (64 * TGroup.ScalarWords) + 1;
        TPrepared[] tables = ArrayPool<TPrepared>.Shared.Rent(points.Length * TableSize);
        Term[] terms = ArrayPool<Term>.Shared.Rent(points.Length * ((places / Width) + 1));
        int[] sorted = ArrayPool<int>.Shared.Rent(points.Length * ((places / Width) + 1));
        Span<int> ends = stackalloc int[places];
        try
        {
            for (int i = 0; i < points.Length; i++)
            {
                OddMultiples(points[i], tables.AsSpan(i * TableSize, TableSize));
            }

            int count = Digits(words, points.Length, terms, ends);
            Sort(terms.AsSpan(0, count), sorted, ends);
            Accumulate(out r, tables, sorted, ends);
        }
        finally
        {
            ArrayPool<TPrepared>.Shared.Return(tables);
            ArrayPool<Term>.Shared.Return(terms);
            ArrayPool<int>.Shared.Return(sorted);
        }
    }

    /// <summary>Pippenger.</summary>
    public static void SumByBuckets(out TPoint r, ReadOnlySpan<TPoint> points, ReadOnlySpan<ulong> words)
    {
        // Digits are in -2^(width-1) .. 2^(width-1); the carry out of the highest one is a place of its own.
        int width = Math.Clamp(BitOperations.Log2((uint)points.Length) - 2, 2, 14);
        int places = ((64 * TGroup.ScalarWords) / width) + 1;
        TPrepared[] prepared = ArrayPool<TPrepared>.Shared.Rent(points.Length);
        short[] digits = ArrayPool<short>.Shared.Rent(points.Length * places);
        TPoint[] buckets = ArrayPool<TPoint>.Shared.Rent(1 << (width - 1));
        bool[] filled = ArrayPool<bool>.Shared.Rent(1 << (width - 1));
        try
        {
            for (int i = 0; i < points.Length; i++)
            {
                TGroup.Prepare(out prepared[i], points[i]);
                Windows(words.Slice(i * TGroup.ScalarWords, TGroup.ScalarWords), width, digits.AsSpan(i * places, places));
            }

            r = TGroup.Neutral;
            for (int place = places - 1; place >= 0; place--)
            {
                for (int i = 0; i < width; i++)
                {
                    TGroup.Double(out r, r, withT: i == width - 1);
                }

                Span<bool> isFilled = filled.AsSpan(0, 1 << (width - 1));
                isFilled.Clear();
                for (int i = 0; i < points.Length; i++)
                {
                    int digit = digits[(i * places) + place];
                    if (digit != 0)
                    {
                        int at = Math.Abs(digit) - 1;
                        if (!isFilled[at])
                        {
                            isFilled[at] = true;
                            buckets[at] = TGroup.Neutral;
                        }

                        AddOrSubtract(ref buckets[at], prepared[i], digit < 0);
                    }
                }

                AddBuckets(ref r, buckets, isFilled);
            }
        }
        finally
        {
            ArrayPool<TPrepared>.Shared.Return(prepared);
            ArrayPool<short>.Shared.Return(digits);
            ArrayPool<TPoint>.Shared.Return(buckets);
            ArrayPool<bool>.Shared.Return(filled);
        }
    }

    private static void Accumulate(out TPoint r, ReadOnlySpan<TPrepared> tables, ReadOnlySpan<int> sorted, ReadOnlySpan<int> ends)
    {
        r = TGroup.Neutral;
        for (int place = ends.Length - 1; place >= 0; place--)
        {
            int start = place == 0 ? 0 : ends[place - 1];
            TGroup.Double(out r, r, withT: start != ends[place] || place == 0);
            for (int i = start; i < ends[place]; i++)
            {
                int entry = sorted[i];
                AddOrSubtract(ref r, tables[entry >> 1], (entry & 1) != 0);
            }
        }
    }

    private static void AddOrSubtract(ref TPoint r, in TPrepared q, bool subtract)
    {
        if (subtract)
        {
            TGroup.Subtract(out r, r, q);
        }
        else
        {
            TGroup.Add(out r, r, q);
        }
    }

    // r += the sum of (i + 1) buckets[i], as the sum of all sums from the top.
    private static void AddBuckets(ref TPoint r, ReadOnlySpan<TPoint> buckets, ReadOnlySpan<bool> filled)
    {
        TPoint sum = TGroup.Neutral;
        bool any = false;
        TPrepared prepared = default;
        for (int i = filled.Length - 1; i >= 0; i--)
        {
            if (filled[i])
            {
                TGroup.Prepare(out prepared, buckets[i]);
                TGroup.Add(out sum, sum, prepared);
                TGroup.Prepare(out prepared, sum);
                any = true;
            }

            if (any)
            {
                TGroup.Add(out r, r, prepared);
            }
        }
    }

    // The digits of all scalars, and in ends the number of them at each place.
    private static int Digits(ReadOnlySpan<ulong> words, int count, Span<Term> terms, Span<int> ends)
    {
        ends.Clear();
        int found = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<ulong> scalar = words.Slice(i * TGroup.ScalarWords, TGroup.ScalarWords);
            int place = 0;
            ulong carry = 0;
            while (NonAdjacentForm.TryNext(scalar, Width, ref place, ref carry, out int digit))
            {
                int entry = (i * TableSize) + (Math.Abs(digit) >> 1);
                terms[found++] = new Term(place, (2 * entry) | (digit < 0 ? 1 : 0));
                ends[place]++;
                place += Width;
            }
        }

        return found;
    }

    // Sorts by place; ends becomes where each place ends.
    private static void Sort(ReadOnlySpan<Term> terms, Span<int> sorted, Span<int> ends)
    {
        int sum = 0;
        for (int place = 0; place < ends.Length; place++)
        {
            int here = ends[place];
            ends[place] = sum;
            sum += here;
        }

        foreach (Term term in terms)
        {
            sorted[ends[term.Place]++] = term.Entry;
        }
    }

    private static void OddMultiples(in TPoint p, Span<TPrepared> table)
    {
        TGroup.Prepare(out table[0], p);
        TGroup.Double(out TPoint multiple, p, withT: true);
        TGroup.Prepare(out TPrepared twice, multiple);
        multiple = p;
        for (int i = 1; i < table.Length; i++)
        {
            TGroup.Add(out multiple, multiple, twice);
            TGroup.Prepare(out table[i], multiple);
        }
    }

    private static void Windows(ReadOnlySpan<ulong> scalar, int width, Span<short> digits)
    {
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int position = i * width;
            int word = position >> 6;
            int shift = position & 63;
            ulong bits = word < scalar.Length ? scalar[word] >> shift : 0;
            if (shift != 0 && word + 1 < scalar.Length)
            {
                bits |= scalar[word + 1] << (64 - shift);
            }

            int digit = (int)(bits & ((1UL << width) - 1)) + carry;
            carry = (digit + (1 << (width - 1)) - 1) >> width;
            digits[i] = (short)(digit - (carry << width));
        }
    }

    // One digit: its place, and twice the index of its multiple, plus one where it is negative.
    private readonly record struct Term(int Place, int Entry);
}
