using System.Text.Json;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// The policy of a sequence (DARE 4.7, 4.8 and 8.7, D-16; Mesh sealing, sections 5 and 6). Written in the order of the properties here,
/// false and empty members left out. An unknown keyword is refused, never taken for <c>None</c>.
/// </summary>
public sealed record DarePolicy
{
    private static readonly string[] EncryptionWords = ["None", "Once", "Session", "Isolated"];
    private static readonly string[] SignatureWords = ["None", "Isolated", "Last", "Any"];

    /// <summary><c>Public</c>: the store is world-readable.</summary>
    public bool IsPublic { get; init; }

    /// <summary><c>enc</c>: the cipher of bodies.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <summary><c>dig</c>: the digest of bodies.</summary>
    public string? DigestAlgorithm { get; init; }

    /// <summary><c>Encryption</c>: <c>None</c>, <c>Once</c>, <c>Session</c> or <c>Isolated</c>; null leaves it to the keys.</summary>
    public string? Encryption { get; init; }

    /// <summary><c>Signature</c>: <c>None</c>, <c>Isolated</c>, <c>Last</c> or <c>Any</c>; null leaves it to the keys.</summary>
    public string? Signature { get; init; }

    /// <summary><c>EncryptKeys</c>: who can read.</summary>
    public IReadOnlyList<AgreementPublicKey> EncryptKeys { get; init; } = [];

    /// <summary><c>SignKeys</c>: who signs.</summary>
    public IReadOnlyList<SignaturePublicKey> SignKeys { get; init; } = [];

    /// <summary><c>Sealed</c>: no later policy counts.</summary>
    public bool IsSealed { get; init; }

    /// <summary><c>Hidden</c>: keys and metadata of entries are hidden from those who cannot open them (docs/format/sequence.md, section 4).</summary>
    public bool IsHidden { get; init; }

    /// <summary>True when every frame has to be encrypted: by keyword, or because there are keys (D-16).</summary>
    public bool RequiresEncryption => Encryption is null ? EncryptKeys.Count > 0 : Encryption != "None";

    internal static DarePolicy Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "policy");
        var policy = new DarePolicy();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            policy = member.Name switch
            {
                "Public" => policy with { IsPublic = JsonMembers.Flag(member) },
                "enc" => policy with { EncryptionAlgorithm = JsonMembers.Text(member) },
                "dig" => policy with { DigestAlgorithm = JsonMembers.Text(member) },
                "Encryption" => policy with { Encryption = Word(member, EncryptionWords, ("Single", "Once"), ("All", "Isolated")) },
                "Signature" => policy with { Signature = Word(member, SignatureWords) },
                "EncryptKeys" => policy with { EncryptKeys = Keys<AgreementPublicKey>(member) },
                "SignKeys" => policy with { SignKeys = Keys<SignaturePublicKey>(member) },
                "Sealed" => policy with { IsSealed = JsonMembers.Flag(member) },
                "Hidden" => policy with { IsHidden = JsonMembers.Flag(member) },
                // Whoever wrote it meant a rule that is not kept here.
                _ => throw new DareException(DareError.UnsupportedAlgorithm, $"The policy has the unknown member \"{Printable.Of(member.Name)}\"."),
            };
        }

        return policy;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Optional("Public", IsPublic ? true : null);
        writer.Optional("enc", EncryptionAlgorithm);
        writer.Optional("dig", DigestAlgorithm);
        writer.Optional(nameof(Encryption), Encryption);
        writer.Optional(nameof(Signature), Signature);
        WriteKeys(writer, nameof(EncryptKeys), EncryptKeys);
        WriteKeys(writer, nameof(SignKeys), SignKeys);
        writer.Optional("Sealed", IsSealed ? true : null);
        writer.Optional("Hidden", IsHidden ? true : null);
        writer.WriteEndObject();
    }

    private static string Word(JsonProperty member, string[] words, params (string Old, string New)[] aliases)
    {
        string word = JsonMembers.Text(member);
        foreach ((string old, string now) in aliases)
        {
            word = word == old ? now : word;
        }

        return words.Contains(word)
            ? word
            : throw new DareException(
                DareError.UnsupportedAlgorithm, $"The policy has the unknown keyword \"{Printable.Of(word)}\" for {member.Name}.");
    }

    private static List<TKey> Keys<TKey>(JsonProperty member)
        where TKey : PublicKey => JsonMembers.List(member, DareLimits.Recipients, e =>
        {
            try
            {
                return KeyJson.ReadPublic(e) as TKey ?? throw DareException.Malformed($"A key in {member.Name} is for something else.");
            }
            catch (KeyException problem)
            {
                throw new DareException(DareError.Malformed, $"A key in {member.Name} of the policy cannot be read.", problem);
            }
        });

    private static void WriteKeys(Utf8JsonWriter writer, string name, IReadOnlyList<PublicKey> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (PublicKey key in keys)
        {
            KeyJson.WritePublic(writer, key);
        }

        writer.WriteEndArray();
    }
}
