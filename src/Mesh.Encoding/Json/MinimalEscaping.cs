using System.Text.Encodings.Web;

namespace Mesh.Encoding;

/// <summary>
/// Escapes in JSON strings what RFC 8259 section 7 requires and nothing else: the quotation mark, the backslash and U+0000 to
/// U+001F, with the two-character forms where they exist.
/// </summary>
internal sealed unsafe class MinimalEscaping : JavaScriptEncoder
{
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        // Surrogates too: a pair passes unchanged, half of one does not.
        var characters = new ReadOnlySpan<char>(text, textLength);
        int first = characters.IndexOfAny('"', '\\');
        int control = Before(characters, first).IndexOfAnyInRange('\u0000', '\u001F');
        first = control < 0 ? first : control;
        int surrogate = Before(characters, first).IndexOfAnyInRange('\uD800', '\uDFFF');
        return surrogate < 0 ? first : surrogate;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        int first = utf8Text.IndexOfAny((byte)'"', (byte)'\\');
        int unusual = Before(utf8Text, first).IndexOfAnyExceptInRange((byte)0x20, (byte)0x7F);
        if (unusual < 0 || utf8Text[unusual] < 0x20)
        {
            return unusual < 0 ? first : unusual;
        }

        int rest = base.FindFirstCharacterToEncodeUtf8(utf8Text[unusual..]);
        return rest < 0 ? rest : unusual + rest;
    }

    private static ReadOnlySpan<T> Before<T>(ReadOnlySpan<T> text, int index) => index < 0 ? text : text[..index];

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
