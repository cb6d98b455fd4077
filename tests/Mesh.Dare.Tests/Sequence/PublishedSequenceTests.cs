using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>Sequences of the drafts and of the reference's files, of all dialects.</summary>
public class PublishedSequenceTests
{
    private static readonly string[] Kinds =
        ["sequence-list", "sequence-chain", "sequence-merkle", "sequence-tree", "catalog", "archive"];

    public static TheoryData<string> WithOctets =>
        [.. Vectors.DareOf(Kinds).Where(v => v.Expected().OptionalText("bytes") is not null).Select(v => v.Id())];

    public static TheoryData<string> LinkedTrees => Vectors.DareIds("apex-linked");

    [Theory]
    [MemberData(nameof(WithOctets))]
    public void Published_sequence_is_read_and_classified(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        PublishedSequence sequence = Read(vector);
        Assert.Equal(
            vector.Expected().GetProperty("positions").EnumerateArray().Select(p => p.GetInt64()),
            sequence.Forward().Select(f => f.Layout.Start));
        Assert.Equal(ExpectedTree(vector), sequence.Tree);
        Assert.Equal(ExpectedChain(vector), sequence.Chain);
        Assert.True(sequence.PositionsAgree);
        bool linked = sequence.Tree == PublishedTree.Linked || sequence.Chain == PublishedTree.Linked;
        Assert.Equal(linked, sequence.Level == VerificationLevel.Apex);
    }

    [Theory]
    [MemberData(nameof(LinkedTrees))]
    public void Linked_apexes_follow_the_rule(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        var tree = new LinkedMerkle(DareDigest.S512);
        foreach (JsonProperty apex in vector.Expected().GetProperty("apex").EnumerateObject())
        {
            byte[] digest = DareDigest.S512.Compute(Payload(vector, apex.Name));
            Assert.Equal(apex.Value.GetString(), Vectors.Hex(tree.Append(digest)));
        }
    }

    [Fact]
    public void Linked_chain_digests_follow_the_rule()
    {
        JsonElement vector = Vectors.Dare("chain-linked-300");
        var chain = new LinkedChain(DareDigest.S512);
        foreach (JsonProperty link in vector.Expected().GetProperty("chain").EnumerateObject())
        {
            byte[] digest = DareDigest.S512.Compute(Payload(vector, link.Name));
            Assert.Equal(link.Value.GetString(), Vectors.Hex(chain.Append(digest)));
        }
    }

    [Fact]
    public void Small_frames_cost_little_memory()
    {
        const int frames = 2_000;
        byte[] one = Frame.Encode("{}"u8, [1], []);
        byte[] octets = [.. Enumerable.Repeat(one, frames).SelectMany(f => f)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        PublishedSequence sequence = PublishedSequence.Read(new MemoryOctets(octets));
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / frames;
        Assert.Equal(frames, sequence.Count);
        Assert.True(each < 20_000, $"{each} octets for a frame of {one.Length}");
    }

    [Theory]
    [MemberData(nameof(WithOctets))]
    public void Frames_are_found_by_number_and_in_both_directions(string id)
    {
        PublishedSequence sequence = Read(Vectors.Dare(id));
        PublishedFrame[] forward = [.. sequence.Forward()];
        Assert.Equal(forward.Select(f => f.Layout), sequence.Backward().Reverse().Select(f => f.Layout));
        for (long index = 0; index < sequence.Count; index++)
        {
            Assert.Equal(forward[index].Layout, sequence.Frame(index).Layout);
            Assert.Equal(forward[(int)index..].Select(f => f.Index), sequence.Forward(index).Select(f => f.Index));
        }

        Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => sequence.Frame(sequence.Count)));
        Assert.Empty(sequence.Forward(sequence.Count));
    }

    [Fact]
    public void The_rule_of_the_tree_is_that_of_the_text()
    {
        // The rule of DARE 4.6 with every apex kept, against the one that keeps 64.
        var tree = new LinkedMerkle(DareDigest.S512);
        List<byte[]> apexes = [];
        for (int i = 0; i < 600; i++)
        {
            byte[] current = DareDigest.S512.Compute(BitConverter.GetBytes(i));
            byte[] found = tree.Append(current);
            int m = i + 1;
            int d = 1;
            for (; i > 0 && m % 2 == 0; m /= 2)
            {
                current = DareDigest.S512.Compute([.. apexes[i - d], .. current]);
                d *= 2;
            }

            byte[] left = i == 0 ? new byte[64] : apexes[m == 1 ? (d / 2) - 1 : i - d];
            apexes.Add(DareDigest.S512.Compute([.. left, .. current]));
            Assert.Equal(apexes[i], found);
        }
    }

    [Fact]
    public void An_exchange_is_found_in_any_order_of_looking()
    {
        static byte[] One(int index, string members) =>
            Frame.Encode(System.Text.Encoding.ASCII.GetBytes($"{{\"SequenceInfo\":{{\"Index\":{index}}}{members}}}"), [], []);
        const string a = ",\"enc\":\"A256CBC\",\"kid\":\"a\"", b = ",\"enc\":\"A256CBC\",\"kid\":\"b\"";
        const string block = ",\"recipients\":[{\"kid\":\"r\",\"wmk\":\"AAAA\"}]";
        string[] members = ["", a, a + block, a, b, b + block, a, b, a + block, b, a];
        long?[] expected = [null, null, 2, 2, null, 5, 2, 5, 8, 5, 8];
        byte[] octets = [.. members.Index().SelectMany(m => One(m.Index, m.Item))];
        var random = new SeededRandom("exchanges");
        PublishedSequence sequence = PublishedSequence.Read(new MemoryOctets(octets));
        for (int i = 0; i < 500; i++)
        {
            // Up, then down, then anywhere. Frame 0 belongs to neither.
            int index = i < 10 ? i + 1 : i < 20 ? 20 - i : 1 + random.Next(10);
            DareHeader? found = sequence.Exchange(sequence.Frame(index));
            Assert.Equal(expected[index], found?.SequenceInfo?.Index);
        }
    }

    [Fact]
    public void A_changed_body_or_index_is_refused_and_a_changed_apex_proves_nothing()
    {
        byte[] octets = Convert.FromBase64String(Vectors.Dare("file-merkle-linked-8").Expected().Text("bytes"));
        byte[] body = [.. octets];
        body[body.AsSpan().IndexOf("Test Test"u8)] ^= 1;
        Assert.Equal(DareError.DigestMismatch, Refusal(body));
        byte[] index = [.. octets];
        index[index.AsSpan().IndexOf("\"Index\": 3"u8) + 9] = (byte)'4';
        Assert.Equal(DareError.WrongPlace, Refusal(index));
        byte[] apex = [.. octets];
        int at = apex.AsSpan().LastIndexOf("\"TreeDigest\": \""u8) + 17;
        apex[at] = apex[at] == (byte)'A' ? (byte)'B' : (byte)'A';
        PublishedSequence sequence = PublishedSequence.Read(new MemoryOctets(apex));
        Assert.Equal(PublishedTree.Inconsistent, sequence.Tree);
        Assert.Equal(VerificationLevel.Digest, sequence.Level);
    }

    private static DareError Refusal(byte[] octets) =>
        Assert.Throws<DareException>(() => PublishedSequence.Read(new MemoryOctets(octets))).Code;

    private static PublishedSequence Read(JsonElement vector) =>
        PublishedSequence.Read(new MemoryOctets(Convert.FromBase64String(vector.Expected().Text("bytes"))));

    private static byte[] Payload(JsonElement vector, string index) => (index, vector.Inputs().Text("other_payload")) switch
    {
        ("0", _) => [],
        (_, { } rule) when rule.StartsWith("300", StringComparison.Ordinal) => [.. Enumerable.Range(0, 300).Select(k => (byte)(k % 256))],
        _ => System.Text.Encoding.ASCII.GetBytes("frame " + index),
    };

    private static PublishedTree ExpectedTree(JsonElement vector)
    {
        if (!vector.TryGetProperty("checks", out JsonElement checks) || checks.ValueKind != JsonValueKind.Object)
        {
            return PublishedTree.None;
        }

        if (checks.TryGetProperty("apex_matches_linked_rule", out JsonElement linkedRule))
        {
            return linkedRule.GetBoolean() ? PublishedTree.Linked
                : checks.GetProperty("apex_matches_unlinked_at_index").GetBoolean() ? PublishedTree.Unlinked
                : PublishedTree.UnlinkedAtIndexPlusOne;
        }

        if (!checks.TryGetProperty("apex", out JsonElement apex))
        {
            return PublishedTree.None;
        }

        return apex.TryGetProperty("unlinked@index", out _) ? PublishedTree.Unlinked
            : apex.TryGetProperty("unlinked@index+1", out _) ? PublishedTree.UnlinkedAtIndexPlusOne
            : apex.TryGetProperty("linked", out _) ? PublishedTree.Linked
            : PublishedTree.None;
    }

    private static PublishedTree ExpectedChain(JsonElement vector)
    {
        if (!vector.TryGetProperty("checks", out JsonElement checks) || checks.ValueKind != JsonValueKind.Object)
        {
            return PublishedTree.None;
        }

        if (checks.TryGetProperty("chain_unlinked", out JsonElement unlinked) && unlinked.GetBoolean())
        {
            return PublishedTree.Unlinked;
        }

        // Frame 0 counts as unlinked there: nothing comes before it.
        return !checks.TryGetProperty("chain", out JsonElement chain) ? PublishedTree.None
            : chain.TryGetProperty("linked", out _) ? PublishedTree.Linked
            : chain.GetProperty("unlinked").GetInt32() > 1 ? PublishedTree.Unlinked
            : PublishedTree.None;
    }
}
