using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Mesh.Encoding;

/// <summary>
/// Reads JSON-B items one after another (draft-hallambaker-jsonbcd sections 4 and 6): any length form, any number of parts, all of
/// one kind. Every length is checked against the octets that are left before anything is allocated. Every failure is an
/// <see cref="EncodingException"/> with <see cref="EncodingError.JsonB"/>.
/// </summary>
public ref struct JsonBReader
{
    /// <summary>Longest magnitude of an integer that is read, in octets.</summary>
    public const int MaximumIntegerLength = 1024;

    private readonly ReadOnlySpan<byte> _input;
    private int _position;

    /// <summary>A reader that stands at the first octet of <paramref name="input"/>.</summary>
    public JsonBReader(ReadOnlySpan<byte> input) => _input = input;

    /// <summary>Octets read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Whether all octets are read.</summary>
    public readonly bool AtEnd => _position == _input.Length;

    /// <summary>What the next item is, by its tag alone.</summary>
    public readonly JsonBKind Next => AtEnd ? JsonBKind.End : _input[_position] switch
    {
        >= JsonBTag.String and < JsonBTag.Binary => JsonBKind.String,
        >= JsonBTag.Binary and < JsonBTag.Binary16 => JsonBKind.Binary,
        JsonBTag.Binary16 or JsonBTag.Binary32 or JsonBTag.Binary64 or JsonBTag.Binary128 => JsonBKind.Float,
        >= JsonBTag.Positive and <= JsonBTag.Positive128 or JsonBTag.PositiveBig
            or (>= JsonBTag.Negative and <= JsonBTag.Negative128) or JsonBTag.NegativeBig => JsonBKind.Integer,
        JsonBTag.True or JsonBTag.False => JsonBKind.Boolean,
        JsonBTag.Null => JsonBKind.Null,
        _ => JsonBKind.Other,
    };

    /// <summary>The next octet, or −1 at the end.</summary>
    internal readonly int PeekOctet => AtEnd ? -1 : _input[_position];

    /// <summary>A string; parts are joined before UTF-8 is decoded.</summary>
    public string ReadString()
    {
        Require(JsonBKind.String, "a string");
        return StrictUtf8.Decode(ReadParts(JsonBTag.String), EncodingError.JsonB);
    }

    /// <summary>Binary data.</summary>
    public byte[] ReadBinary() => ReadBinarySpan().ToArray();

    /// <summary>Binary data, a view of the input unless it came in parts.</summary>
    public ReadOnlySpan<byte> ReadBinarySpan()
    {
        Require(JsonBKind.Binary, "binary data");
        return ReadParts(JsonBTag.Binary);
    }

    /// <summary>An integer in the range of 64 bits with sign.</summary>
    public long ReadInteger()
    {
        BigInteger value = ReadBigInteger();
        return value >= long.MinValue && value <= long.MaxValue
            ? (long)value
            : throw Error("the integer does not fit 64 bits with sign");
    }

    /// <summary>An integer of any size up to <see cref="MaximumIntegerLength"/> octets.</summary>
    public BigInteger ReadBigInteger()
    {
        Require(JsonBKind.Integer, "an integer");
        byte tag = ReadOctet();
        bool negative = tag >= JsonBTag.Negative;
        int length = tag switch
        {
            JsonBTag.Positive128 or JsonBTag.Negative128 => 16,
            JsonBTag.PositiveBig or JsonBTag.NegativeBig => (int)LengthForm.ReadNumber(ReadOctets(2)),
            _ => LengthForm.NumberLength(tag),
        };
        if (length > MaximumIntegerLength)
        {
            throw Error($"an integer of {length} octets; {MaximumIntegerLength} are allowed");
        }

        var magnitude = new BigInteger(ReadOctets((ulong)length), isUnsigned: true, isBigEndian: true);
        return negative ? -magnitude : magnitude;
    }

    /// <summary>A finite number: binary16, 32, 64, or a binary128 that binary64 holds exactly.</summary>
    public double ReadFloat()
    {
        Require(JsonBKind.Float, "a floating-point number");
        double value = ReadOctet() switch
        {
            JsonBTag.Binary16 => (double)BinaryPrimitives.ReadHalfBigEndian(ReadOctets(2)),
            JsonBTag.Binary32 => BinaryPrimitives.ReadSingleBigEndian(ReadOctets(4)),
            JsonBTag.Binary64 => BinaryPrimitives.ReadDoubleBigEndian(ReadOctets(8)),
            _ => NarrowBinary128(ReadOctets(16)),
        };
        return double.IsFinite(value) ? value : throw Error("JSON has no infinite numbers and no NaN");
    }

    /// <summary>True or false.</summary>
    public bool ReadBoolean()
    {
        Require(JsonBKind.Boolean, "true or false");
        return ReadOctet() == JsonBTag.True;
    }

    /// <summary>Null.</summary>
    public void ReadNull()
    {
        Require(JsonBKind.Null, "null");
        _position++;
    }

    /// <summary>Fails unless all octets are read.</summary>
    public readonly void ReadEnd()
    {
        if (!AtEnd)
        {
            throw Error("octets after the last item");
        }
    }

    internal byte ReadOctet() => ReadOctets(1)[0];

    internal ReadOnlySpan<byte> ReadOctets(ulong length)
    {
        if (length > (ulong)(_input.Length - _position))
        {
            throw Error($"{length} octets are announced where {_input.Length - _position} are left");
        }

        ReadOnlySpan<byte> octets = _input.Slice(_position, (int)length);
        _position += (int)length;
        return octets;
    }

    /// <summary>All parts of a string, name or binary value whose last part has <paramref name="family"/>.</summary>
    internal ReadOnlySpan<byte> ReadParts(byte family)
    {
        byte tag = ReadOctet();
        if (JsonBTag.Family(tag) == family)
        {
            return ReadPart(tag);
        }

        var joined = new ArrayBufferWriter<byte>();
        for (; JsonBTag.Family(tag) == family + (JsonBTag.StringPart - JsonBTag.String); tag = ReadOctet())
        {
            joined.Write(ReadPart(tag));
        }

        if (JsonBTag.Family(tag) != family)
        {
            throw Error("the parts of one value are of different kinds");
        }

        joined.Write(ReadPart(tag));
        return joined.WrittenSpan;
    }

    /// <summary>An error that names the place.</summary>
    internal readonly EncodingException Error(string message) => new(EncodingError.JsonB, $"JSON-B, octet {_position}: {message}");

    private static double NarrowBinary128(ReadOnlySpan<byte> octets)
    {
        // Sign, 15 bits of exponent (bias 16383), 112 of fraction; binary64 has 11 (bias 1023) and 52.
        UInt128 bits = BinaryPrimitives.ReadUInt128BigEndian(octets);
        int exponent = (int)(bits >> 112) & 0x7FFF;
        UInt128 fraction = bits & ((UInt128.One << 112) - 1);
        ulong sign = (ulong)(bits >> 127) << 63;
        if (exponent == 0 && fraction == 0)
        {
            return BitConverter.UInt64BitsToDouble(sign);
        }

        int narrow = exponent - 16383 + 1023;
        bool exact = narrow is > 0 and < 0x7FF && (fraction & ((UInt128.One << 60) - 1)) == 0;
        return exact
            ? BitConverter.UInt64BitsToDouble(sign | ((ulong)narrow << 52) | (ulong)(fraction >> 60))
            : double.NaN;
    }

    private ReadOnlySpan<byte> ReadPart(byte tag) =>
        ReadOctets(LengthForm.ReadNumber(ReadOctets((ulong)LengthForm.NumberLength(tag))));

    private readonly void Require(JsonBKind kind, string wanted)
    {
        if (Next != kind)
        {
            throw Error($"expected {wanted}, found {(AtEnd ? "the end" : $"octet {_input[_position]:x2}")}");
        }
    }
}
