namespace Mesh.Dare;

/// <summary>Writing whole spans over a file that may write fewer octets than it is given, and clearing away what nothing rests on.</summary>
internal static class DurableWriting
{
    private const int Chunk = 1 << 20;

    /// <summary>Writes all octets at an offset, going on after short writes.</summary>
    /// <exception cref="IOException">A write fails, or writes nothing.</exception>
    public static void WriteAll(this IDurableFile file, long offset, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int n = file.Write(offset, octets);
            if (n <= 0)
            {
                throw new IOException($"Nothing was written at {offset}.");
            }

            offset += n;
            octets = octets[n..];
        }
    }

    /// <summary>Copies octets from one file to another, which may be the same: then they are written again where they stand.</summary>
    /// <exception cref="IOException">A read or write fails, or the source ends before.</exception>
    public static void CopyRange(IOctetSource source, long from, long to, IDurableFile destination, long offset)
    {
        byte[] chunk = new byte[(int)Math.Min(Chunk, to - from)];
        while (from < to)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, to - from));
            if (!source.TryReadExactly(from, part))
            {
                throw new IOException($"The file ends before {to}.");
            }

            destination.WriteAll(offset, part);
            from += part.Length;
            offset += part.Length;
        }
    }

    /// <summary>Removes a file on which nothing rests: where that fails, it stays.</summary>
    public static void RemoveIfPossible(this IDurableFiles files, string path)
    {
        try
        {
            files.Remove(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
