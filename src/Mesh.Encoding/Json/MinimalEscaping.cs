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
        for (int i = 0; i < textLength; i++)
        {
            // Surrogates too: a pair passes unchanged, half of one does not.
            if (WillEncode(text[i]) || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
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
