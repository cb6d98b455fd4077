using System.Buffers.Binary;

namespace Mesh.Protocol;

/// <summary>
/// Reads the fields of a message in order. Every length is checked against what is there before it is used, so a declared length
/// never causes an allocation. Any misfit is <see cref="ProtocolError.Unparsable"/>.
/// </summary>
internal ref struct OctetReader(ReadOnlySpan<byte> octets, string what)
{
    private readonly ReadOnlySpan<byte> _octets = octets;
    private readonly string _what = what;

    /// <summary>Octets read so far.</summary>
    public int Position { get; private set; }

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _octets[Position..];

    public byte Octet() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>Exactly <paramref name="length"/> octets.</summary>
    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _octets.Length - Position)
        {
            throw Misfit("ends early");
        }

        ReadOnlySpan<byte> field = _octets.Slice(Position, length);
        Position += length;
        return field;
    }

    /// <summary>An LP field.</summary>
    public ReadOnlySpan<byte> Prefixed()
    {
        uint length = UInt32();
        return length <= (uint)(_octets.Length - Position)
            ? Take((int)length)
            : throw Misfit("has a length that passes its end");
    }

    /// <summary>The type octet that a message begins with.</summary>
    public void Type(byte expected)
    {
        if (Octet() != expected)
        {
            throw Misfit("has another type");
        }
    }

    /// <summary>Nothing may follow.</summary>
    public readonly void End()
    {
        if (Position != _octets.Length)
        {
            throw Misfit("has octets after its last field");
        }
    }

    /// <summary>Only zeros may follow.</summary>
    public readonly void Zeros()
    {
        if (Rest.ContainsAnyExcept((byte)0))
        {
            throw Misfit("has padding that is not zero");
        }
    }

    private readonly ProtocolException Misfit(string how) => ProtocolException.Unparsable($"{_what} {how}");
}
