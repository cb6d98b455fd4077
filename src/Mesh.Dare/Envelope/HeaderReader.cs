using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// Reads a header of any dialect (DARE 0 and 8.4). Older names: <c>ContainerInfo</c>, <c>Annotations</c>, <c>ContentInfoData</c>, the
/// object <c>ContentMeta</c>, and the members of SequenceInfo standing flat in the header. Two names of one thing together are refused.
/// </summary>
internal static class HeaderReader
{
    public static DareHeader Read(JsonElement element, ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> json)
    {
        JsonMembers.RequireObject(element, "header");
        SequenceInfo? sequence = null;
        var flat = new SequenceInfo.Builder();
        string? envelopeId = null, dig = null, enc = null, kid = null, received = null;
        ReadOnlyMemory<byte>? salt = null, malt = null, commit = null, cloaked = null, meta = null, cover = null;
        List<DareRecipient>? recipients = null;
        List<ReadOnlyMemory<byte>>? annotations = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case "SequenceInfo" or "ContainerInfo":
                    Once(sequence, "SequenceInfo");
                    sequence = SequenceInfo.Read(member.Value);
                    break;
                case "EnvelopeId":
                    envelopeId = JsonMembers.Text(member);
                    break;
                case "dig":
                    dig = JsonMembers.Text(member);
                    break;
                case "enc":
                    enc = JsonMembers.Text(member);
                    break;
                case "kid":
                    kid = JsonMembers.Text(member);
                    break;
                case "Salt":
                    salt = JsonMembers.Binary(member);
                    break;
                case "Malt":
                    malt = JsonMembers.Binary(member);
                    break;
                case "KeyCommit":
                    commit = JsonMembers.Binary(member);
                    break;
                case "recipients":
                    recipients = ReadRecipients(member);
                    break;
                case "cloaked":
                    cloaked = JsonMembers.Binary(member);
                    break;
                case "annotations" or "Annotations":
                    Once(annotations, "annotations");
                    annotations = ReadAnnotations(member);
                    break;
                case "ContentMetaData" or "ContentInfoData":
                    Once(meta, "ContentMetaData");
                    meta = JsonMembers.Binary(member);
                    break;
                case "ContentMeta":
                    Once(meta, "ContentMetaData");
                    JsonMembers.RequireObject(member.Value, "ContentMeta");
                    meta = JsonMembers.Raw(member.Value);
                    break;
                case "Received":
                    received = JsonMembers.Text(member);
                    break;
                case "Cover":
                    // Nothing depends on it, and nothing covers it: one that cannot be read is none.
                    cover = OptionalOctets.Of(JsonMembers.Binary(member.Value));
                    break;
                default:
                    flat.Take(member);
                    break;
            }
        }

        if (!flat.IsEmpty)
        {
            Once(sequence, "SequenceInfo");
            sequence = flat.Build();
        }

        return new DareHeader(octets, json)
        {
            SequenceInfo = sequence,
            EnvelopeId = envelopeId,
            DigestAlgorithm = dig,
            EncryptionAlgorithm = enc,
            KeyIdentifier = kid,
            Salt = salt,
            Malt = malt,
            KeyCommit = commit,
            Recipients = recipients,
            Cloaked = cloaked,
            Annotations = annotations ?? [],
            ContentMetaData = meta ?? default,
            Received = received,
            Cover = cover,
            Early = DareTrailer.ReadEarly(element),
        };
    }

    private static List<DareRecipient> ReadRecipients(JsonProperty member)
    {
        List<DareRecipient> recipients = JsonMembers.List(member, DareLimits.Recipients, DareRecipient.Read);

        // Fingerprints are the same in either letter case, and with or without dashes and white space: a thousand spellings of one key would
        // be a thousand key agreements.
        var seen = new HashSet<string>(recipients.Count, StringComparer.OrdinalIgnoreCase);
        if (recipients.Count(r => PassphraseDerivation.IsNamedBy(r.KeyWrapDerivation)) > DareLimits.PassphraseRecipients)
        {
            throw new DareException(DareError.LimitExceeded, "The envelope has more than one recipient by passphrase.");
        }

        return recipients.TrueForAll(r => seen.Add(string.Concat(r.KeyIdentifier.Where(c => c != '-' && !char.IsWhiteSpace(c)))))
            ? recipients
            : throw DareException.Malformed("Two recipients have the same kid.");
    }

    private static List<ReadOnlyMemory<byte>> ReadAnnotations(JsonProperty member) =>
        JsonMembers.List<ReadOnlyMemory<byte>>(
            member,
            DareLimits.Annotations,
            e => JsonMembers.Binary(e) ?? throw DareException.Malformed("An annotation is not base64url."));

    private static void Once(object? earlier, string name)
    {
        if (earlier is not null)
        {
            throw DareException.Malformed($"The header gives {name} under two names.");
        }
    }
}
