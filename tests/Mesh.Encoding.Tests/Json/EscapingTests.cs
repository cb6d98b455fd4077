using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mesh.Encoding.Tests;

/// <summary>Which characters are escaped in strings, by both ways in: characters and UTF-8.</summary>
public class EscapingTests
{
    [Fact]
    public void Quotation_mark_backslash_and_controls_are_escaped_and_nothing_else()
    {
        var random = new SeededRandom("escaping");
        for (int i = 0; i < 2000; i++)
        {
            string text = Text(random);
            string expected = "\"" + string.Concat(text.EnumerateRunes().Select(Escape)) + "\"";
            Assert.Equal(expected, Written(w => w.WriteStringValue(text)));
            Assert.Equal(expected, Written(w => w.WriteStringValue(System.Text.Encoding.UTF8.GetBytes(text))));
        }
    }

    [Fact]
    public void Every_character_by_itself_is_written_and_read_back()
    {
        for (int c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 0x101)
        {
            if (Rune.IsValid(c))
            {
                string text = "a" + new Rune(c) + "b";
                Assert.Equal("\"a" + Escape(new Rune(c)) + "b\"", Written(w => w.WriteStringValue(text)));
            }
        }
    }

    private static string Text(SeededRandom random)
    {
        var text = new StringBuilder();
        for (int left = random.Next(80); left > 0; left--)
        {
            int kind = random.Next(8);
            int c = kind switch { 0 => random.Next(0x20), 1 => '"', 2 => '\\', 3 => 0x80 + random.Next(0x700), 4 => 0xE000 + random.Next(0x100), 5 => 0x10000 + random.Next(0x1000), _ => 0x20 + random.Next(0x60) };
            text.Append(new Rune(c));
        }

        return text.ToString();
    }

    private static string Escape(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < 0x20 => "\\u" + rune.Value.ToString("x4", CultureInfo.InvariantCulture),
        _ => rune.ToString(),
    };

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, StrictJson.WriterOptions))
        {
            write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
