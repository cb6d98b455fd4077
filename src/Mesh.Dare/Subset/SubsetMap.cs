using System.Buffers.Binary;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The last frame of a subset (docs/format/subset.md): header <c>{"Subset":{"Length":…,"Extents":n}}</c>, a body of n rows of 16 octets (offset in the
/// original, length), an empty trailer. A hint: what it leads to is compared with the root.
/// </summary>
internal sealed class SubsetMap
{
    /// <summary>Extents of one subset; 16 MiB of rows.</summary>
    public const int MostExtents = 1 << 20;

    private const int RowSize = 16;
    private const int MostHeader = 128;

    private readonly OctetExtent[] _extents;
    private readonly long[] _places;

    private SubsetMap(OctetExtent[] extents, long length)
    {
        _extents = extents;
        Length = length;
        _places = new long[extents.Length];
        for (int i = 1; i < extents.Length; i++)
        {
            _places[i] = _places[i - 1] + extents[i - 1].Length;
        }
    }

    /// <summary>Octets of the original.</summary>
    public long Length { get; }

    public IReadOnlyList<OctetExtent> Extents => _extents;

    private static ReadOnlySpan<byte> Beginning => "{\"Subset\":"u8;

    /// <summary>The map at the end of a file; null where the file ends in something else.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>: a map that is not right.</exception>
    public static SubsetMap? Find(IOctetSource file)
    {
        long length = file.Length;
        if (FrameParser.TryBackward(file, length, out FrameLayout layout) != FrameFault.None || layout.HeaderLength > MostHeader)
        {
            return null;
        }

        byte[] header = new byte[layout.HeaderLength];
        if (!file.TryReadExactly(layout.HeaderStart, header) || !header.AsSpan().StartsWith(Beginning))
        {
            return null;
        }

        (long original, long count) = ReadHeader(header);
        if (count > MostExtents)
        {
            throw new DareException(DareError.LimitExceeded, $"The map of the copy has more than {MostExtents} extents.");
        }

        if (layout.Records != 3 || layout.TrailerLength != 0 || count == 0 || layout.BodyLength != count * RowSize)
        {
            throw Wrong();
        }

        byte[] rows = new byte[layout.BodyLength];
        if (!file.TryReadExactly(layout.BodyStart, rows))
        {
            throw DareException.Malformed("The copy became shorter while it was read.");
        }

        return Of(rows, original, layout.Start);
    }

    /// <summary>Makes a map.</summary>
    /// <param name="extents">Increasing, not touching, the first one from 0 on, the last one to the end.</param>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: too many.</exception>
    public static byte[] Encode(IReadOnlyList<OctetExtent> extents)
    {
        if (extents.Count > MostExtents)
        {
            throw new DareException(DareError.LimitExceeded, $"What was chosen lies in more than {MostExtents} places of the original: choose more of it, or copy all.");
        }

        byte[] rows = new byte[extents.Count * RowSize];
        for (int i = 0; i < extents.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(rows.AsSpan(i * RowSize), extents[i].Start);
            BinaryPrimitives.WriteInt64BigEndian(rows.AsSpan((i * RowSize) + 8), extents[i].Length);
        }

        return Frame.Encode(Header(extents[^1].End, extents.Count), rows, []);
    }

    /// <summary>Where an octet stands in the copy.</summary>
    /// <returns>
    /// How many octets from there on follow each other in the original and in the copy; where the one at <paramref name="offset"/> is not there, how many are
    /// missing, as a negative number.
    /// </returns>
    public long Locate(long offset, out long place)
    {
        int low = 0;
        for (int high = _extents.Length; low < high;)
        {
            int middle = low + ((high - low) / 2);
            if (_extents[middle].End <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        place = 0;
        if (low == _extents.Length)
        {
            return offset - long.MaxValue;
        }

        if (offset < _extents[low].Start)
        {
            return offset - _extents[low].Start;
        }

        long within = offset - _extents[low].Start;
        place = _places[low] + within;
        return _extents[low].Length - within;
    }

    private static (long Length, long Count) ReadHeader(byte[] header)
    {
        long length = -1;
        long count = -1;
        JsonMembers.Parse(header, "map of the copy", element =>
        {
            JsonMembers.RequireObject(element, "map of the copy");
            foreach (System.Text.Json.JsonProperty member in element.GetProperty("Subset").EnumerateObject())
            {
                switch (member.Name)
                {
                    case nameof(Length):
                        length = JsonMembers.Count(member);
                        break;
                    case nameof(Extents):
                        count = JsonMembers.Count(member);
                        break;
                    default:
                        break;
                }
            }

            return true;
        });
        return length >= 0 && count >= 0 && Header(length, count).AsSpan().SequenceEqual(header) ? (length, count) : throw Wrong();
    }

    private static byte[] Header(long length, long count) => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Subset");
        json.WriteNumber(nameof(Length), length);
        json.WriteNumber(nameof(Extents), count);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    // The octets before the map are the extents, all of them and nothing else.
    private static SubsetMap Of(byte[] rows, long original, long mapStart)
    {
        var extents = new OctetExtent[rows.Length / RowSize];
        long end = -1;
        long left = mapStart;
        for (int i = 0; i < extents.Length; i++)
        {
            long start = BinaryPrimitives.ReadInt64BigEndian(rows.AsSpan(i * RowSize));
            long length = BinaryPrimitives.ReadInt64BigEndian(rows.AsSpan((i * RowSize) + 8));
            bool fits = start > end && (i > 0 || start == 0) && start < original && length > 0 && length <= original - start && length <= left;
            if (!fits)
            {
                throw Wrong();
            }

            extents[i] = new OctetExtent(start, length);
            end = start + length;
            left -= length;
        }

        return left == 0 && end == original ? new SubsetMap(extents, original) : throw Wrong();
    }

    private static DareException Wrong() => DareException.Malformed("The map of the copy does not fit the file.");
}
