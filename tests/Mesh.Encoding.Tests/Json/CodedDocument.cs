using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Mesh.Encoding.Tests.Json;

/// <summary>
/// Random documents, and one of the many ways to encode each in JSON-B, JSON-C and JSON-D: any length form, parts, codes, names in every form,
/// commas left out where they may be.
/// </summary>
internal sealed class CodedDocument(SeededRandom random)
{
    private readonly Dictionary<string, uint> _codes = [];
    private readonly List<byte> _out = [];
    private readonly List<byte> _before = [];

    /// <summary>A random object or array.</summary>
    public JsonNode Any() => Container(depth: 0);

    /// <summary>An encoding of it.</summary>
    public byte[] Encode(JsonNode document)
    {
        // Some strings get a code before the document begins.
        foreach (string text in new[] { "a", "first", "" })
        {
            if (random.Next(3) == 0)
            {
                uint code = NewCode(text);
                _before.AddRange(Code(0xC4, code));
                _before.AddRange(Item(0x80, System.Text.Encoding.UTF8.GetBytes(text)));
                Space(_before);
            }
        }

        Write(document);
        return [.. _before, .. _out];
    }

    private JsonNode Container(int depth)
    {
        int count = random.Next(5);
        if (random.Next(2) == 0)
        {
            return new JsonArray([.. Enumerable.Range(0, count).Select(_ => Value(depth + 1))]);
        }

        var members = new JsonObject();
        for (int i = 0; i < count; i++)
        {
            members[Text()] = Value(depth + 1);
        }

        return members;
    }

    private JsonNode? Value(int depth) => random.Next(depth < 5 ? 8 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => Integer(),
        3 => JsonValue.Create(BinaryPrimitives.ReadHalfBigEndian(random.Bytes(2)) is var half && Half.IsFinite(half) ? (double)half + 0.25 : 0.5),
        4 or 5 => JsonValue.Create(Text()),
        _ => Container(depth),
    };

    private JsonNode Integer()
    {
        BigInteger value = new(random.Bytes(1 + random.Next(20)), isUnsigned: true);
        return JsonNode.Parse((random.Next(2) == 0 ? value : -value).ToString(System.Globalization.CultureInfo.InvariantCulture))!;
    }

    private string Text() => random.Next(6) switch
    {
        0 => "a",
        1 => "first",
        2 => "",
        3 => "größer €😀",
        4 => "\"\\\n",
        _ => Convert.ToHexString(random.Bytes(random.Next(4))),
    };

    private void Write(JsonNode? node)
    {
        switch (node)
        {
            case null:
                _out.Add(0xB2);
                break;
            case JsonArray array:
                WriteContainer('[', ']', [.. array.Select(n => ((string?)null, n))]);
                break;
            case JsonObject members:
                WriteContainer('{', '}', [.. members.Select(m => ((string?)m.Key, m.Value))]);
                break;
            default:
                WriteScalar(node.AsValue());
                break;
        }
    }

    private void WriteContainer(char open, char close, List<(string? Name, JsonNode? Value)> items)
    {
        _out.Add((byte)open);
        bool textBefore = false;
        bool first = true;
        foreach ((string? name, JsonNode? value) in items)
        {
            List<byte> rest = [.. _out];
            _out.Clear();
            Space(_out);
            if (name is not null)
            {
                WriteName(name);
            }

            Write(value);
            bool text = _out.First(b => b != ' ' && b != '\n') < 0x80;
            bool comma = !first && ((textBefore && text) || random.Next(2) == 0);
            textBefore = _out[^1] is not ((byte)'}' or (byte)']') && _lastIsText;
            List<byte> item = [.. _out];
            _out.Clear();
            _out.AddRange(rest);
            if (comma)
            {
                _out.Add((byte)',');
            }

            _out.AddRange(item);
            first = false;
        }

        Space(_out);
        _out.Add((byte)close);
        _lastIsText = false;
    }

    private bool _lastIsText;

    private void WriteName(string name)
    {
        switch (random.Next(4))
        {
            case 0:
                _out.AddRange(Quoted(name));
                Space(_out);
                _out.Add((byte)':');
                break;
            case 1:
                _out.AddRange(Item(0xB4, System.Text.Encoding.UTF8.GetBytes(name)));
                break;
            case 2:
                _out.AddRange(Item(0x80, System.Text.Encoding.UTF8.GetBytes(name)));
                if (random.Next(2) == 0)
                {
                    _out.Add((byte)':');
                }

                break;
            default:
                WriteCoded(name);
                break;
        }

        Space(_out);
    }

    private void WriteScalar(JsonValue value)
    {
        _lastIsText = false;
        switch (value.GetValueKind())
        {
            case System.Text.Json.JsonValueKind.String:
                string text = value.GetValue<string>();
                int form = random.Next(3);
                if (form == 0)
                {
                    _out.AddRange(Quoted(text));
                    _lastIsText = true;
                }
                else if (form == 1)
                {
                    WriteParts(System.Text.Encoding.UTF8.GetBytes(text));
                }
                else
                {
                    WriteCoded(text);
                }

                break;
            case System.Text.Json.JsonValueKind.Number:
                WriteNumber(value.ToJsonString());
                break;
            default:
                _out.Add(value.GetValue<bool>() ? (byte)0xB0 : (byte)0xB1);
                break;
        }
    }

    private void WriteNumber(string json)
    {
        if (random.Next(4) == 0)
        {
            _out.AddRange(System.Text.Encoding.ASCII.GetBytes(json));
            _lastIsText = true;
        }
        else if (BigInteger.TryParse(json, System.Globalization.CultureInfo.InvariantCulture, out BigInteger integer))
        {
            byte[] magnitude = BigInteger.Abs(integer).ToByteArray(isUnsigned: true, isBigEndian: true);
            byte family = (byte)(integer.Sign < 0 ? 0xA8 : 0xA0);
            int size = new[] { 1, 2, 4, 8, 16 }.FirstOrDefault(s => s >= magnitude.Length);
            byte[] padded = new byte[Math.Max(size, magnitude.Length)];
            magnitude.CopyTo(padded, padded.Length - magnitude.Length);
            _out.AddRange(size == 0 || random.Next(4) == 0
                ? [(byte)(family + 7), 0, (byte)padded.Length, .. padded]
                : [(byte)(family + BitOperations.Log2((uint)size)), .. padded]);
        }
        else
        {
            byte[] octets = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(octets, double.Parse(json, System.Globalization.CultureInfo.InvariantCulture));
            _out.AddRange([0x92, .. octets]);
        }
    }

    private void WriteCoded(string text)
    {
        if (_codes.TryGetValue(text, out uint code))
        {
            _out.AddRange(Code(0xC0, code));
            return;
        }

        _out.AddRange(Code(0xC8, NewCode(text)));
        _out.AddRange(Item(0x80, System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private void WriteParts(byte[] octets)
    {
        int at = 0;
        while (random.Next(3) == 0)
        {
            int length = random.Next(octets.Length - at + 1);
            _out.AddRange(Item(0x84, octets[at..(at + length)]));
            at += length;
        }

        _out.AddRange(Item(0x80, octets[at..]));
    }

    private uint NewCode(string text)
    {
        uint code = (uint)(_codes.Count * 77);
        _codes.Add(text, code);
        return code;
    }

    private byte[] Code(byte family, uint code)
    {
        int least = code <= byte.MaxValue ? 0 : code <= ushort.MaxValue ? 1 : 2;
        int form = least + random.Next(3 - least);
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, code);
        return [(byte)(family + form), .. octets[(4 - (1 << form))..]];
    }

    private byte[] Item(byte family, byte[] octets)
    {
        int form = random.Next(4);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, octets.Length);
        return [(byte)(family + form), .. length[(8 - (1 << form))..], .. octets];
    }

    private static byte[] Quoted(string text) => System.Text.Encoding.UTF8.GetBytes(JsonValue.Create(text).ToJsonString());

    private void Space(List<byte> octets)
    {
        if (random.Next(4) == 0)
        {
            octets.AddRange(" \n"u8);
        }
    }
}
