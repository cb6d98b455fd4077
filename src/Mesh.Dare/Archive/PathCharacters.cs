// Which characters a path may hold (DARE, decision D-21, and docs/decisions/0015). Characters that nobody sees let two names look alike, and are
// dropped by some file systems, so that a refused name comes back behind an accepted one. They are accepted only where writing needs them: joiners in
// emoji and in the scripts that have them, variation selectors after what they vary.

using System.Globalization;
using System.Text;

namespace Mesh.Dare;

/// <summary>The characters of a path, one by one.</summary>
internal static class PathCharacters
{
    private const int MostShown = 200;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int TextVariation = 0xFE0E;
    private const int EmojiVariation = 0xFE0F;
    private const int KeycapMark = 0x20E3;
    private const int BlackFlag = 0x1F3F4;
    private const int LastTag = 0xE007F;
    private const int Replacement = 0xFFFD;

    /// <summary>The first fault of the characters; <see cref="ArchivePathFault.None"/> when there is none.</summary>
    public static ArchivePathFault Check(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            int found = text.AsSpan().IndexOfAny('\\', ':');
            return found < 0 ? ArchivePathFault.None : Check(text[found], 0, 0); // what nearly all paths are
        }

        int before = 0;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int length) != System.Buffers.OperationStatus.Done)
            {
                return ArchivePathFault.NotText;
            }

            rest = rest[length..];
            if (Check(rune.Value, before, Next(rest)) is var fault and not ArchivePathFault.None)
            {
                return fault;
            }

            before = rune.Value;
        }

        return ArchivePathFault.None;
    }

    /// <summary>Joiners, variation selectors and tags: some file systems compare names as if they were not there.</summary>
    public static bool IsIgnoredBySomeSystems(Rune rune) => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner || IsVariation(rune.Value) || IsTag(rune.Value);

    /// <summary>See <see cref="ArchivePath.Show"/>.</summary>
    public static string Show(string text)
    {
        var shown = new StringBuilder();
        ReadOnlySpan<char> rest = text;
        int before = 0;
        while (!rest.IsEmpty && shown.Length < MostShown)
        {
            bool isText = Rune.DecodeFromUtf16(rest, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            int point = isText ? rune.Value : rest[0];
            rest = rest[length..];
            bool plain = isText
                && (Check(point, before, Next(rest)) is ArchivePathFault.None or ArchivePathFault.Colon or ArchivePathFault.Backslash
                    || point == Replacement);
            shown.Append(plain ? rune.ToString() : $"\\u{{{point:X}}}");
            before = point;
        }

        return rest.IsEmpty ? shown.ToString() : shown.Append('…').ToString();
    }

    private static ArchivePathFault Check(int point, int before, int after)
    {
        if (point is > 0x1F and < 0x7F)
        {
            return point switch
            {
                '\\' => ArchivePathFault.Backslash,
                ':' => ArchivePathFault.Colon,
                _ => ArchivePathFault.None,
            };
        }

        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(point);
        if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        {
            return ArchivePathFault.ControlCharacter;
        }

        if (point == Replacement || point is >= 0xFDD0 and <= 0xFDEF || (point & 0xFFFE) == 0xFFFE)
        {
            return ArchivePathFault.NotText;
        }

        if (point is >= 0xF000 and <= 0xF0FF)
        {
            return ArchivePathFault.MappedCharacter;
        }

        return IsInvisible(point, category) && !IsNeeded(point, before, after) ? ArchivePathFault.InvisibleCharacter : ArchivePathFault.None;
    }

    // Format characters except the few that are drawn, and the other characters that Unicode lets a program draw as nothing.
    private static bool IsInvisible(int point, UnicodeCategory category) =>
        (category == UnicodeCategory.Format
            && point is not ((>= 0x600 and <= 0x605) or 0x6DD or 0x70F or 0x890 or 0x891 or 0x8E2 or 0x110BD or 0x110CD))
        || point is 0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or 0xFFA0
        || point is (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF)
        || IsVariation(point);

    private static bool IsNeeded(int point, int before, int after) => point switch
    {
        ZeroWidthJoiner => (IsPicture(before) && IsPicture(after)) || IsVirama(before),
        ZeroWidthNonJoiner => IsVirama(before) || (IsJoining(before) && IsJoining(after)),
        TextVariation => IsPicture(before) && before != EmojiVariation,
        EmojiVariation => (IsPicture(before) && before != EmojiVariation) || (IsKeycap(before) && after == KeycapMark),
        LastTag => IsTag(before) && before != LastTag,
        _ when IsVariation(point) => IsIdeograph(before),
        _ when IsTag(point) => (before == BlackFlag || (IsTag(before) && before != LastTag)) && IsTag(after),
        _ => false,
    };

    // What emoji are made of; the last range includes those to come.
    private static bool IsPicture(int point) =>
        point is EmojiVariation or 0x203C or 0x2049 or 0x3030 or 0x303D or (>= 0x1F000 and <= 0x1FAFF)
        || (point > 0x7F && CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol);

    private static bool IsKeycap(int point) => point is (>= '0' and <= '9') or '#' or '*';

    private static bool IsVirama(int point) => NormalForm.Class(point) == NormalForm.Virama;

    // Letters and marks of Arabic, Syriac, N'Ko, Mandaic and Mongolian.
    private static bool IsJoining(int point) =>
        point is (>= 0x620 and <= 0x8FF) or (>= 0x1820 and <= 0x18AA)
        && CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.ModifierLetter;

    private static bool IsIdeograph(int point) => point is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsVariation(int point) => point is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static bool IsTag(int point) => point is >= 0xE0020 and <= LastTag;

    private static int Next(ReadOnlySpan<char> rest) =>
        Rune.DecodeFromUtf16(rest, out Rune rune, out _) == System.Buffers.OperationStatus.Done ? rune.Value : 0;
}
