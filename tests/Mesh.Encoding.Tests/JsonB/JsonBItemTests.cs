using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Encoding.Tests.JsonB;

public class JsonBItemTests
{
    public static TheoryData<string> Values => JsonBVectors.Set.Ids("value");

    public static TheoryData<string> Sequences => JsonBVectors.Set.Ids("data-sequence");

    public static TheoryData<string> Invalid => JsonBVectors.Set.Ids("invalid");

    [Theory]
    [MemberData(nameof(Values))]
    public void Reads_items_and_writes_their_shortest_form(string id)
    {
        JsonElement vector = JsonBVectors.Set[id];
        byte[] item = vector.In("hex").Hex();
        JsonElement value = vector.Expected("value");
        var reader = new JsonBReader(item);
        var writer = new JsonBWriter();
        switch (vector.Expected("type").Text())
        {
            case "integer":
                var integer = BigInteger.Parse(value.Text(), CultureInfo.InvariantCulture);
                Assert.Equal(integer, reader.ReadBigInteger());
                if (integer >= long.MinValue && integer <= long.MaxValue)
                {
                    Assert.Equal((long)integer, new JsonBReader(item).ReadInteger());
                    writer.Integer((long)integer);
                }
                else if (integer >= 0 && integer <= ulong.MaxValue)
                {
                    writer.Unsigned((ulong)integer);
                }

                break;
            case "string":
                Assert.Equal(value.GetString(), reader.ReadString());
                writer.String(value.Text());
                break;
            case "binary":
                Assert.Equal(value.Hex(), reader.ReadBinary());
                writer.Binary(value.Hex());
                break;
            case "float":
                double number = BitConverter.Int64BitsToDouble(Convert.ToInt64(vector.Expected("binary64").Text(), 16));
                Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(reader.ReadFloat()));
                writer.Float(number);
                break;
            case "float-extended":
                Assert.Equal(double.Parse(value.Text(), CultureInfo.InvariantCulture), reader.ReadFloat());
                break;
            case "boolean":
                Assert.Equal(value.GetBoolean(), reader.ReadBoolean());
                writer.Boolean(value.GetBoolean());
                break;
            case "null":
                reader.ReadNull();
                writer.Null();
                break;
            case string other:
                Assert.Fail(other);
                break;
        }

        reader.ReadEnd();

        // JSON-D's wider integers have no writer here.
        if (vector.GetProperty("expected").TryGetProperty("shortest_form", out JsonElement shortest) && !id.StartsWith("jsond", StringComparison.Ordinal))
        {
            Assert.Equal(shortest.GetBoolean(), item.AsSpan().SequenceEqual(writer.Written));
        }
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Reads_and_writes_sequences_of_binary_items(string id)
    {
        JsonElement vector = JsonBVectors.Set[id];
        byte[] octets = vector.In("hex").Hex();
        var reader = new JsonBReader(octets);
        var writer = new JsonBWriter();
        foreach (JsonElement item in vector.Expected("items").EnumerateArray())
        {
            Assert.Equal(item.Hex(), reader.ReadBinary());
            writer.Binary(item.Hex());
        }

        reader.ReadEnd();
        Assert.Equal(octets, writer.ToArray());
        if (vector.GetProperty("expected").TryGetProperty("base64url", out JsonElement text))
        {
            Assert.Equal(text.Text(), Base64UrlText.Encode(octets));
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Refuses_what_is_no_item(string id)
    {
        byte[] octets = JsonBVectors.Set[id].In("hex").Hex();
        EncodingException error = Assert.Throws<EncodingException>(() =>
        {
            var reader = new JsonBReader(octets);
            switch (reader.Next)
            {
                case JsonBKind.String:
                    reader.ReadString();
                    break;
                case JsonBKind.Integer:
                    reader.ReadBigInteger();
                    break;
                default:
                    reader.ReadBinary();
                    break;
            }

            reader.ReadEnd();
        });
        Assert.Equal(EncodingError.JsonB, error.Code);
    }

    [Fact]
    public void Integers_survive() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), value =>
    {
        byte[] item = new JsonBWriter().Integer(value).ToArray();
        return new JsonBReader(item).ReadInteger() == value;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sequences_of_items_survive() => Prop.ForAll(ArbMap.Default.ArbFor<Tuple<byte[], NonNull<string>, NormalFloat, bool>>(), values =>
    {
        string text = new([.. values.Item2.Get.Where(c => !char.IsSurrogate(c))]);
        byte[] octets = new JsonBWriter().Binary(values.Item1).String(text).Float(values.Item3.Get).Boolean(values.Item4).Null().ToArray();
        var reader = new JsonBReader(octets);
        bool same = reader.ReadBinary().SequenceEqual(values.Item1) && reader.ReadString() == text
            && reader.ReadFloat().Equals(values.Item3.Get) && reader.ReadBoolean() == values.Item4;
        reader.ReadNull();
        reader.ReadEnd();
        return same;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(long.MinValue, "ab8000000000000000")]
    [InlineData(long.MaxValue, "a37fffffffffffffff")]
    [InlineData(-1, "a801")]
    [InlineData(0, "a000")]
    public void The_ends_of_the_integer_range_are_written(long value, string hex) =>
        Assert.Equal(Convert.FromHexString(hex), new JsonBWriter().Integer(value).ToArray());

    [Fact]
    public void Integers_beyond_64_bits_are_not_cut()
    {
        Assert.Throws<EncodingException>(() => new JsonBReader(Convert.FromHexString("a38000000000000000")).ReadInteger());
        Assert.Throws<EncodingException>(() => new JsonBReader(Convert.FromHexString("ab8000000000000001")).ReadInteger());
    }

    [Fact]
    public void Integers_of_more_than_1024_octets_are_refused()
    {
        byte[] item = [0xA7, 4, 1, .. new byte[1025]];
        Assert.Equal(EncodingError.JsonB, Assert.Throws<EncodingException>(() => new JsonBReader(item).ReadBigInteger()).Code);
        Assert.Equal(BigInteger.Zero, new JsonBReader([0xA7, 4, 0, .. new byte[1024]]).ReadBigInteger());
    }

    [Theory]
    [InlineData("927ff0000000000000")]
    [InlineData("92fff8000000000000")]
    [InlineData("917f800000")]
    [InlineData("907c00")]
    [InlineData("947fff0000000000000000000000000000")]
    [InlineData("943fff0000000000000000000000000001")]
    [InlineData("9443ff0000000000000000000000000000")]
    public void Numbers_that_are_not_finite_or_not_exact_are_refused(string hex) =>
        Assert.Throws<EncodingException>(() => new JsonBReader(Convert.FromHexString(hex)).ReadFloat());

    [Fact]
    public void A_huge_length_costs_nothing()
    {
        byte[] item = Convert.FromHexString("8bffffffffffffffff00");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EncodingException>(() => new JsonBReader(item).ReadBinary());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_writer_refuses_half_of_a_surrogate_pair_and_numbers_that_JSON_lacks()
    {
        Assert.Throws<EncodingException>(() => new JsonBWriter().String("\ud800"));
        Assert.Throws<EncodingException>(() => new JsonBWriter().Float(double.NaN));
    }
}
