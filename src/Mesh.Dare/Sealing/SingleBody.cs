using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// A body under <c>A256GCM</c> in one call (Mesh sealing, section 2): as many octets as the plaintext, at most
/// <see cref="DareLimits.SingleBody"/>, and a tag of 16.
/// </summary>
internal static class SingleBody
{
    public static byte[] Seal(BodyKeys keys, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> tag)
    {
        byte[] body = new byte[plaintext.Length];
        using var gcm = new AesGcm(keys.Key.Reveal(), BodyCipherNames.TagSize);
        gcm.Encrypt(keys.Nonce, plaintext, body, tag, associatedData);
        return body;
    }

    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public static byte[] Open(BodyKeys keys, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tag)
    {
        byte[] plaintext = new byte[body.Length];
        using var gcm = new AesGcm(keys.Key.Reveal(), BodyCipherNames.TagSize);
        try
        {
            gcm.Decrypt(keys.Nonce, body, tag, plaintext, associatedData);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw DareException.Decryption();
        }
    }
}
