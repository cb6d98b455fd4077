using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// What an index frame covers and how its body is authenticated (docs/format/sequence.md, section 5). It stands in the ContentMetaData of the
/// frame, and with that under the root. Written as <c>First</c>, <c>Length</c>, <c>Digest</c>, <c>Frontier</c>,
/// <c>Exchange</c>.
/// </summary>
public sealed record FrameIndexInfo
{
    internal const string MemberName = "FrameIndex";

    /// <summary><c>First</c>: the first frame covered; the last is the one before the index frame.</summary>
    public required long First { get; init; }

    /// <summary><c>Length</c>: octets of the tables, before the digests of their pages.</summary>
    public required long Length { get; init; }

    /// <summary><c>Digest</c>: SHA-256 of the digests of the pages, 32 octets.</summary>
    public required ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary><c>Frontier</c>: the complete subtrees that the frames before the index frame are made of, 32 octets each, largest first.</summary>
    public required ReadOnlyMemory<byte> Frontier { get; init; }

    /// <summary>
    /// <c>Exchange</c>: where the exchange frame begins under which the body is sealed; null when there is none. The one offset that cannot stand
    /// in the body.
    /// </summary>
    public long? Exchange { get; init; }

    internal static FrameIndexInfo Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, MemberName);
        long? first = null;
        long? length = null;
        byte[]? digest = null;
        byte[]? frontier = null;
        long? exchange = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case nameof(First):
                    first = JsonMembers.Count(member);
                    break;
                case nameof(Length):
                    length = JsonMembers.Count(member);
                    break;
                case nameof(Digest):
                    digest = JsonMembers.Binary(member);
                    break;
                case nameof(Frontier):
                    frontier = JsonMembers.Binary(member);
                    break;
                case nameof(Exchange):
                    exchange = JsonMembers.Count(member);
                    break;
                default:
                    break;
            }
        }

        return first is { } from && length is { } octets && digest is { Length: MerkleHash.Size } && frontier is not null
            ? new FrameIndexInfo { First = from, Length = octets, Digest = digest, Frontier = frontier, Exchange = exchange }
            : throw DareException.Malformed("An index frame does not say what it covers.");
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(MemberName);
        writer.WriteNumber(nameof(First), First);
        writer.WriteNumber(nameof(Length), Length);
        writer.Binary(nameof(Digest), Digest.Span);
        writer.Binary(nameof(Frontier), Frontier.Span);
        writer.Optional(nameof(Exchange), Exchange);
        writer.WriteEndObject();
    }
}
