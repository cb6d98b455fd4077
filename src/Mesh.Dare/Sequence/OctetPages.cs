namespace Mesh.Dare;

/// <summary>The tables of an index frame by pages of 65,536 octets, of which nothing is given out before it was compared with its digest.</summary>
internal abstract class OctetPages(long length)
{
    /// <summary>Octets of the tables.</summary>
    public long Length { get; } = length;

    /// <summary>Octets within one page; those at its end when fewer are left.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.Decryption"/>.</exception>
    public ReadOnlySpan<byte> Within(long position)
    {
        int at = (int)(position % IndexTables.PageSize);
        return Page(position / IndexTables.PageSize).AsSpan(at, (int)Math.Min(IndexTables.PageSize - at, Length - position));
    }

    /// <summary>Octets as they stand in a page; those that lie in several are copied to <paramref name="room"/>, which has that length.</summary>
    /// <exception cref="DareException">As <see cref="Within"/>; <see cref="DareError.Malformed"/>: there are none.</exception>
    public ReadOnlySpan<byte> Read(long position, int length, Span<byte> room)
    {
        if (length > 0 && position >= 0 && position <= Length - length)
        {
            int at = (int)(position % IndexTables.PageSize);
            if (at <= IndexTables.PageSize - length)
            {
                return new ReadOnlySpan<byte>(Page(position / IndexTables.PageSize), at, length);
            }
        }

        Copy(position, room[..length]);
        return room[..length];
    }

    /// <summary>Copies octets, which may lie in several pages.</summary>
    public void Copy(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length)
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

    /// <summary>A page that has its digest; good until the next one is asked for.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.Decryption"/>.</exception>
    protected abstract byte[] Page(long number);
}
