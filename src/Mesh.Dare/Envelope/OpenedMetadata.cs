using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Dare;

/// <summary>The cloaked header and the annotations in clear (DARE 2.7 and 2.8, D-22).</summary>
internal sealed record OpenedMetadata(ReadOnlyMemory<byte> ContentMetaData, IReadOnlyList<ReadOnlyMemory<byte>> Annotations)
{
    // What a cloaked header may never say again: it would contradict what the body was opened with.
    private static readonly string[] Forbidden =
    [
        "enc", "Salt", "KeyCommit", "recipients", "dig", "SequenceInfo", "PayloadDigest", "PayloadTag", "ApexDigest", "signatures",
        "seqsignatures", "cloaked",
    ];

    /// <param name="header">The header.</param>
    /// <param name="open">Decrypts one sequence, or passes it on where the envelope is in clear.</param>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.Decryption"/>.</exception>
    public static OpenedMetadata Of(DareHeader header, Func<EncodedDataSequence, byte[]> open)
    {
        if (header.Annotations.Count == 0 && header.Cloaked is null)
        {
            return new OpenedMetadata(header.ContentMetaData, []);
        }

        List<EncodedDataSequence> items = [.. header.Annotations.Select(a => EncodedDataSequence.Parse(a.Span))];
        EncodedDataSequence? cloaked = header.Cloaked is { } octets ? EncodedDataSequence.Parse(octets.Span) : null;
        RequireDistinctPrefixes(cloaked is null ? items : [cloaked, .. items]);
        return new OpenedMetadata(
            cloaked is null ? header.ContentMetaData : Uncloak(open(cloaked)) ?? header.ContentMetaData,
            [.. items.Select(i => new ReadOnlyMemory<byte>(open(i)))]);
    }

    /// <summary>
    /// As <see cref="Of"/>, of an envelope that was encrypted: hidden metadata must be those that the visible ones commit to, where they do. Signatures
    /// cover the commitment, so that no recipient can put others in.
    /// </summary>
    /// <exception cref="DareException">As <see cref="Of"/>; <see cref="DareError.DigestMismatch"/>: the hidden metadata are others.</exception>
    public static OpenedMetadata OfSealed(DareHeader header, OpenKeys keys)
    {
        if (ContentMeta.Stating(header.ContentMetaData, "CloakedDigest"u8)?.CloakedDigest is { } digest)
        {
            byte[] hidden = header.Cloaked is { } octets
                ? keys.Open(EncodedDataSequence.Parse(octets.Span))
                : throw DareException.Malformed("The hidden metadata of the envelope are missing.");
            if (!CryptographicOperations.FixedTimeEquals(keys.Cloak(hidden), digest.Span))
            {
                throw new DareException(DareError.DigestMismatch, "The hidden metadata of the envelope are not those that it was sealed with.");
            }
        }

        return Of(header, keys.Open);
    }

    // A prefix that comes twice is one key and nonce for two plaintexts.
    private static void RequireDistinctPrefixes(List<EncodedDataSequence> items)
    {
        if (items.Select(i => Convert.ToHexString(i.SaltPrefix.Span)).Distinct(StringComparer.Ordinal).Count() != items.Count)
        {
            throw DareException.Malformed("Two encoded data sequences of the envelope have the same salt prefix.");
        }
    }

    private static ReadOnlyMemory<byte>? Uncloak(byte[] json) =>
        JsonMembers.ParseTolerantly(json, "cloaked header", (element, _) => Read(element));

    private static ReadOnlyMemory<byte>? Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "cloaked header");
        ReadOnlyMemory<byte>? meta = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (Forbidden.Contains(member.Name))
            {
                throw DareException.Malformed($"The cloaked header may not contain {member.Name}.");
            }

            if (member.NameEquals("ContentMetaData"u8))
            {
                meta = JsonMembers.Binary(member);
            }
        }

        return meta;
    }
}
