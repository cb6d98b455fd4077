using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// What frame 0 of a store or archive says (Mesh sealing, section 5): a body in clear,
/// <c>{"Origin":…,"Store":…,"ProfileUdf":…,"Policy":…}</c>, absent members left out, and hence under every root; header with DataEncoding
/// <c>JSON</c>, ContainerType <c>MerkleLog</c>, <c>dig</c>, and ContentMetaData <c>{"cty":…}</c>.
/// </summary>
public sealed class StoreHead
{
    /// <summary>The one type of sequence that we write.</summary>
    public const string ContainerType = "MerkleLog";

    /// <summary>The media type of catalogs.</summary>
    public const string CatalogContentType = "application/mmm-catalog";

    /// <summary>The media type of spools.</summary>
    public const string SpoolContentType = "application/mmm-spool";

    private StoreHead(ReadOnlyMemory<byte> origin) => Origin = origin;

    /// <summary>16 random octets that name the store; a rewritten store has others.</summary>
    public ReadOnlyMemory<byte> Origin { get; }

    /// <summary>The label of the store, e.g. <c>MMM_Bookmark</c>.</summary>
    public string? Store { get; private init; }

    /// <summary>The account or group that the store belongs to.</summary>
    public string? ProfileUdf { get; private init; }

    /// <summary>The policy.</summary>
    public DarePolicy? Policy { get; private init; }

    /// <summary><c>cty</c> of frame 0.</summary>
    public string? ContentType { get; private init; }

    /// <summary>A new store, with an origin drawn here.</summary>
    public static StoreHead Create(
        IRandomSource random, string? contentType, string? store = null, string? profileUdf = null, DarePolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        byte[] origin = new byte[StorePlace.OriginSize];
        random.Fill(origin);
        return new StoreHead(origin) { ContentType = contentType, Store = store, ProfileUdf = profileUdf, Policy = policy };
    }

    /// <summary>Reads frame 0.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public static StoreHead Read(StoreFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        SequenceInfo info = frame.Info;
        if (info is not { Index: 0, DataEncoding: "JSON", ContainerType: ContainerType } || frame.Envelope.Header.IsEncrypted)
        {
            throw DareException.Malformed("The store does not begin with frame 0 of a MerkleLog in clear.");
        }

        string? contentType = ContentMeta.Parse(frame.Envelope.Header.ContentMetaData).ContentType;
        return JsonMembers.Parse(frame.Envelope.Body, "body of frame 0", element => Read(element, contentType));
    }

    /// <summary>The body of frame 0.</summary>
    public byte[] ToBody() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.Binary(nameof(Origin), Origin.Span);
        writer.Optional(nameof(Store), Store);
        writer.Optional(nameof(ProfileUdf), ProfileUdf);
        if (Policy is not null)
        {
            writer.WritePropertyName(nameof(Policy));
            Policy.Write(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>The envelope of frame 0, to be appended to an empty store.</summary>
    public UnverifiedEnvelope ToEnvelope() => new(
        new DareHeader
        {
            DigestAlgorithm = DareDigest.S512.Name,
            ContentMetaData = ContentType is null ? default : new ContentMeta { ContentType = ContentType }.ToOctets(),
        },
        ToBody(),
        DareTrailer.Empty);

    private static StoreHead Read(JsonElement element, string? contentType)
    {
        JsonMembers.RequireObject(element, "body of frame 0");
        byte[]? origin = null;
        string? store = null;
        string? profile = null;
        DarePolicy? policy = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case nameof(Origin):
                    origin = JsonMembers.Binary(member);
                    break;
                case nameof(Store):
                    store = JsonMembers.Text(member);
                    break;
                case nameof(ProfileUdf):
                    profile = JsonMembers.Text(member);
                    break;
                case nameof(Policy):
                    policy = DarePolicy.Read(member.Value);
                    break;
                default:
                    break;
            }
        }

        return origin is { Length: StorePlace.OriginSize }
            ? new StoreHead(origin) { Store = store, ProfileUdf = profile, Policy = policy, ContentType = contentType }
            : throw DareException.Malformed($"Frame 0 does not give an Origin of {StorePlace.OriginSize} octets.");
    }
}
