using System.Net;

namespace Mesh.Protocol.Tests;

public class DnsMessageTests
{
    private const string Name = "_mmm._tcp.example.com";

    [Fact]
    public void A_query_is_that_of_RFC_1035() => Assert.Equal(
        Convert.FromHexString("AB1201000001000000000000" + "045F6D6D6D" + "045F746370" + "076578616D706C65" + "03636F6D" + "00" + "00210001"),
        DnsMessage.Query(0xAB12, Name, DnsType.Srv));

    [Fact]
    public void Services_are_read_with_and_without_compression()
    {
        // C016 is "example.com" inside the question.
        byte[] answer = DnsPackets.To(Query(DnsType.Srv))
            .Srv(10, 20, 443, [1, (byte)'H', 0xC0, 0x16]).Srv(1, 0, 15099, [1, (byte)'b', 2, (byte)'o', (byte)'r', 0]).Srv(0, 0, 0, [0])
            .Octets();
        Assert.Equal(
            [new DnsService(10, 20, 443, "h.example.com"), new DnsService(1, 0, 15099, "b.or"), new DnsService(0, 0, 0, "")],
            Read(answer, DnsType.Srv)!.Of<DnsService>());
    }

    [Fact]
    public void Addresses_and_texts_are_read()
    {
        byte[] four = DnsPackets.To(Query(DnsType.A)).Record(1, [192, 0, 2, 1]).Octets();
        Assert.Equal(IPAddress.Parse("192.0.2.1"), Assert.Single(Read(four, DnsType.A)!.Of<DnsAddress>()).Address);
        byte[] six = DnsPackets.To(Query(DnsType.Aaaa)).Record(28, IPAddress.Parse("2001:db8::7").GetAddressBytes()).Octets();
        Assert.Equal(IPAddress.Parse("2001:db8::7"), Assert.Single(Read(six, DnsType.Aaaa)!.Of<DnsAddress>()).Address);
        byte[] text = DnsPackets.To(Query(DnsType.Txt)).Txt("path=/x", "", "udf=M\u00E9").Txt("other").Octets();
        Assert.Equal(["path=/x", "", "udf=M\u00E9", "other"], Read(text, DnsType.Txt)!.Of<DnsText>().SelectMany(t => t.Strings));
    }

    [Fact]
    public void Aliases_are_followed_inside_the_answer_and_no_further()
    {
        byte[] query = Query(DnsType.A);
        int alias = query.Length + 12;
        byte[] target = [1, (byte)'x', 0];
        byte[] chain = DnsPackets.To(query)
            .Record(5, target).Record(1, [192, 0, 2, 1], owner: (ushort)(0xC000 | alias)).Record(1, [192, 0, 2, 9], owner: 0xC016).Octets();
        Assert.Equal("192.0.2.1", Assert.Single(Read(chain, DnsType.A)!.Of<DnsAddress>()).Address.ToString());

        byte[] loop = DnsPackets.To(query).Record(5, [0xC0, 0x0C]).Record(1, [192, 0, 2, 1], owner: 0xC016).Octets();
        Assert.Empty(Read(loop, DnsType.A)!.Records);
    }

    [Fact]
    public void What_does_not_answer_the_question_is_passed_over()
    {
        byte[] good = DnsPackets.To(Query(DnsType.A)).Record(1, [192, 0, 2, 1]).Octets();
        Assert.NotNull(Read(good, DnsType.A));
        Assert.Null(DnsMessage.Read(good, 0x1235, Name, DnsType.A));
        Assert.Null(Read(good, DnsType.Aaaa));
        Assert.Null(DnsMessage.Read(good, 0x1234, "_mmm._tcp.example.net", DnsType.A));
        Assert.Null(Read(Query(DnsType.A), DnsType.A));
        Assert.Null(Read(good[..11], DnsType.A));
        byte[] upper = [.. good];
        upper[13] = (byte)'_';
        upper[14] = (byte)'M';
        Assert.NotNull(Read(upper, DnsType.A));
        Assert.NotNull(DnsMessage.Read(good, 0x1234, Name.ToUpperInvariant(), DnsType.A));
    }

    [Fact]
    public void Another_class_or_type_is_left_out()
    {
        byte[] answer = DnsPackets.To(Query(DnsType.A)).Record(1, [192, 0, 2, 1], recordClass: 3).Record(99, [1, 2, 3]).Octets();
        Assert.Empty(Read(answer, DnsType.A)!.Records);
    }

    [Fact]
    public void Status_and_truncation_come_out()
    {
        Assert.Equal(DnsStatus.NoSuchName, Read(DnsPackets.To(Query(DnsType.A), 0x8183).Octets(), DnsType.A)!.Status);
        Assert.Equal(DnsStatus.ServerFailure, Read(DnsPackets.To(Query(DnsType.A), 0x8182).Octets(), DnsType.A)!.Status);
        DnsAnswer cut = Read(DnsPackets.To(Query(DnsType.A), 0x8380).Record(1, [192, 0, 2, 1]).Octets()[..^3], DnsType.A)!;
        Assert.True(cut.Truncated);
        Assert.Empty(cut.Records);
    }

    public static TheoryData<string, byte[]> Malformed() => new()
    {
        { "pointer to itself", Srv([0xC0, 57]) },
        { "pointer forward", Srv([0xC1, 0xFF]) },
        { "pointer back to its own label", Srv([1, (byte)'a', 0xC0, 57]) },
        { "pointer past the end", Srv([0xFF, 0xFF]) },
        { "reserved label type", Srv([0x40, (byte)'a', 0]) },
        { "label of 64", Srv([64, .. Enumerable.Repeat((byte)'a', 64), 0]) },
        { "name of more than 255", Srv([.. Enumerable.Repeat(new byte[] { 3, 97, 97, 97 }, 64).SelectMany(x => x), 0]) },
        { "name that ends early", Srv([5, (byte)'a']) },
        { "name without end", Srv([1, (byte)'a']) },
        { "octets after the name", Srv([1, (byte)'a', 0, 7]) },
        { "label with a space", Srv([1, (byte)' ', 0]) },
        { "label with a dot", Srv([3, (byte)'a', (byte)'.', (byte)'b', 0]) },
        { "label with a slash", Srv([1, (byte)'/', 0]) },
        { "label beyond ASCII", Srv([1, 0xE9, 0]) },
        { "service of six octets", DnsPackets.To(Query(DnsType.Srv)).Record(33, new byte[6]).Octets() },
        { "address of five octets", DnsPackets.To(Query(DnsType.A)).Record(1, new byte[5]).Octets() },
        { "address of three octets", DnsPackets.To(Query(DnsType.A)).Record(1, new byte[3]).Octets() },
        { "string past its record", DnsPackets.To(Query(DnsType.Txt)).Record(16, [9, 1]).Octets() },
        { "string of the whole record", DnsPackets.To(Query(DnsType.Txt)).Record(16, [2, 1]).Octets() },
        { "more records than there are", DnsPackets.To(Query(DnsType.A)).Record(1, [192, 0, 2, 1]).Octets(count: 65535) },
        { "record past the end", DnsPackets.To(Query(DnsType.A)).Record(1, [192, 0, 2, 1]).Octets()[..^1] },
    };

    [Theory]
    [Requirement("NET-11")]
    [MemberData(nameof(Malformed))]
    public void Malformed_answers_are_refused(string what, byte[] answer)
    {
        var type = (DnsType)((answer[35] << 8) | answer[36]);
        var e = Assert.Throws<ProtocolException>(() => Read(answer, type));
        Assert.Equal(ProtocolError.NotDiscovered, e.Code);
        Assert.NotEmpty(what);
    }

    [Fact]
    [Requirement("NET-11")]
    public void Damaged_answers_give_an_answer_or_the_one_exception()
    {
        byte[][] seeds =
        [
            [0, .. DnsPackets.To(Query(DnsType.A)).Record(5, [1, (byte)'x', 0]).Record(1, [192, 0, 2, 1]).Octets()],
            [2, .. DnsPackets.To(Query(DnsType.Txt)).Txt("path=/x", "version=3.0-2.0", "encoding=json").Octets()],
            [3, .. DnsPackets.To(Query(DnsType.Srv)).Srv(1, 2, 3, [1, (byte)'h', 0xC0, 0x16]).Srv(1, 2, 3, [1, (byte)'h', 0]).Octets()],
        ];
        new Mutations("dns").Run(seeds, 10_000, octets => DnsFuzz.Run(octets));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg")]
    public void A_name_that_cannot_be_asked_for_is_refused(string name) =>
        Assert.Throws<ProtocolException>(() => DnsMessage.Query(1, name, DnsType.A));

    private static byte[] Query(DnsType type) => DnsMessage.Query(0x1234, Name, type);

    private static byte[] Srv(byte[] target) => DnsPackets.To(Query(DnsType.Srv)).Srv(1, 2, 3, target).Octets();

    private static DnsAnswer? Read(byte[] message, DnsType type) => DnsMessage.Read(message, 0x1234, Name, type);
}
