namespace Mesh.Dare;

/// <summary>
/// A copy of some frames of a sequence (docs/format/subset.md), read as the original: same length, same offsets, with holes. Reading in a hole is an
/// error that says so; all else is as in the original, and verified as there.
/// </summary>
public sealed class SubsetOctets : IOctetSource
{
    private readonly IOctetSource _file;
    private readonly SubsetMap _map;

    private SubsetOctets(IOctetSource file, SubsetMap map)
    {
        _file = file;
        _map = map;
    }

    /// <summary>Octets of the original.</summary>
    public long Length => _map.Length;

    /// <summary>What is there of the original: increasing, not touching, the first one from 0 on, the last one to the end.</summary>
    public IReadOnlyList<OctetExtent> Extents => _map.Extents;

    /// <summary>How many octets of the original are there.</summary>
    public long Present => _map.Extents.Sum(e => e.Length);

    /// <summary>Whether a file is such a copy; looks at its last frame alone.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>: it is one, and its map is wrong.</exception>
    public static bool IsSubset(IOctetSource file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return SubsetMap.Find(file) is not null;
    }

    /// <summary>Opens a copy of some frames.</summary>
    /// <param name="file">The file; it must not change while it is read.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: it is none; and those of <see cref="IsSubset"/>.</exception>
    public static SubsetOctets Open(IOctetSource file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return SubsetMap.Find(file) is { } map
            ? new SubsetOctets(file, map)
            : throw new DareException(DareError.InvalidRequest, "The file is no copy of some entries: it does not end in a map.");
    }

    /// <summary>What a sequence in a file is read from: the file itself or, where that is a copy of some frames, what it shows of the original.</summary>
    /// <exception cref="DareException">Those of <see cref="IsSubset"/>.</exception>
    public static IOctetSource Original(IOctetSource file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return SubsetMap.Find(file) is { } map ? new SubsetOctets(file, map) : file;
    }

    /// <summary>Whether all of these octets are there.</summary>
    public bool Holds(OctetExtent extent) => extent.Length <= 0 || _map.Locate(extent.Start, out _) >= extent.Length;

    /// <summary>
    /// How many octets are there from an offset on; where the one at that offset is not, how many are missing, as a negative number.
    /// </summary>
    public long RunAt(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return _map.Locate(offset, out _);
    }

    /// <inheritdoc/>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>: the octet at <paramref name="offset"/> is not in this copy.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (destination.IsEmpty || offset >= Length)
        {
            return 0;
        }

        long count = _map.Locate(offset, out long place);
        return count > 0
            ? _file.Read(place, destination[..(int)Math.Min(count, destination.Length)])
            : throw new DareException(DareError.NotFound, $"What stands at {offset} in the original is not in this copy, which has only some of its entries.");
    }

    /// <summary>Requires that a file is the original: a copy of some frames is not written to.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>; and those of <see cref="IsSubset"/>.</exception>
    internal static void RequireNone(IOctetSource file)
    {
        if (IsSubset(file))
        {
            throw new DareException(DareError.InvalidRequest, "The file is a copy of some entries of another one: it is verified as one, and can be neither changed nor repaired.");
        }
    }
}
