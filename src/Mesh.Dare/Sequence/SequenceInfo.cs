using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// The place of a frame in its sequence (DARE 8.7; Mesh sealing, section 5). Written as <c>DataEncoding</c>, <c>ContainerType</c>,
/// <c>Index</c> in frame 0 and as <c>Index</c>, <c>IsMeta</c>, <c>TreePosition</c>, <c>IndexPosition</c>, <c>ExchangePosition</c> in the others.
/// </summary>
public sealed record SequenceInfo
{
    /// <summary><c>Index</c>: the number of the frame, from 0 without gaps.</summary>
    public required long Index { get; init; }

    /// <summary><c>DataEncoding</c>, frame 0 only: <c>JSON</c> or <c>JSON_B</c>.</summary>
    public string? DataEncoding { get; init; }

    /// <summary><c>ContainerType</c>, frame 0 only: <c>MerkleLog</c> in all that we write.</summary>
    public string? ContainerType { get; init; }

    /// <summary><c>TreePosition</c>: offset of the frame before this one in the tree; a hint.</summary>
    public long? TreePosition { get; init; }

    /// <summary><c>IndexPosition</c>: offset of the latest index frame; a hint.</summary>
    public long? IndexPosition { get; init; }

    /// <summary><c>ExchangePosition</c>: the index of the frame whose recipients share the base seed (D-14).</summary>
    public long? ExchangePosition { get; init; }

    /// <summary><c>IsMeta</c>: the frame has no payload of the application.</summary>
    public bool IsMeta { get; init; }

    /// <summary>The names that <see cref="Builder.Take"/> knows.</summary>
    internal static IReadOnlyList<string> MemberNames { get; } =
    [
        nameof(Index), nameof(DataEncoding), nameof(ContainerType), nameof(TreePosition), nameof(IndexPosition), nameof(ExchangePosition),
        nameof(IsMeta),
    ];

    internal static SequenceInfo Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "SequenceInfo");
        var builder = new Builder();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            builder.Take(member);
        }

        return builder.Build();
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Optional("DataEncoding", DataEncoding);
        writer.Optional("ContainerType", ContainerType);
        writer.WriteNumber(nameof(Index), Index);
        writer.Optional("IsMeta", IsMeta ? true : null);
        writer.Optional("TreePosition", TreePosition);
        writer.Optional("IndexPosition", IndexPosition);
        writer.Optional("ExchangePosition", ExchangePosition);
        writer.WriteEndObject();
    }

    /// <summary>Collects the members, which stand flat in the headers of dialect O.</summary>
    internal sealed class Builder
    {
        private long? _index;
        private string? _encoding;
        private string? _type;
        private long? _tree;
        private long? _indexPosition;
        private long? _exchange;
        private bool _meta;

        public bool IsEmpty => _index is null && _encoding is null && _type is null && _tree is null && _indexPosition is null
            && _exchange is null;

        /// <summary>True when the member is one of a SequenceInfo.</summary>
        public bool Take(JsonProperty member)
        {
            switch (member.Name)
            {
                case "Index":
                    _index = JsonMembers.Count(member);
                    return true;
                case "DataEncoding":
                    _encoding = JsonMembers.Text(member);
                    return true;
                case "ContainerType":
                    _type = JsonMembers.Text(member);
                    return true;
                case "TreePosition":
                    _tree = JsonMembers.Count(member);
                    return true;
                case "IndexPosition":
                    _indexPosition = JsonMembers.Count(member);
                    return true;
                case "ExchangePosition":
                    _exchange = JsonMembers.Count(member);
                    return true;
                case "IsMeta":
                    _meta = JsonMembers.Flag(member);
                    return true;
                default:
                    return false;
            }
        }

        // Writers of 2017 to 2021 leave Index out of frame zero.
        public SequenceInfo Build() => new()
        {
            Index = _index ?? 0,
            DataEncoding = _encoding,
            ContainerType = _type,
            TreePosition = _tree,
            IndexPosition = _indexPosition,
            ExchangePosition = _exchange,
            IsMeta = _meta,
        };
    }
}
