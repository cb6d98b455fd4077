using System.Buffers.Binary;

namespace Mesh.Dare;

/// <summary>Writes big-endian numbers and prefixed octets through a buffer.</summary>
internal sealed class BigEndianWriter(Stream destination) : IDisposable
{
    private readonly BufferedStream _buffered = new(destination, 1 << 16);

    public void Int32(int value)
    {
        Span<byte> octets = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, value);
        _buffered.Write(octets);
    }

    public void Int64(long value)
    {
        Span<byte> octets = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(octets, value);
        _buffered.Write(octets);
    }

    public void Octets(ReadOnlySpan<byte> octets) => _buffered.Write(octets);

    public void Prefixed(ReadOnlySpan<byte> octets)
    {
        Int32(octets.Length);
        Octets(octets);
    }

    public void Text(string text) => Prefixed(System.Text.Encoding.UTF8.GetBytes(text));

    public void Flush() => _buffered.Flush();

    public void Dispose() => _buffered.Flush();
}
