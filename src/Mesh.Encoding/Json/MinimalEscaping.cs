using System.Buffers;
using System.Text.Encodings.Web;

namespace Mesh.Encoding;

/// <summary>
/// Escapes in JSON strings what RFC 8259 section 7 requires and nothing else: the quotation mark, the backslash and U+0000 to
/// U+001F, with the two-character forms where they exist.
/// </summary>
internal sealed unsafe class MinimalEscaping : JavaScriptEncoder
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private static readonly SearchValues<byte> PlainAscii = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x60).Select(c => (byte)c).Where(c => c is not ((byte)'"' or (byte)'\\'))]);

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        // Surrogates too: a pair passes unchanged, half of one does not.
        var characters = new ReadOnlySpan<char>(text, textLength);
        int escaped = characters.IndexOfAny(Escaped);
        int surrogate = (escaped < 0 ? characters : characters[..escaped]).IndexOfAnyInRange('\uD800', '\uDFFF');
        return surrogate < 0 ? escaped : surrogate;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        int found = utf8Text.IndexOfAnyExcept(PlainAscii);
        if (found < 0 || utf8Text[found] < 0x80)
        {
            return found;
        }

        int rest = base.FindFirstCharacterToEncodeUtf8(utf8Text[found..]);
        return rest < 0 ? rest : found + rest;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        string form = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\\u{unicodeScalar:x4}"),
        };
        bool fits = form.TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? form.Length : 0;
        return fits;
    }
}
