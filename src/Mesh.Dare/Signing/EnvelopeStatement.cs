using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The SignedData of an envelope (Mesh sealing, section 3): <c>Signer</c>, <c>dig</c>, <c>PayloadDigest</c>, <c>PayloadTag</c>, <c>enc</c>,
/// <c>Salt</c>, <c>KeyCommit</c>, <c>RecipientsDigest</c>, <c>ContentMetaDigest</c>, <c>Created</c> and in catalogs <c>Origin</c>,
/// <c>Index</c>.
/// </summary>
internal static class EnvelopeStatement
{
    /// <param name="signer">The kid of the signer's key.</param>
    /// <param name="header">The header; what it states about itself is what is signed.</param>
    /// <param name="payloadDigest">The digest of the body, computed here and now.</param>
    /// <param name="payloadTag">The tag of the body, if the cipher has one.</param>
    /// <param name="place">The place, in catalogs.</param>
    /// <param name="created">The time, when signing.</param>
    public static Statement Of(
        string signer,
        DareHeader header,
        ReadOnlyMemory<byte> payloadDigest,
        ReadOnlyMemory<byte>? payloadTag,
        StorePlace? place,
        string? created = null) =>
        new Statement()
            .Text("Signer", signer)
            .Text("dig", header.DigestAlgorithm)
            .Binary("PayloadDigest", payloadDigest)
            .Binary("PayloadTag", payloadTag)
            .Text("enc", header.EncryptionAlgorithm)
            .Binary("Salt", header.Salt)
            .Binary("KeyCommit", header.KeyCommit)
            .Binary("RecipientsDigest", OptionalOctets.Of(header.Recipients is { } list ? RecipientsDigest(list) : null))
            .Binary("ContentMetaDigest", ContentMetaDigest(header.ContentMetaData.Span))
            .Created(created)
            .Binary("Origin", place?.Origin)
            .Integer("Index", place?.Index);

    /// <summary>SHA-256 over the recipients' <c>kid</c>s, each as a JSON-B string, in order.</summary>
    public static byte[] RecipientsDigest(IReadOnlyList<DareRecipient> recipients)
    {
        var items = new JsonBWriter();
        foreach (DareRecipient recipient in recipients)
        {
            items.String(recipient.KeyIdentifier);
        }

        return SHA256.HashData(items.Written);
    }

    private static ReadOnlyMemory<byte>? ContentMetaDigest(ReadOnlySpan<byte> contentMetaData) =>
        OptionalOctets.Of(contentMetaData.IsEmpty ? null : SHA256.HashData(contentMetaData));
}
