using System.Text;

namespace Mesh.Encoding;

/// <summary>UTF-8 that refuses ill-formed octets and lone surrogates in place of replacing them (RFC 3629).</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding Codec = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Encode(ReadOnlySpan<char> text, EncodingError code)
    {
        try
        {
            byte[] octets = new byte[Codec.GetByteCount(text)];
            Codec.GetBytes(text, octets);
            return octets;
        }
        catch (EncoderFallbackException e)
        {
            throw new EncodingException(code, "the text holds half of a surrogate pair", e);
        }
    }

    public static string Decode(ReadOnlySpan<byte> octets, EncodingError code)
    {
        try
        {
            return Codec.GetString(octets);
        }
        catch (DecoderFallbackException e)
        {
            throw new EncodingException(code, "the octets are not UTF-8", e);
        }
    }
}
