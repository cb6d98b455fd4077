using System.Buffers.Binary;

namespace Mesh.Dare;

/// <summary>
/// Reads big-endian numbers and prefixed octets. Octets that are not there read as nothing and zero, and <see cref="Failed"/> says so:
/// the caller looks once, at the end, and before it trusts a count.
/// </summary>
internal struct BigEndianReader(ReadOnlyMemory<byte> octets)
{
    private ReadOnlyMemory<byte> _rest = octets;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public int Int32() => Octets(sizeof(int)) is { Length: sizeof(int) } o ? BinaryPrimitives.ReadInt32BigEndian(o.Span) : 0;

    public long Int64() => Octets(sizeof(long)) is { Length: sizeof(long) } o ? BinaryPrimitives.ReadInt64BigEndian(o.Span) : 0;

    /// <summary>A count of items of which each takes this many octets, and which are there.</summary>
    public long Count(int itemSize)
    {
        long count = Int64();
        if (count >= 0 && count <= _rest.Length / itemSize)
        {
            return count;
        }

        Failed = true;
        return 0;
    }

    public ReadOnlyMemory<byte> Prefixed() => Octets(Int32());

    public string Text() => System.Text.Encoding.UTF8.GetString(Prefixed().Span);

    public ReadOnlyMemory<byte> Octets(int count)
    {
        if (Failed || count < 0 || count > _rest.Length)
        {
            Failed = true;
            return default;
        }

        ReadOnlyMemory<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
