namespace Mesh.Dare;

/// <summary>Pages that are read in order, each in the room of the one before: a long list comes back to none.</summary>
internal sealed class PageWindow(PagedOctets octets) : OctetPages(octets.Length)
{
    private readonly byte[] _page = new byte[(int)Math.Min(IndexTables.PageSize, octets.Length)];
    private long _number = -1;

    /// <inheritdoc/>
    protected override byte[] Page(long number)
    {
        if (number != _number)
        {
            _number = -1;
            octets.Load(number, _page);
            _number = number;
        }

        return _page;
    }
}
