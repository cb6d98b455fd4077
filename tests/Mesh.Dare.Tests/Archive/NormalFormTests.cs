using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mesh.Dare.Tests;

/// <summary>Normal forms against those of another implementation: Python's unicodedata, Unicode 14.0.</summary>
public class NormalFormTests
{
    [Fact]
    public void Every_character_alone_has_the_form_of_the_other_implementation()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int point = 0; point < 0x110000; point++)
        {
            if (Rune.IsValid(point))
            {
                digest.AppendData(System.Text.Encoding.UTF8.GetBytes(NormalForm.Compose(new Rune(point).ToString()) + "\n"));
            }
        }

        Assert.Equal("9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b", Vectors.Hex(digest.GetHashAndReset()));
    }

    [Fact]
    public void Pairs_of_parts_have_the_form_of_the_other_implementation()
    {
        string[] parts = [.. Parts().Order().Select(p => new Rune(p).ToString())];
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string first in parts.Where((_, i) => i % 6 == 0))
        {
            foreach (string second in parts)
            {
                digest.AppendData(System.Text.Encoding.UTF8.GetBytes(NormalForm.Compose(first + second) + "\n"));
            }
        }

        Assert.Equal(1453, parts.Length);
        Assert.Equal("2d38ec1c89301db44e07dfdba26d433946c7cd94c880342f920555c8d937eebd", Vectors.Hex(digest.GetHashAndReset()));
    }

    [Fact]
    public void Longer_texts_have_the_form_of_the_other_implementation()
    {
        string path = Path.Combine(VectorFile.RepositoryRoot, "tests", "Mesh.Dare.Tests", "Archive", "normal-forms.txt");
        string[] lines = [.. File.ReadAllLines(path).Where(l => l[0] != '#')];
        Assert.Equal(500, lines.Length);
        foreach (string line in lines)
        {
            string[] sides = line.Split(';');
            string composed = NormalForm.Compose(Text(sides[0]));
            Assert.Equal(Text(sides[1]), composed);
            Assert.Equal(sides[0] == sides[1], NormalForm.IsComposed(Text(sides[0])));
            Assert.True(NormalForm.IsComposed(composed));
        }
    }

    [Theory]
    [InlineData("ABC/readme", "abc/README")]
    [InlineData("\u00C9t\u00E9", "e\u0301TE\u0301")] // accents in either form
    [InlineData("Stra\u00DFe", "STRASSE")]
    [InlineData("\u1E9E", "ss")]
    [InlineData("\u03C3", "\u03C2")] // final sigma
    [InlineData("\u212Ai", "KI")] // Kelvin sign
    [InlineData("\u017Fo", "SO")] // long s
    [InlineData("\uFB03", "FFI")]
    [InlineData("\u00B5", "\u039C")] // micro sign
    [InlineData("\u1FB3", "\u0391\u0399")] // iota subscript
    [InlineData("\u13A0", "\uAB70")] // Cherokee
    [InlineData("\U00010400", "\U00010428")] // Deseret, outside the first plane
    [InlineData("a\u200Db\uFE0F", "AB")]
    public void Texts_that_meet_in_one_file_somewhere_have_one_key(string left, string right) =>
        Assert.Equal(ArchivePath.Key(left), ArchivePath.Key(right));

    [Theory]
    [InlineData("a", "b")]
    [InlineData("\u00E9", "e")]
    [InlineData("\u0131", "i")] // no file system takes the dotless i for the other
    [InlineData("a/b", "ab")]
    public void Other_texts_have_keys_of_their_own(string left, string right) => Assert.NotEqual(ArchivePath.Key(left), ArchivePath.Key(right));

    private static SortedSet<int> Parts()
    {
        SortedSet<int> parts = [];
        for (int i = 0; i < UnicodeTables.Decompositions.Length; i += 3)
        {
            parts.Add(UnicodeTables.Decompositions[i + 1]);
            parts.Add(UnicodeTables.Decompositions[i + 2]);
        }

        parts.Remove(0);
        return parts;
    }

    private static string Text(string codes) =>
        string.Concat(codes.Split(' ').Select(c => new Rune(int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
}
