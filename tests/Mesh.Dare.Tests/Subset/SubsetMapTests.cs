using System.Buffers.Binary;

namespace Mesh.Dare.Tests;

public class SubsetMapTests
{
    [Fact]
    public void Any_extents_are_found_again_octet_for_octet()
    {
        var random = new SeededRandom("subset map");
        for (int round = 0; round < 200; round++)
        {
            (byte[] original, List<OctetExtent> extents) = Any(random);
            using var output = new MemoryStream();
            SubsetWriter.Write(new MemoryOctets(original), extents, output);
            SubsetOctets copy = SubsetOctets.Open(new MemoryOctets(output.ToArray()));
            Assert.Equal((original.Length, extents.Sum(e => e.Length)), (copy.Length, copy.Present));
            Assert.Equal(extents, copy.Extents);
            for (int at = 0; at < original.Length; at++)
            {
                int length = random.Next(original.Length - at) + 1;
                OctetExtent? within = extents.Where(e => e.Start <= at && e.End > at).Select(e => (OctetExtent?)e).FirstOrDefault();
                Assert.Equal(within is { } e && at + length <= e.End, copy.Holds(new OctetExtent(at, length)));
                long run = copy.RunAt(at);
                Assert.Equal(within is { } whole ? whole.End - at : at - extents.First(x => x.Start > at).Start, run);
                byte[] read = new byte[length];
                if (within is { } extent)
                {
                    int count = copy.Read(at, read);
                    Assert.Equal(Math.Min(length, extent.End - at), count);
                    Assert.Equal(original[at..(at + count)], read[..count]);
                }
                else
                {
                    Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => copy.Read(at, read)));
                }
            }

            Assert.Equal(0, copy.Read(original.Length, new byte[1]));
        }
    }

    public static TheoryData<string, long, long[]> Wrong => new()
    {
        { "not from 0 on", 20, [1, 4, 14, 6] },
        { "not to the end", 20, [0, 4, 14, 5] },
        { "beyond the end", 20, [0, 4, 14, 7] },
        { "touching", 20, [0, 4, 4, 16] },
        { "overlapping", 20, [0, 4, 3, 17] },
        { "decreasing", 20, [0, 4, 14, 6, 8, 2] },
        { "empty", 20, [0, 4, 8, 0, 14, 6] },
        { "negative", 20, [0, 4, 8, -2, 14, 6] },
        { "of more than 63 bits", long.MaxValue, [0, 4, 14, long.MaxValue] },
        { "none", 0, [] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Map_that_does_not_fit_is_refused(string what, long length, long[] rows)
    {
        long present = rows.Where((_, i) => i % 2 == 1).Where(l => l is > 0 and < 100).Sum();
        byte[] file = File(new byte[present], $"{{\"Subset\":{{\"Length\":{length},\"Extents\":{rows.Length / 2}}}}}", rows, []);
        Assert.True(TestKeys.ErrorOf(() => SubsetOctets.Open(new MemoryOctets(file))) == DareError.Malformed, what);
    }

    [Fact]
    public void Map_has_one_form()
    {
        const string header = "{\"Subset\":{\"Length\":20,\"Extents\":2}}";
        long[] rows = [0, 4, 14, 6];
        Assert.Equal(2, SubsetOctets.Open(new MemoryOctets(File(new byte[10], header, rows, []))).Extents.Count);
        byte[][] others =
        [
            File(new byte[10], header.Replace(":20", ": 20", StringComparison.Ordinal), rows, []),
            File(new byte[10], header.Replace("}}", ",\"X\":1}}", StringComparison.Ordinal), rows, []),
            File(new byte[10], "{\"Subset\":[]}", rows, []),
            File(new byte[10], "{\"Subset\":{}}", rows, []),
            File(new byte[10], header.Replace("20", "-20", StringComparison.Ordinal), rows, []),
            File(new byte[10], header.Replace(":2}", ":3}", StringComparison.Ordinal), rows, []),
            File(new byte[10], header, rows, "{}"u8),
            File(new byte[11], header, rows, []),
            File(new byte[9], header, rows, []),
        ];
        Assert.All(others, file => Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => SubsetOctets.Open(new MemoryOctets(file)))));
        Assert.Equal(
            DareError.LimitExceeded,
            TestKeys.ErrorOf(() => SubsetOctets.Open(new MemoryOctets(File(new byte[10], header.Replace(":2}", ":1048577}", StringComparison.Ordinal), rows, [])))));
    }

    [Fact]
    public void What_ends_otherwise_is_no_copy()
    {
        byte[] frame = Frame.Encode("{}"u8, [], []);
        Assert.All(new byte[][] { [], [1, 2, 3], frame }, file =>
        {
            var octets = new MemoryOctets(file);
            Assert.False(SubsetOctets.IsSubset(octets));
            Assert.Same(octets, SubsetOctets.Original(octets));
            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => SubsetOctets.Open(octets)));
        });
    }

    [Fact]
    public void Changed_copies_are_read_or_refused()
    {
        TestSequence test = SubsetTests.Written("None", "Last", hide: false);
        using SequenceReader original = test.Read();
        byte[] copy = SubsetTests.Copy(test.Octets, original, [original.Find("b")!.Index]);
        SubsetFuzz.Run(copy);
        var random = new SeededRandom("subset fuzz");
        byte[] map = copy[^120..];
        for (int i = 0; i < 400; i++)
        {
            SubsetFuzz.Run(Mutator.Of(copy, random));
            SubsetFuzz.Run([.. copy[..^120], .. Mutator.Of(map, random)]);
        }
    }

    private static (byte[] Original, List<OctetExtent> Extents) Any(SeededRandom random)
    {
        List<OctetExtent> extents = [new(0, random.Next(5) + 1)];
        for (int count = random.Next(6); count > 0; count--)
        {
            extents.Add(new OctetExtent(extents[^1].End + random.Next(4) + 1, random.Next(4) + 1));
        }

        return (random.Bytes((int)extents[^1].End), extents);
    }

    private static byte[] File(byte[] octets, string header, long[] numbers, ReadOnlySpan<byte> trailer)
    {
        byte[] rows = new byte[numbers.Length * 8];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(rows.AsSpan(i * 8), numbers[i]);
        }

        return [.. octets, .. Frame.Encode(System.Text.Encoding.UTF8.GetBytes(header), rows, trailer)];
    }
}
