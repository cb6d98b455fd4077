using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The tables of an index frame, read where they are needed: each page of 65,536 octets is compared with its digest before anything of it is
/// given out, and the digests with the one in the metadata of the frame (docs/format/sequence.md, section 5).
/// </summary>
internal sealed class PagedOctets
{
    // 3 MiB; there are some 16 index frames to a million frames.
    private const int MostPages = 48;

    // 256 MiB of tables; those that we write have some ten.
    private const long MostDigests = 4096;

    private readonly IOctetSource _source;
    private readonly long _length;
    private readonly byte[] _digests;
    private readonly Dictionary<long, byte[]> _pages = [];

    // Rows and keys are read in turn: the two last pages are at hand.
    private (long Number, byte[] Octets) _last = (-1, []);
    private (long Number, byte[] Octets) _before = (-1, []);

    /// <param name="source">Tables and digests in clear.</param>
    /// <param name="info">What the frame says of them.</param>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>.</exception>
    public PagedOctets(IOctetSource source, FrameIndexInfo info)
    {
        _source = source;
        _length = info.Length;
        long pages = IndexTables.PagesOf(info.Length);
        if (info.Length < IndexTables.HeaderSize || source.Length != info.Length + (pages * MerkleHash.Size) || pages > MostDigests)
        {
            throw DareException.Malformed("The body of an index frame does not have the length that it states.");
        }

        _digests = new byte[pages * MerkleHash.Size];
        if (!source.TryReadExactly(info.Length, _digests)
            || !SHA256.HashData(_digests).AsSpan().SequenceEqual(info.Digest.Span))
        {
            throw new DareException(DareError.DigestMismatch, "An index frame does not have the digest that is stated for it.");
        }
    }

    public long Length => _length;

    /// <summary>Octets within one page; those at its end when fewer are left.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.Decryption"/>.</exception>
    public ReadOnlySpan<byte> Within(long position) =>
        Page(position / IndexTables.PageSize).AsSpan((int)(position % IndexTables.PageSize));

    /// <summary>Octets as they stand in a page; those that lie in several are copied to <paramref name="room"/>, which has that length.</summary>
    /// <exception cref="DareException">As <see cref="Within"/>; <see cref="DareError.Malformed"/>: there are none.</exception>
    public ReadOnlySpan<byte> Read(long position, int length, Span<byte> room)
    {
        if (length > 0 && position >= 0 && position <= _length - length)
        {
            ReadOnlySpan<byte> page = Within(position);
            if (page.Length >= length)
            {
                return page[..length];
            }
        }

        Copy(position, room[..length]);
        return room[..length];
    }

    /// <summary>Copies octets, which may lie in several pages.</summary>
    public void Copy(long position, Span<byte> destination)
    {
        if (position < 0 || position > _length - destination.Length)
        {
            throw DareException.Malformed("An index frame refers to octets that it does not have.");
        }

        while (!destination.IsEmpty)
        {
            ReadOnlySpan<byte> part = Within(position);
            part = part[..Math.Min(part.Length, destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            position += part.Length;
        }
    }

    private byte[] Page(long number)
    {
        if (number != _last.Number)
        {
            (_last, _before) = (number == _before.Number ? _before : (number, Find(number)), _last);
        }

        return _last.Octets;
    }

    private byte[] Find(long number)
    {
        if (_pages.TryGetValue(number, out byte[]? known))
        {
            return known;
        }

        byte[] page = new byte[(int)Math.Min(IndexTables.PageSize, _length - (number * IndexTables.PageSize))];
        if (!_source.TryReadExactly(number * IndexTables.PageSize, page))
        {
            throw DareException.Malformed("The sequence became shorter while it was read.");
        }

        Span<byte> digest = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(page, digest);
        if (!digest.SequenceEqual(_digests.AsSpan((int)number * MerkleHash.Size, MerkleHash.Size)))
        {
            throw new DareException(DareError.DigestMismatch, "A page of an index frame does not have its digest.");
        }

        if (_pages.Count >= MostPages)
        {
            _pages.Clear();
        }

        return _pages[number] = page;
    }
}
