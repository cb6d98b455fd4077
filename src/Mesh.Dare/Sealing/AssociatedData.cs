using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// What a tag covers besides the body (Mesh sealing, section 2): JSON-B items
/// <c>string("DARE-AEAD-1") string(enc) string(dig) binary(Salt) binary(ContentMetaData) binary(KeyCommit)</c>.
/// </summary>
internal static class AssociatedData
{
    /// <param name="cipher">The cipher whose name stands for <c>enc</c>.</param>
    /// <param name="dig">The header's member, never the trailer's; absent and <c>none</c> give the empty string.</param>
    /// <param name="salt">The salt that the keys are made with.</param>
    /// <param name="contentMetaData">Its octets after base64url decoding; absent is empty.</param>
    /// <param name="keyCommit">The commitment that goes with the salt.</param>
    public static byte[] Of(
        BodyCipher cipher, string? dig, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> contentMetaData, ReadOnlySpan<byte> keyCommit) =>
        new JsonBWriter()
            .String("DARE-AEAD-1")
            .String(cipher.Name())
            .String(dig is null or "none" ? "" : dig)
            .Binary(salt)
            .Binary(contentMetaData)
            .Binary(keyCommit)
            .ToArray();
}
