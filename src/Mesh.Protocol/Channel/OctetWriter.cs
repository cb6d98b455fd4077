using System.Buffers.Binary;

namespace Mesh.Protocol;

/// <summary>Writes the fields of a message in order into a buffer of exactly the right length.</summary>
internal ref struct OctetWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Octets written so far.</summary>
    public int Position { get; private set; }

    public void Octet(byte value) => Reserve(1)[0] = value;

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    public void Octets(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>LP(value).</summary>
    public void Prefixed(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        Octets(value);
    }

    /// <summary>The next <paramref name="length"/> octets of the buffer, for the caller to fill.</summary>
    public Span<byte> Reserve(int length)
    {
        Span<byte> field = _destination.Slice(Position, length);
        Position += length;
        return field;
    }
}
