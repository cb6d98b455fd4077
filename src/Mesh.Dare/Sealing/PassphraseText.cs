using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>The octets of a passphrase that somebody types (Mesh sealing, section 7).</summary>
public static class PassphraseText
{
    /// <summary>
    /// UTF-8 of the text in normalisation form C, so that it does not matter how a keyboard makes its accents (RFC 8265, section 4.2). Nothing else is
    /// changed: letter case and spaces count.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: empty, or half of a surrogate pair.</exception>
    public static SecretBytes ToOctets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw new DareException(DareError.InvalidRequest, "An empty passphrase protects nothing.");
        }

        try
        {
            // Checked first, because normal forms are those of whole characters only.
            _ = Strict.GetByteCount(text);
            byte[] octets = Strict.GetBytes(NormalForm.Compose(text));
            try
            {
                return new SecretBytes(octets);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(octets);
            }
        }
        catch (System.Text.EncoderFallbackException e)
        {
            throw new DareException(DareError.InvalidRequest, "The passphrase has half of a character.", e);
        }
    }

    private static System.Text.UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
