using System.Buffers;
using System.Buffers.Binary;

namespace Mesh.Encoding;

/// <summary>
/// Writes JSON-B items one after another, each in its shortest form and one part (draft-hallambaker-jsonbcd section 4): the octets
/// that signatures, tree leaves and associated data are made of.
/// </summary>
public sealed class JsonBWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The octets so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>A copy of the octets so far.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>A string; its length counts octets of UTF-8.</summary>
    /// <exception cref="EncodingException">Half of a surrogate pair (<see cref="EncodingError.JsonB"/>).</exception>
    public JsonBWriter String(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Item(JsonBTag.String, StrictUtf8.Encode(value, EncodingError.JsonB));
    }

    /// <summary>Binary data.</summary>
    public JsonBWriter Binary(ReadOnlySpan<byte> value) => Item(JsonBTag.Binary, value);

    /// <summary>An integer; negative ones as their magnitude.</summary>
    public JsonBWriter Integer(long value) => value < 0
        ? Number(JsonBTag.Negative, unchecked((ulong)-value))
        : Number(JsonBTag.Positive, (ulong)value);

    /// <summary>A non-negative integer of up to 64 bits.</summary>
    public JsonBWriter Unsigned(ulong value) => Number(JsonBTag.Positive, value);

    /// <summary>A binary64 number.</summary>
    /// <exception cref="EncodingException">Not a number, or infinite (<see cref="EncodingError.JsonB"/>): JSON has neither.</exception>
    public JsonBWriter Float(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new EncodingException(EncodingError.JsonB, "JSON has no infinite numbers and no NaN");
        }

        Span<byte> item = _buffer.GetSpan(9);
        item[0] = JsonBTag.Binary64;
        BinaryPrimitives.WriteDoubleBigEndian(item[1..], value);
        _buffer.Advance(9);
        return this;
    }

    /// <summary>True or false.</summary>
    public JsonBWriter Boolean(bool value) => Octet(value ? JsonBTag.True : JsonBTag.False);

    /// <summary>Null.</summary>
    public JsonBWriter Null() => Octet(JsonBTag.Null);

    private JsonBWriter Item(byte family, ReadOnlySpan<byte> octets)
    {
        Number(family, (ulong)octets.Length);
        _buffer.Write(octets);
        return this;
    }

    private JsonBWriter Number(byte family, ulong value)
    {
        _buffer.Advance(LengthForm.Write(_buffer.GetSpan(LengthForm.MaximumLength), family, value));
        return this;
    }

    private JsonBWriter Octet(byte octet)
    {
        _buffer.GetSpan(1)[0] = octet;
        _buffer.Advance(1);
        return this;
    }
}
