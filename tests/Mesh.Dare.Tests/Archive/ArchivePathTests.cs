using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Dare.Tests;

public class ArchivePathTests
{
    public static TheoryData<string> Ids => Vectors.DareIds("archive-path");

    [Fact]
    public void All_vectors_are_here() => Assert.Equal(26, Vectors.DareOf("archive-path").Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_vector_is_accepted_or_refused(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        string text = vector.Inputs().Text("path");
        bool accepted = ArchivePath.TryParse(text, out ArchivePath? path, out ArchivePathFault fault);
        Assert.Equal(vector.Expected().GetProperty("accept").GetBoolean(), accepted);
        Assert.Equal(accepted, fault == ArchivePathFault.None);
        Assert.Equal(accepted ? text : null, path?.Text);
    }

    [Theory]
    [InlineData("", ArchivePathFault.Empty)]
    [InlineData("/etc/passwd", ArchivePathFault.Absolute)]
    [InlineData("//server/share", ArchivePathFault.Absolute)]
    [InlineData("/", ArchivePathFault.Absolute)]
    [InlineData("a/", ArchivePathFault.TrailingSeparator)]
    [InlineData("a//b", ArchivePathFault.EmptyComponent)]
    [InlineData(".", ArchivePathFault.DotStep)]
    [InlineData("..", ArchivePathFault.DotStep)]
    [InlineData("a/./b", ArchivePathFault.DotStep)]
    [InlineData("a/../b", ArchivePathFault.DotStep)]
    [InlineData("a\\..\\b", ArchivePathFault.Backslash)]
    [InlineData("\\\\?\\C:\\x", ArchivePathFault.Backslash)]
    [InlineData("a.txt:evil", ArchivePathFault.Colon)]
    [InlineData("a.txt::$DATA", ArchivePathFault.Colon)]
    [InlineData("dir:$I30:$INDEX_ALLOCATION/x", ArchivePathFault.Colon)]
    [InlineData("a\tb", ArchivePathFault.ControlCharacter)]
    [InlineData("a\u001B[2J", ArchivePathFault.ControlCharacter)]
    [InlineData("a\u007F", ArchivePathFault.ControlCharacter)]
    [InlineData("a\u0085b", ArchivePathFault.ControlCharacter)]
    [InlineData("a\u2028b", ArchivePathFault.ControlCharacter)]
    [InlineData("a\u2029b", ArchivePathFault.ControlCharacter)]
    [InlineData("a\uFFFDb", ArchivePathFault.NotText)]
    [InlineData("a\uFFFEb", ArchivePathFault.NotText)]
    [InlineData("a\uFDD0b", ArchivePathFault.NotText)]
    [InlineData("a\U0001FFFFb", ArchivePathFault.NotText)]
    [InlineData("a\uF05Cb", ArchivePathFault.MappedCharacter)]
    [InlineData("a\uF03Ab", ArchivePathFault.MappedCharacter)]
    [InlineData("A\u030A", ArchivePathFault.NotNormalised)]
    [InlineData("\u212B", ArchivePathFault.NotNormalised)] // Angstrom sign
    [InlineData("\u1112\u1161\u11AB", ArchivePathFault.NotNormalised)] // jamo
    [InlineData("a\u0301\u0323", ArchivePathFault.NotNormalised)]
    [InlineData("con", ArchivePathFault.DeviceName)]
    [InlineData("a/Aux.tar.gz", ArchivePathFault.DeviceName)]
    [InlineData("prn .txt", ArchivePathFault.DeviceName)]
    [InlineData("COM0", ArchivePathFault.DeviceName)]
    [InlineData("lpt9", ArchivePathFault.DeviceName)]
    [InlineData("com\u00B9", ArchivePathFault.DeviceName)]
    [InlineData("LPT\u00B3.x/y", ArchivePathFault.DeviceName)]
    [InlineData("conin$", ArchivePathFault.DeviceName)]
    [InlineData("CONOUT$.log", ArchivePathFault.DeviceName)]
    [InlineData("clock$", ArchivePathFault.DeviceName)]
    [InlineData("...", ArchivePathFault.TrailingDotOrBlank)]
    [InlineData("a/.. /b", ArchivePathFault.TrailingDotOrBlank)]
    [InlineData(" ", ArchivePathFault.TrailingDotOrBlank)]
    [InlineData("a\u00A0", ArchivePathFault.TrailingDotOrBlank)]
    [InlineData("a\u3000/b", ArchivePathFault.TrailingDotOrBlank)]
    public void What_attackers_use_is_refused(string text, ArchivePathFault fault)
    {
        Assert.False(ArchivePath.TryParse(text, out _, out ArchivePathFault found));
        Assert.Equal(fault, found);
        DareException e = Assert.Throws<DareException>(() => ArchivePath.Parse(text));
        Assert.Equal(DareError.EntryRefused, e.Code);
        Assert.Contains(ArchivePath.Reason(fault), e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Fact]
    public void Invisible_characters_are_refused()
    {
        int[] points =
        [
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D,
            0x202E, 0x2060, 0x2061, 0x2064, 0x2065, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x206F, 0x3164, 0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0,
            0xFFF9, 0xFFFB, 0x1BCA0, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xE0FFF,
        ];
        foreach (string invisible in points.Select(char.ConvertFromUtf32))
        {
            foreach (string text in new[] { "invoice" + invisible + "fdp.exe", ".g" + invisible + "it/config", invisible + "a", "a" + invisible, invisible })
            {
                Assert.False(ArchivePath.TryParse(text, out _, out ArchivePathFault fault), $"U+{char.ConvertToUtf32(invisible, 0):X}");
                Assert.Equal(ArchivePathFault.InvisibleCharacter, fault);
            }
        }
    }

    [Theory]
    [InlineData("a~1")]
    [InlineData("notes.~1~")]
    [InlineData("#a*?\"<>|.txt")]
    [InlineData("...a")]
    [InlineData(" a")]
    [InlineData("console/auxiliary/com10/lpt/null")]
    [InlineData("Bildschirm 10.00\u202FUhr.png")] // the narrow blank of screen pictures on macOS
    [InlineData("\u65E5\u672C\u8A9E/\uFF21.txt")]
    [InlineData("\U0001F469\U0001F3FD\u200D\U0001F4BB.txt")] // a woman at a computer, with a skin tone
    [InlineData("\u2764\uFE0F\u200D\U0001F525")] // heart on fire
    [InlineData("1\uFE0F\u20E3")] // keycap
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")] // flag of England
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")] // Persian
    [InlineData("\u0915\u094D\u200D\u0937")] // Devanagari
    [InlineData("\u845B\U000E0100")] // ideograph with its variation
    [InlineData("\uAC00\uE000\uF8FF")]
    public void What_people_use_is_accepted(string text) => Assert.Equal(text, ArchivePath.Parse(text).Text);

    [Theory]
    [InlineData("\U0001F3F4\U000E0067")] // an open flag
    [InlineData("\U0001F3F4\U000E007F")]
    [InlineData("\U0001F3F4\U000E0067\U000E007F\U000E007F")]
    [InlineData("\u2764\uFE0F\uFE0F")]
    [InlineData("\u2764\u200D")]
    [InlineData("\u2764\u200D\u200D\U0001F525")]
    [InlineData("1\uFE0F")]
    [InlineData("a\U000E0100")]
    [InlineData("a\u200C\u062E")]
    public void What_is_needed_in_its_place_is_refused_elsewhere(string text)
    {
        Assert.False(ArchivePath.TryParse(text, out _, out ArchivePathFault fault));
        Assert.Equal(ArchivePathFault.InvisibleCharacter, fault);
    }

    [Fact]
    public void Unpaired_surrogates_are_refused()
    {
        // Not inline data: the runner would replace them.
        foreach (string text in new[] { "a\uD800", "\uDC00a", "a\uDC00\uD800b" })
        {
            Assert.False(ArchivePath.TryParse(text, out _, out ArchivePathFault fault));
            Assert.Equal(ArchivePathFault.NotText, fault);
            Assert.Contains("\\u{D", ArchivePath.Show(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_limits_are_exact()
    {
        string component = new('x', ArchivePath.LongestComponent);
        Assert.Equal(component, ArchivePath.Parse(component).Name);
        Refused(component + "x", ArchivePathFault.LongComponent);
        Refused(new string('\u00E4', 128), ArchivePathFault.LongComponent); // 256 octets
        Refused("a/" + component + "x/b", ArchivePathFault.LongComponent);

        string longest = string.Join('/', Enumerable.Repeat(component, 16)); // 16 * 255 + 15 = 4095 octets
        Assert.Equal(16, ArchivePath.Parse(longest).Components.Count);
        ArchivePath.Parse(string.Join('/', Enumerable.Repeat(new string('x', 254), 16)) + "/xxxxxxxxxxxxxxxx"); // 4096
        Refused(string.Join('/', Enumerable.Repeat(new string('x', 254), 16)) + "/xxxxxxxxxxxxxxxxx", ArchivePathFault.TooLong);
        Refused(string.Join('/', Enumerable.Repeat(new string('\u20AC', 85), 17)), ArchivePathFault.TooLong); // fewer characters than octets
        Refused(new string('x', 10_000_000), ArchivePathFault.TooLong);

        Assert.Equal(128, ArchivePath.Parse(string.Join('/', Enumerable.Repeat("d", 128))).Components.Count);
        Refused(string.Join('/', Enumerable.Repeat("d", 129)), ArchivePathFault.TooLong);
    }

    [Fact]
    public void The_parts_are_those_of_the_text()
    {
        ArchivePath path = ArchivePath.Parse("a/b/c.txt");
        Assert.Equal(["a", "b", "c.txt"], path.Components);
        Assert.Equal("c.txt", path.Name);
        Assert.Equal("a/b", path.Parent!.Text);
        Assert.Equal("a", path.Parent.Parent!.Text);
        Assert.Null(path.Parent.Parent.Parent);
        Assert.Equal(path, ArchivePath.Parse("a/b/c.txt"));
        Assert.NotEqual(path, ArchivePath.Parse("a/b/C.txt"));
        Assert.True(ArchivePath.Parse("a-b") < ArchivePath.Parse("a/b"));
    }

    [Fact]
    public void A_legacy_path_has_its_separators_turned_and_is_checked_like_any_other()
    {
        Assert.Equal("TestDir1/TestFile4.txt", ArchivePath.ParseLegacy("TestDir1\\TestFile4.txt").Text);
        foreach (string text in new[] { "..\\a", "\\a", "a\\..\\..\\b", "C:\\x", "\\\\server\\share" })
        {
            Assert.Equal(DareError.EntryRefused, Assert.Throws<DareException>(() => ArchivePath.ParseLegacy(text)).Code);
        }
    }

    [Theory]
    [InlineData("plain \u00E4.txt", "plain \u00E4.txt")]
    [InlineData("a\nb\u001B[31m", "a\\u{A}b\\u{1B}[31m")]
    [InlineData("evil\u202Etxt.exe", "evil\\u{202E}txt.exe")]
    [InlineData("C:\\x", "C:\\x")]
    public void What_is_shown_is_one_line_without_tricks(string text, string shown) => Assert.Equal(shown, ArchivePath.Show(text));

    [Fact]
    public void What_is_shown_is_short() => Assert.InRange(ArchivePath.Show(new string('\n', 100_000)).Length, 200, 210);

    [Fact]
    public void No_accepted_path_leaves_its_folder_or_deceives()
    {
        Gen<string> text = HostileNames.Path;
        int accepted = 0;
        Prop.ForAll(text.ToArbitrary(), t =>
        {
            if (!ArchivePath.TryParse(t, out ArchivePath? path, out _))
            {
                return true;
            }

            accepted++;
            string full = Path.GetFullPath(Path.Combine("/target", t));
            return full.StartsWith("/target/", StringComparison.Ordinal)
                && full == "/target/" + t
                && NormalForm.Compose(t) == t
                && path.Components.All(c => c.Length is > 0 and <= 255 && c.Trim('.').Length > 0)
                && !t.Any(c => c is '\\' or ':' or '\u202E' or '\u200B' || char.IsControl(c))
                && ArchivePath.Parse(path.Text).Equals(path)
                && ArchivePath.Key(t) == ArchivePath.Key(t.ToUpperInvariant())
                && ArchivePath.Key(ArchivePath.Key(t)) == ArchivePath.Key(t);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
        Assert.True(accepted > 500, $"{accepted} accepted");
    }

    [Fact]
    public void What_is_taken_as_plain_is_what_the_rules_accept()
    {
        // Each boundary of the rules, and names made of what they are about.
        string[] pieces =
        [
            "a", "Z", "0", "~", " ", "!", ".", "..", "/", "//", "\\", ":", "\u001F", "\u007F", "\u0080", "\u00E4", "con", "PRN", "aux", "nul", "com1", "LPT9", "com0",
            "coma", "conin$", "CONOUT$", "clock$", "lpt", ".txt", "$", new string('x', 200), new string('y', 255), string.Concat(Enumerable.Repeat("d/", 63)), "d/d/d",
        ];
        int accepted = 0, refused = 0;
        Gen<string> text = from count in Gen.Choose(0, 5) from parts in Gen.Elements(pieces).ListOf(count) select string.Concat(parts);
        Prop.ForAll(text.ToArbitrary(), t =>
        {
            bool plain = PlainPath.Is(t);
            bool allowed = ArchivePath.Check(t, out _) == ArchivePathFault.None;
            _ = plain ? accepted++ : refused++;
            return plain == (allowed && System.Text.Ascii.IsValid(t));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40_000));
        Assert.True(accepted > 5000 && refused > 5000, $"{accepted} accepted, {refused} refused");

        foreach (char c in Enumerable.Range(0, 0x100).Select(i => (char)i))
        {
            foreach (string t in new[] { $"{c}", $"a{c}", $"{c}a", $"a{c}b/c{c}d" })
            {
                Assert.Equal(ArchivePath.Check(t, out _) == ArchivePathFault.None && c < 0x80, PlainPath.Is(t));
            }
        }

        foreach (int length in new[] { 4095, 4096, 4097 })
        {
            string t = string.Join('/', Enumerable.Repeat(new string('x', 240), 18))[..length];
            Assert.Equal(ArchivePath.Check(t, out _) == ArchivePathFault.None, PlainPath.Is(t));
        }
    }

    private static void Refused(string text, ArchivePathFault fault)
    {
        Assert.False(ArchivePath.TryParse(text, out _, out ArchivePathFault found));
        Assert.Equal(fault, found);
    }
}
