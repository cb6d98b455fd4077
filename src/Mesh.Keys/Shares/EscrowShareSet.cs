using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// What lets one share be checked alone (Mesh rulings, 21): for each share i a commitment c_i, the first 32 octets of
/// SHA-512("MeshShare-1" ‖ SetId ‖ i ‖ share), i one octet, share its binary fingerprint. Signed by the profile key and given to
/// every holder. Only for secrets that were generated, at least 128 bits: the commitments would let a chosen one be guessed. With a
/// threshold of 1 they would commit to the secret itself, so there is none.
/// </summary>
public sealed class EscrowShareSet
{
    /// <summary>Octets of <see cref="SetId"/>.</summary>
    public const int SetIdLength = 16;

    /// <summary>Octets of a commitment.</summary>
    public const int CommitmentLength = 32;

    private const int MinimumSecretLength = 16;
    private const string Tag = "ShareSet";

    private readonly byte[] _setId;
    private readonly byte[][] _commitments;

    private EscrowShareSet(byte[] setId, int threshold, byte[][] commitments)
    {
        _setId = setId;
        Threshold = threshold;
        _commitments = commitments;
    }

    /// <summary>16 random octets.</summary>
    public ReadOnlyMemory<byte> SetId => _setId;

    /// <summary>How many shares recover the secret.</summary>
    public int Threshold { get; }

    /// <summary>How many shares were made; they are numbered from 1.</summary>
    public int Count => _commitments.Length;

    /// <summary>For each share, in order, 32 octets.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Commitments => [.. _commitments.Select(c => (ReadOnlyMemory<byte>)c)];

    /// <summary>The set of all <paramref name="shares"/> of one generated secret, in order.</summary>
    /// <exception cref="KeyException">
    /// Not all shares of one split, a secret below 128 bits, or a threshold of 1 (<see cref="KeyError.Shares"/>).
    /// </exception>
    public static EscrowShareSet Create(IReadOnlyList<EscrowShare> shares, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(random);
        bool usable = shares.Count is > 1 and <= EscrowShares.MaximumCount
            && shares[0].Threshold > 1 && shares[0].Threshold <= shares.Count && shares[0].Length >= MinimumSecretLength
            && shares.Select((s, i) => s.Abscissa == i + 1 && s.Threshold == shares[0].Threshold && s.Length == shares[0].Length).All(s => s);
        if (!usable)
        {
            throw new KeyException(
                KeyError.Shares, "a share set is made of all shares of one generated secret of at least 128 bits, two or more being needed");
        }

        byte[] setId = new byte[SetIdLength];
        random.Fill(setId);
        return new EscrowShareSet(setId, shares[0].Threshold, [.. shares.Select(s => Commit(setId, s))]);
    }

    /// <summary>Whether <paramref name="share"/> is one of this set, octet for octet.</summary>
    public bool Contains(EscrowShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.Abscissa <= Count && share.Threshold == Threshold
            && CryptographicOperations.FixedTimeEquals(_commitments[share.Abscissa - 1], Commit(_setId, share));
    }

    /// <summary>Writes <c>{"ShareSet":{"SetId":…,"Threshold":…,"Count":…,"Commitments":[…]}}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartObject(Tag);
        writer.WriteString("SetId"u8, Base64UrlText.Encode(_setId));
        writer.WriteNumber("Threshold"u8, Threshold);
        writer.WriteNumber("Count"u8, Count);
        writer.WriteStartArray(nameof(Commitments));
        foreach (byte[] commitment in _commitments)
        {
            writer.WriteStringValue(Base64UrlText.Encode(commitment));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="WriteTo"/> writes; other members are ignored.</summary>
    /// <exception cref="KeyException">Another object, or numbers that do not fit one another (<see cref="KeyError.Json"/>).</exception>
    public static EscrowShareSet Read(JsonElement element)
    {
        JsonElement members = KeyJson.Untag(element, Tag);
        byte[] setId = KeyJson.Binary(members, "SetId");
        int threshold = Number(members, "Threshold");
        int count = Number(members, "Count");
        byte[][] commitments = members.TryGetProperty(nameof(Commitments), out JsonElement list) && list.ValueKind == JsonValueKind.Array
            && list.GetArrayLength() == count
            ? [.. list.EnumerateArray().Select(KeyJson.Binary)]
            : throw Refused();
        bool fits = setId.Length == SetIdLength && threshold > 1 && threshold <= count && count <= EscrowShares.MaximumCount
            && commitments.All(c => c.Length == CommitmentLength);
        return fits ? new EscrowShareSet(setId, threshold, commitments) : throw Refused();
    }

    private static int Number(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw Refused();

    private static byte[] Commit(byte[] setId, EscrowShare share)
    {
        using SecretBytes binary = share.RevealBinary();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData("MeshShare-1"u8);
        hash.AppendData(setId);
        hash.AppendData([(byte)share.Abscissa]);
        hash.AppendData(binary.Reveal());
        return hash.GetHashAndReset()[..CommitmentLength];
    }

    private static KeyException Refused() => new(KeyError.Json, "the share set is not one: SetId, Threshold, Count and Commitments do not fit");
}
