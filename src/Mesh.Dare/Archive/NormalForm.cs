// Normalisation form C and caseless comparison of Unicode (UAX #15; Unicode 3.13, D145), for names of files. The platform's own normalisation does
// nothing where programs are built without a copy of ICU, as ours are.

using System.Text;

namespace Mesh.Dare;

/// <summary>Canonical normal forms of text without unpaired surrogates.</summary>
internal static class NormalForm
{
    /// <summary>The class of what joins the consonants of Indic scripts.</summary>
    public const int Virama = 9;

    private const int FirstAffected = 0x300; // below, everything is in form C and nothing combines

    // Hangul syllables are computed (Unicode 3.12).
    private const int SBase = 0xAC00;
    private const int LBase = 0x1100;
    private const int VBase = 0x1161;
    private const int TBase = 0x11A7;
    private const int LCount = 19;
    private const int VCount = 21;
    private const int TCount = 28;

    /// <summary>Whether the text is in normalisation form C.</summary>
    public static bool IsComposed(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstAffected - 1)) || Compose(text) == text;

    /// <summary>The text in normalisation form C.</summary>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstAffected - 1)))
        {
            return text;
        }

        List<int> points = Decompose(text);
        Recompose(points);
        return Text(points);
    }

    /// <summary>
    /// One text for all that differ only in letter case, in normal form, or in what <paramref name="isIgnored"/> tells. Full case folding: sharp s
    /// and ss are the same.
    /// </summary>
    public static string Fold(string text, Func<Rune, bool> isIgnored)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (int point in Decompose(text))
        {
            var rune = new Rune(point);
            if (isIgnored(rune))
            {
                continue;
            }

            if (OwnFolding(point) is { } letters)
            {
                folded.Append(letters);
            }
            else
            {
                folded.Append(Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).ToString());
            }
        }

        return Compose(folded.ToString());
    }

    // What folds to several letters and is not decomposed before (CaseFolding.txt, status F), and the long s, whose capital the platform leaves out.
    private static string? OwnFolding(int point) => point switch
    {
        0xDF or 0x1E9E => "ss",
        0x149 => "\u02BCn",
        0x17F => "s",
        0x587 => "\u0565\u0582",
        0x1E9A => "a\u02BE",
        0xFB00 => "ff",
        0xFB01 => "fi",
        0xFB02 => "fl",
        0xFB03 => "ffi",
        0xFB04 => "ffl",
        0xFB05 or 0xFB06 => "st",
        0xFB13 => "\u0574\u0576",
        0xFB14 => "\u0574\u0565",
        0xFB15 => "\u0574\u056B",
        0xFB16 => "\u057E\u0576",
        0xFB17 => "\u0574\u056D",
        _ => null,
    };

    private static List<int> Decompose(string text)
    {
        List<int> points = new(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, points);
        }

        Order(points);
        return points;
    }

    private static void Decompose(int point, List<int> points)
    {
        int syllable = point - SBase;
        if (IsWithin(point, SBase, LCount * VCount * TCount))
        {
            points.Add(LBase + (syllable / (VCount * TCount)));
            points.Add(VBase + (syllable % (VCount * TCount) / TCount));
            if (syllable % TCount > 0)
            {
                points.Add(TBase + (syllable % TCount));
            }
        }
        else if (FindDecomposition(point) is int place and >= 0)
        {
            Decompose(UnicodeTables.Decompositions[(3 * place) + 1], points);
            if (UnicodeTables.Decompositions[(3 * place) + 2] is int second and > 0)
            {
                Decompose(second, points);
            }
        }
        else
        {
            points.Add(point);
        }
    }

    // Puts runs of combining characters in the order of their classes; equal classes keep theirs.
    private static void Order(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (Class(points[start]) == 0)
            {
                continue;
            }

            int end = start + 1;
            while (end < points.Count && Class(points[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] run = [.. points.GetRange(start, end - start).OrderBy(Class)]; // OrderBy is stable
                for (int i = 0; i < run.Length; i++)
                {
                    points[start + i] = run[i];
                }
            }

            start = end;
        }
    }

    private static void Recompose(List<int> points)
    {
        int starter = -1;
        int lastClass = 0;
        int kept = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i];
            int own = Class(point);
            bool blocked = kept > starter + 1 && lastClass >= own;
            if (starter >= 0 && !blocked && Pair(points[starter], point) is int composed and > 0)
            {
                points[starter] = composed;
                continue;
            }

            if (own == 0)
            {
                starter = kept;
            }

            lastClass = own;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    // The character composed of two, or 0.
    private static int Pair(int first, int second)
    {
        if (IsWithin(first, LBase, LCount) && IsWithin(second, VBase, VCount))
        {
            return SBase + ((((first - LBase) * VCount) + second - VBase) * TCount);
        }

        if (IsWithin(first, SBase, LCount * VCount * TCount))
        {
            return (first - SBase) % TCount == 0 && IsWithin(second, TBase + 1, TCount - 1) ? first + second - TBase : 0;
        }

        ReadOnlySpan<ushort> compositions = UnicodeTables.Compositions;
        ReadOnlySpan<int> parts = UnicodeTables.Decompositions;
        int low = 0;
        int high = compositions.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int place = 3 * compositions[middle];
            int order = parts[place + 1] != first ? parts[place + 1].CompareTo(first) : parts[place + 2].CompareTo(second);
            if (order == 0)
            {
                return parts[place];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return 0;
    }

    private static bool IsWithin(int point, int start, int count) => point >= start && point < start + count;

    private static int FindDecomposition(int point)
    {
        ReadOnlySpan<int> table = UnicodeTables.Decompositions;
        int low = 0;
        int high = (table.Length / 3) - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int found = table[3 * middle];
            if (found == point)
            {
                return middle;
            }

            (low, high) = found < point ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>The canonical combining class.</summary>
    public static int Class(int point)
    {
        if (point < FirstAffected)
        {
            return 0;
        }

        ReadOnlySpan<int> table = UnicodeTables.Classes;
        int low = 0;
        int high = (table.Length / 3) - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (table[(3 * middle) + 1] < point)
            {
                low = middle + 1;
            }
            else if (table[3 * middle] > point)
            {
                high = middle - 1;
            }
            else
            {
                return table[(3 * middle) + 2];
            }
        }

        return 0;
    }

    private static string Text(List<int> points)
    {
        var text = new StringBuilder(points.Count);
        foreach (int point in points)
        {
            text.Append(new Rune(point).ToString());
        }

        return text.ToString();
    }
}
