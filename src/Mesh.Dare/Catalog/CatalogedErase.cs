using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The body of an Erase entry (Mesh sealing, section 6), always in clear: <c>{"CatalogedErase":{"Index":n,"SaltDigest":…}}</c>.
/// </summary>
/// <param name="Index">The frame whose body or salt is erased.</param>
/// <param name="SaltDigest">SHA-256 of its salt, 32 octets; null for a frame in clear, which has none.</param>
public sealed record CatalogedErase(long Index, ReadOnlyMemory<byte>? SaltDigest)
{
    /// <summary>The tag of the object.</summary>
    public const string Tag = "CatalogedErase";

    /// <summary>Reads the body of an Erase entry.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    public static CatalogedErase Parse(ReadOnlyMemory<byte> body) => JsonMembers.Parse(body, "Erase entry", Read);

    /// <summary>The body.</summary>
    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(Tag);
        writer.WriteNumber(nameof(Index), Index);
        writer.Optional(nameof(SaltDigest), SaltDigest);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static CatalogedErase Read(JsonElement element)
    {
        (string tag, JsonElement entry) = TaggedBody.Untag(element);
        if (tag != Tag)
        {
            throw DareException.Malformed("The body of an Erase entry is another object.");
        }

        long? index = null;
        ReadOnlyMemory<byte>? digest = null;
        foreach (JsonProperty member in entry.EnumerateObject())
        {
            switch (member.Name)
            {
                case nameof(Index):
                    index = JsonMembers.Count(member);
                    break;
                case nameof(SaltDigest):
                    digest = JsonMembers.Binary(member);
                    break;
                default:
                    break;
            }
        }

        return index is { } erased && (digest is null || digest.Value.Length == MerkleHash.Size)
            ? new CatalogedErase(erased, digest)
            : throw DareException.Malformed("An Erase entry does not give Index and a SaltDigest of 32 octets.");
    }
}
