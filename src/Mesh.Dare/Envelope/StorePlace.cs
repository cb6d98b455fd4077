using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>The place of a catalog entry: the origin of its store and its index there (Mesh sealing, section 5).</summary>
public sealed class StorePlace
{
    /// <summary>Octets of an origin.</summary>
    public const int OriginSize = 16;

    /// <summary>Creates a place.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: an origin of another length than 16, or a negative index.</exception>
    public StorePlace(ReadOnlyMemory<byte> origin, long index)
    {
        if (origin.Length != OriginSize || index < 0)
        {
            throw new DareException(DareError.InvalidRequest, $"A place is an origin of {OriginSize} octets and an index from 0.");
        }

        Origin = origin.ToArray();
        Index = index;
    }

    /// <summary>16 random octets of frame 0.</summary>
    public ReadOnlyMemory<byte> Origin { get; }

    /// <summary>The number of the frame.</summary>
    public long Index { get; }

    /// <summary>True for the same origin and index.</summary>
    public bool Matches(ReadOnlySpan<byte> origin, long index) =>
        Index == index && CryptographicOperations.FixedTimeEquals(Origin.Span, origin);

    /// <summary>Requires that the metadata of an entry state this place.</summary>
    /// <exception cref="DareException">The code given: they state another, or none.</exception>
    internal void Require(ReadOnlyMemory<byte> contentMetaData, DareError code)
    {
        ContentMeta meta = ContentMeta.Parse(contentMetaData);
        if (meta.Origin is not { } origin || meta.Index is not { } index || !Matches(origin.Span, index))
        {
            throw new DareException(code, $"The entry at {Index} of the store was made for another place.");
        }
    }
}
