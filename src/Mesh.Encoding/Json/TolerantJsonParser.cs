using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Mesh.Encoding;

/// <summary>
/// The grammar of draft-hallambaker-jsonbcd section 3, read leniently where writers differ: a comma may be missing after a binary
/// item, an object or an array, and before an item; a member name may be text, a string item with or without a colon, a name item
/// or a code. A text string that is wrapped (it holds a raw line break) is taken for binary: base64url and white space, no more.
/// </summary>
internal ref struct TolerantJsonParser
{
    private readonly ReadOnlySpan<byte> _input;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly int _limit;
    private JsonBReader _reader;
    private JsonCodes? _codes;
    private int _depth;

    public TolerantJsonParser(ReadOnlySpan<byte> input, int limit, JsonCodes? codes)
    {
        _input = input;
        _codes = codes;
        _limit = limit;
        _reader = new JsonBReader(input);
    }

    public byte[] ReadDocument()
    {
        ReadValue();
        SkipWhiteSpace();
        if (!_reader.AtEnd)
        {
            throw _reader.Error("octets after the value");
        }

        return _output.WrittenSpan.ToArray();
    }

    /// <summary>Reads one value; true where a text value other than an object or array was read, which a comma must follow.</summary>
    private bool ReadValue()
    {
        bool defined = ReadDefinitions();
        int octet = _reader.PeekOctet;
        if (octet is '{' or '[')
        {
            ReadContainer(octet == '{');
            return false;
        }

        if (defined)
        {
            throw _reader.Error("a code is defined before something other than an object or array");
        }

        if (octet is >= 0 and < JsonBTag.First)
        {
            ReadTextValue();
            return true;
        }

        ReadItem();
        return false;
    }

    private void ReadContainer(bool isObject)
    {
        if (++_depth > StrictJson.MaximumDepth)
        {
            throw new EncodingException(EncodingError.Depth, $"the value is nested deeper than {StrictJson.MaximumDepth}");
        }

        byte close = isObject ? (byte)'}' : (byte)']';
        HashSet<string>? names = isObject ? new(StringComparer.Ordinal) : null;
        Emit([_reader.ReadOctet()]);
        bool first = true;
        bool needsComma = false;
        while (true)
        {
            SkipWhiteSpace();
            bool comma = _reader.PeekOctet == ',';
            if (comma)
            {
                _reader.ReadOctet();
                SkipWhiteSpace();
            }

            if (_reader.PeekOctet == close && !comma)
            {
                break;
            }

            if (first ? comma : needsComma && !comma && _reader.PeekOctet < JsonBTag.First)
            {
                throw _reader.Error(comma ? "a comma before the first element" : "a comma or the end of the object or array is missing");
            }

            if (!first)
            {
                Emit(","u8);
            }

            if (names is not null)
            {
                ReadName(names);
            }

            needsComma = ReadValue();
            first = false;
        }

        Emit([_reader.ReadOctet()]);
        _depth--;
    }

    private void ReadName(HashSet<string> names)
    {
        int octet = _reader.PeekOctet;
        string name;
        if (octet == '"')
        {
            name = DecodeText(ReadTextString());
        }
        else if (octet >= 0 && JsonBTag.Family((byte)octet) == JsonBTag.Name)
        {
            name = StrictUtf8.Decode(_reader.ReadParts(JsonBTag.Name), EncodingError.JsonB);
        }
        else if (_reader.Next == JsonBKind.String)
        {
            name = _reader.ReadString();
        }
        else if (octet >= 0 && (JsonBShape.IsCode((byte)octet) || JsonBShape.IsCodeDefinedAndUsed((byte)octet)))
        {
            name = ReadCode().Text ?? throw _reader.Error("the code of a member name stands for binary data");
        }
        else
        {
            throw _reader.Error("expected a member name");
        }

        SkipWhiteSpace();
        if (_reader.PeekOctet == ':')
        {
            _reader.ReadOctet();
        }
        else if (octet == '"')
        {
            throw _reader.Error("expected a colon after a member name");
        }

        if (!names.Add(name))
        {
            throw new EncodingException(EncodingError.Json, $"JSON-B, octet {_reader.Position}: a member name occurs twice in one object");
        }

        EmitString(name);
        Emit(":"u8);
    }

    private void ReadTextValue()
    {
        if (_reader.PeekOctet == '"')
        {
            Emit(ReadTextString(mayWrap: true));
            return;
        }

        int start = _reader.Position;
        while (_reader.PeekOctet is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '+' or '.' or 'E')
        {
            _reader.ReadOctet();
        }

        ReadOnlySpan<byte> token = _input[start.._reader.Position];
        CheckToken(token);
        Emit(token);
    }

    /// <summary>A string with its quotation marks as strict JSON; where it may be binary, a wrapped one without its white space.</summary>
    private ReadOnlySpan<byte> ReadTextString(bool mayWrap = false)
    {
        int start = _reader.Position;
        _reader.ReadOctet();
        bool wrapped = false;
        for (byte octet = _reader.ReadOctet(); octet != '"'; octet = _reader.ReadOctet())
        {
            if (octet == '\\')
            {
                _reader.ReadOctet();
            }

            wrapped |= octet is (byte)'\r' or (byte)'\n';
        }

        ReadOnlySpan<byte> token = _input[start.._reader.Position];
        if (wrapped && mayWrap)
        {
            return Unwrap(token);
        }

        StrictJson.CheckText(token);
        CheckToken(token);
        return token;
    }

    private readonly byte[] Unwrap(ReadOnlySpan<byte> token)
    {
        byte[] kept = new byte[token.Length];
        int count = 0;
        foreach (byte octet in token[1..^1])
        {
            if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'-' or (byte)'_' or (byte)'='))
            {
                throw _reader.Error("a string with a line break that is not base64url");
            }

            kept[++count] = octet;
        }

        kept[0] = (byte)'"';
        kept[count + 1] = (byte)'"';
        return kept[..(count + 2)];
    }

    private void ReadItem()
    {
        switch (_reader.Next)
        {
            case JsonBKind.String:
                EmitString(_reader.ReadString());
                break;
            case JsonBKind.Binary:
                Emit(BinaryText(_reader.ReadBinarySpan()));
                break;
            case JsonBKind.Integer:
                EmitAscii(_reader.ReadBigInteger().ToString(CultureInfo.InvariantCulture));
                break;
            case JsonBKind.Float:
                EmitAscii(_reader.ReadFloat().ToString("R", CultureInfo.InvariantCulture));
                break;
            case JsonBKind.Boolean:
                Emit(_reader.ReadBoolean() ? "true"u8 : "false"u8);
                break;
            case JsonBKind.Null:
                _reader.ReadNull();
                Emit("null"u8);
                break;
            default:
                Emit(ReadCode().Json);
                break;
        }
    }

    /// <summary>Definitions without a value, C4 to C6, and dictionaries, D0; they stand before an object or array.</summary>
    private bool ReadDefinitions()
    {
        bool any = false;
        SkipWhiteSpace();
        while (_reader.PeekOctet is >= 0 and int octet && JsonBShape.IsDefinition((byte)octet))
        {
            if (octet == JsonBTag.Dictionary)
            {
                ReadDictionary();
            }
            else
            {
                Define(ReadCodeNumber());
            }

            SkipWhiteSpace();
            any = true;
        }

        return any;
    }

    /// <summary>A code that is used, C0 to C2, or defined and used, C8 to CA.</summary>
    private JsonCodeValue ReadCode()
    {
        int octet = _reader.PeekOctet;
        if (octet >= 0 && JsonBShape.IsCode((byte)octet))
        {
            ulong code = ReadCodeNumber();
            return _codes?.Find(code) ?? throw _reader.Error($"the code {code} is used before it is defined");
        }

        if (octet >= 0 && JsonBShape.IsCodeDefinedAndUsed((byte)octet))
        {
            return Define(ReadCodeNumber());
        }

        throw _reader.Error(octet < 0 ? "the value is missing" : $"octet {octet:x2} begins no value");
    }

    // Codes are numbers: the same one may be written in several widths.
    private ulong ReadCodeNumber()
    {
        byte tag = _reader.ReadOctet();
        return LengthForm.ReadNumber(_reader.ReadOctets((ulong)LengthForm.NumberLength(tag)));
    }

    private JsonCodeValue Define(ulong code)
    {
        JsonCodeValue value;
        if (_reader.Next == JsonBKind.Binary)
        {
            value = new JsonCodeValue(BinaryText(_reader.ReadBinarySpan()), Text: null);
        }
        else
        {
            value = JsonCodeValue.OfText(_reader.PeekOctet == '"' ? DecodeText(ReadTextString()) : _reader.ReadString());
        }

        _codes ??= new JsonCodes();
        return _codes.TryDefine(code, value) ? value : throw _reader.Error($"the code {code} is defined twice");
    }

    // The offset to which the numbers of the dictionary are added, and its identifier.
    private void ReadDictionary()
    {
        _reader.ReadOctet();
        ulong offset = LengthForm.ReadNumber(_reader.ReadOctets(4));
        byte length = _reader.ReadOctet();
        byte[] identifier = _reader.ReadOctets(length).ToArray();
        IReadOnlyDictionary<uint, string> dictionary =
            _codes?.Resolve?.Invoke(identifier) ?? throw _reader.Error("the dictionary of codes is not known here");
        foreach ((uint number, string text) in dictionary)
        {
            if (!_codes.TryDefine(offset + number, JsonCodeValue.OfText(text)))
            {
                throw _reader.Error($"the code {offset + number} is defined twice");
            }
        }
    }

    private static byte[] BinaryText(ReadOnlySpan<byte> octets)
    {
        byte[] text = new byte[Base64Url.GetEncodedLength(octets.Length) + 2];
        Base64Url.EncodeToUtf8(octets, text.AsSpan(1));
        text[0] = text[^1] = (byte)'"';
        return text;
    }

    private static string DecodeText(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.GetString()!;
    }

    private static void CheckToken(ReadOnlySpan<byte> token)
    {
        try
        {
            var reader = new Utf8JsonReader(token);
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw StrictJson.Wrap(e);
        }
    }

    private void SkipWhiteSpace()
    {
        while (_reader.PeekOctet is ' ' or '\t' or '\r' or '\n')
        {
            _reader.ReadOctet();
        }
    }

    private readonly void EmitString(string value) => Emit(JsonCodeValue.OfText(value).Json);

    private readonly void EmitAscii(string value) => Emit(System.Text.Encoding.ASCII.GetBytes(value));

    private readonly void Emit(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > _limit - _output.WrittenCount)
        {
            throw new EncodingException(EncodingError.Size, $"the value is larger than {_limit} octets as JSON");
        }

        _output.Write(octets);
    }
}
