using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>The digest that puts the recipients of a frame under the root (docs/format/sequence.md, section 3).</summary>
internal static class SequenceRecipients
{
    /// <summary>SHA-256 of the octets of the array <c>recipients</c>.</summary>
    public static byte[] Digest(IReadOnlyList<DareRecipient> recipients) => SHA256.HashData(StrictJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (DareRecipient recipient in recipients)
        {
            recipient.Write(writer);
        }

        writer.WriteEndArray();
    }));
}
