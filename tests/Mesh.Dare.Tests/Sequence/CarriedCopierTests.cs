namespace Mesh.Dare.Tests;

public class CarriedCopierTests
{
    [Theory]
    [InlineData("Session", "None", false, true)]
    [InlineData("Session", "Last", false, false)]
    [InlineData("Session", "Last", true, true)]
    [InlineData("Isolated", "Last", true, true)]
    [InlineData("Isolated", "Isolated", false, false)]
    public void Entries_are_copied_without_keys_and_open_as_before(string encryption, string signature, bool hide, bool allVersions)
    {
        TestSequence test = Written(encryption, signature, hide);
        TestSequence copy = Copied(test, allVersions);
        using SequenceReader before = test.Read();
        using SequenceReader after = copy.Read();
        Assert.Equal(before.Entries().Select(e => e.Key), after.Entries().Select(e => e.Key));
        Assert.Equal(before.Entries().Select(e => TestSequence.Text(before, e.Index)), after.Entries().Select(e => TestSequence.Text(after, e.Index)));
        Assert.Equal(allVersions ? 2 : 1, after.Versions("a").Count);
        foreach (OpenRequest request in (OpenRequest[])[TestKeys.Open(), new OpenRequest()])
        {
            Assert.Null(SequenceVerifier.Verify(new MemoryOctets(copy.Octets), request).Fault);
        }
    }

    [Fact]
    public void Bodies_are_carried_octet_for_octet_under_another_number()
    {
        TestSequence test = Written("Session", "None", hide: false);
        TestSequence copy = Copied(test, allVersions: false);
        using SequenceReader before = test.Read();
        using SequenceReader after = copy.Read();
        SequenceFrame old = before.Frame(before.Find("late")!.Index);
        SequenceFrame other = after.Frame(after.Find("late")!.Index);
        Assert.NotEqual(old.Index, other.Index);
        Assert.Equal(old.PayloadDigest.ToArray(), other.PayloadDigest.ToArray());
        Assert.Equal(old.Header.Salt!.Value.ToArray(), other.Header.Salt!.Value.ToArray());
    }

    [Fact]
    public void Changed_source_is_refused()
    {
        TestSequence test = Written("Session", "Last", hide: false);
        byte[] octets = test.Octets;
        using SequenceReader reader = test.Read();
        octets[(int)reader.Frame(reader.Find("b")!.Index).Layout.BodyStart] ^= 1;
        var copy = new TestSequence { Policy = test.Policy, Signers = test.Signers, Seed = "copy" };
        using SequenceWriter writer = copy.Create();
        Assert.Equal(
            DareError.DigestMismatch,
            TestKeys.ErrorOf(() => CarriedCopier.Copy(new MemoryOctets(octets), new OpenRequest(), writer, allVersions: true)));
    }

    [Fact]
    public void Other_policies_and_hidden_choices_are_refused()
    {
        foreach ((TestSequence from, TestSequence to, bool all) in new[]
        {
            (Written("Session", "None", hide: true), TestSequence.Of("Session", "None", hide: true), false),
            (Written("Session", "None", hide: false), TestSequence.Of("Isolated", "None"), true),
            (Written("Session", "None", hide: false), TestSequence.Of("Session", "None", hide: true), true),
            (Written("Once", "None", hide: false), TestSequence.Of("Once", "None"), true),
            (Written("None", "None", hide: false), TestSequence.Of("None", "None"), true),
        })
        {
            using SequenceWriter writer = to.Create();
            long count = writer.Count;
            Assert.Equal(
                DareError.InvalidRequest,
                TestKeys.ErrorOf(() => CarriedCopier.Copy(new MemoryOctets(from.Octets), new OpenRequest(), writer, all)));
            Assert.Equal(count, writer.Count);
        }
    }

    // Three writers, with index frames between.
    private static TestSequence Written(string encryption, string signature, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            TestSequence.Add(writer, "b", new string('b', 100_000));
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "a", "second", IndexedEvent.Update);
            TestSequence.Add(writer, "gone", "gone");
            TestSequence.Add(writer, "gone", "", IndexedEvent.Delete);
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "late", "late");
            writer.Close();
        }

        return test;
    }

    private static TestSequence Copied(TestSequence test, bool allVersions)
    {
        var copy = new TestSequence { Policy = test.Policy, HideNames = test.HideNames, Signers = test.Signers, Seed = "copy" };
        using SequenceWriter writer = SequenceWriter.Create(TestSequence.Name, copy.Options(withKeys: false));
        CarriedCopier.Copy(new MemoryOctets(test.Octets), new OpenRequest(), writer, allVersions);
        writer.Close();
        return copy;
    }
}
