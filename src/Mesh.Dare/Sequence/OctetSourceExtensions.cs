namespace Mesh.Dare;

internal static class OctetSourceExtensions
{
    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> on; false when the source ends before.</summary>
    public static bool TryReadExactly<TSource>(this TSource source, long offset, Span<byte> destination)
        where TSource : IOctetSource, allows ref struct
    {
        while (!destination.IsEmpty)
        {
            int n = source.Read(offset, destination);
            if (n <= 0)
            {
                return false;
            }

            offset += n;
            destination = destination[n..];
        }

        return true;
    }
}
