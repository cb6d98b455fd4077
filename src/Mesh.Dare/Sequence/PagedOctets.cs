using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Pages read where they are needed, and kept: for looking up. Each has a digest, and these the one in the metadata of the frame
/// (docs/format/sequence.md, section 5).
/// </summary>
internal sealed class PagedOctets : OctetPages
{
    // 3 MiB; there are some 16 index frames to a million frames.
    private const int MostPages = 48;

    // 256 MiB of tables; those that we write have some ten.
    private const long MostDigests = 4096;

    private readonly IOctetSource _source;
    private readonly byte[] _digests;
    private readonly Dictionary<long, byte[]> _pages = [];
    private readonly Lock _reading = new();

    /// <param name="source">Tables and digests in clear.</param>
    /// <param name="info">What the frame says of them.</param>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>.</exception>
    public PagedOctets(IOctetSource source, FrameIndexInfo info)
        : base(info.Length)
    {
        _source = source;
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

    /// <summary>Reads a page to the beginning of <paramref name="page"/>, and compares it with its digest. On any thread: others wait.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.Decryption"/>.</exception>
    public void Load(long number, byte[] page)
    {
        Span<byte> octets = page.AsSpan(0, SizeOf(number));
        lock (_reading)
        {
            if (!_source.TryReadExactly(number * IndexTables.PageSize, octets))
            {
                throw DareException.Malformed("The sequence became shorter while it was read.");
            }
        }

        Span<byte> digest = stackalloc byte[MerkleHash.Size];
        SHA256.HashData(octets, digest);
        if (!digest.SequenceEqual(_digests.AsSpan((int)number * MerkleHash.Size, MerkleHash.Size)))
        {
            throw new DareException(DareError.DigestMismatch, "A page of an index frame does not have its digest.");
        }
    }

    /// <inheritdoc/>
    protected override byte[] Page(long number)
    {
        if (!_pages.TryGetValue(number, out byte[]? page))
        {
            page = new byte[SizeOf(number)];
            Load(number, page);
            if (_pages.Count >= MostPages)
            {
                _pages.Clear();
            }

            _pages[number] = page;
        }

        return page;
    }

    private int SizeOf(long number) => (int)Math.Min(IndexTables.PageSize, Length - (number * IndexTables.PageSize));
}
