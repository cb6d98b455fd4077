namespace Mesh.Dare;

/// <summary>Octets that can be read at any offset: a file, a stream that seeks, or memory. Offsets and lengths have 63 bits.</summary>
public interface IOctetSource
{
    /// <summary>How many octets there are now. A reader takes it once and ignores what is appended later.</summary>
    long Length { get; }

    /// <summary>
    /// Reads octets from <paramref name="offset"/> on; returns how many, which may be fewer than asked for, and 0 only at the end.
    /// </summary>
    int Read(long offset, Span<byte> destination);
}
