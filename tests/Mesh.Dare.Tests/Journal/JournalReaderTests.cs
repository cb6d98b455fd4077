using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

public class JournalReaderTests
{
    [Theory]
    [InlineData("None", "None", false)]
    [InlineData("Session", "Last", true)]
    public void Last_entries_are_followed_by_those_that_come(string encryption, string signature, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide);
        using JournalWriter first = TestJournal.Open(test, indexFrames: 8), second = TestJournal.Open(test, indexFrames: 8);
        for (int i = 0; i < 6; i++)
        {
            (i % 2 == 0 ? first : second).Append($"entry {i}", $"key {i % 2}");
        }

        first.Checkpoint();
        using JournalReader reader = Open(test);
        Assert.Equal(["entry 3", "entry 4", "entry 5"], Texts(reader.From(reader.StartOfLast(3))));
        Assert.Empty(reader.From(reader.StartOfLast(0)));
        Assert.Equal(6, reader.From(reader.StartOfLast(100)).Count());
        Assert.Equal(["entry 1", "entry 3", "entry 5"], Texts(reader.WithKey("key 1")));
        Assert.False(reader.Follow());

        long at = reader.Sequence.Count;
        second.Append("six", "key 1");
        if (signature == "Last")
        {
            Assert.False(reader.Follow()); // nobody signed that yet
        }

        first.Close(); // an index frame
        Assert.True(reader.Follow());
        Assert.Equal(["six"], Texts(reader.From(at)));
        at = reader.Sequence.Count;
        second.Append("seven", "key 1");
        second.Checkpoint();
        Assert.True(reader.Follow());
        Assert.Equal(["seven"], Texts(reader.From(at)));
        Assert.Equal(["entry 1", "entry 3", "entry 5", "six", "seven"], Texts(reader.WithKey("key 1")));
    }

    [Fact]
    public void Unsigned_entries_are_read_by_those_who_want_them()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        using JournalWriter writer = TestJournal.Open(test);
        writer.Append("entry");
        using JournalReader strict = Open(test);
        using JournalReader lax = JournalReader.Open(TestSequence.Name, TestKeys.Open(), withUnsigned: true, test.Files);
        Assert.Empty(strict.From(0));
        Assert.Equal(["entry"], Texts(lax.From(0)));
    }

    [Fact]
    public void Torn_end_that_is_still_written_is_waited_for()
    {
        TestSequence test = TestSequence.Of("None", "None");
        using JournalWriter writer = TestJournal.Open(test);
        writer.Append("one");
        int start = test.Octets.Length;
        using JournalReader reader = Open(test);
        writer.Append("two");
        byte[] whole = test.Octets;
        using IDurableFile file = test.Files.OpenToWrite(TestSequence.Name)!;
        for (int length = start; length < whole.Length; length += 17)
        {
            file.Cut(start);
            file.Write(start, whole.AsSpan(start, length - start));
            Assert.False(reader.Follow());
        }

        file.Write(start, whole.AsSpan(start));
        Assert.True(reader.Follow());
        Assert.Equal(["one", "two"], Texts(reader.From(0)));
    }

    [Fact]
    public void File_that_goes_back_is_replaced_or_forks_is_an_alarm()
    {
        TestSequence test = TestSequence.Of("None", "None");
        byte[] short_;
        byte[] fork;
        using (JournalWriter writer = TestJournal.Open(test))
        {
            writer.Append("one");
            short_ = test.Octets;
            writer.Append("fork");
            writer.Append("fork");
            fork = test.Octets;
            test.Files.Put(TestSequence.Name, short_);
        }

        using (JournalWriter writer = TestJournal.Open(test))
        {
            writer.Append("two");
        }

        byte[] good = test.Octets;
        Alarm(test, good, short_);
        Alarm(test, good, fork);
        Alarm(test, good, []);

        // Another log of any length.
        TestSequence other = TestSequence.Of("None", "None");
        using (JournalWriter writer = TestJournal.Open(other))
        {
            Enumerable.Range(0, 10).ToList().ForEach(_ => writer.Append("other"));
        }

        Alarm(test, good, other.Octets);

        // A whole frame that does not continue the log: an alarm once it is seen twice.
        test.Files.Put(TestSequence.Name, good);
        using JournalReader reader = Open(test);
        test.Files.Put(TestSequence.Name, [.. good, .. fork.AsSpan(short_.Length)]);
        Assert.False(reader.Follow());
        Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => reader.Follow()));
        test.Files.Remove(TestSequence.Name);
        Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => reader.Follow()));
    }

    [Fact]
    public void Damage_under_a_later_signature_is_an_alarm_and_a_wrong_signature_as_well()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        using JournalWriter writer = TestJournal.Open(test);
        writer.Append("one");
        writer.Checkpoint();
        byte[] good = test.Octets;
        writer.Append("two");
        writer.Checkpoint();
        byte[] more = test.Octets;

        test.Files.Put(TestSequence.Name, good);
        using (JournalReader reader = Open(test))
        {
            byte[] damaged = [.. more];
            damaged[good.Length + 40] ^= 1;
            test.Files.Put(TestSequence.Name, damaged);
            Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => reader.Follow()));
        }

        // The signature of the second checkpoint, some characters before its end, is changed; the root does not cover it.
        string text = System.Text.Encoding.Latin1.GetString(more);
        int at = text.LastIndexOf("\"signature\":\"", StringComparison.Ordinal) + 20;
        byte[] changed = [.. more];
        changed[at] = changed[at] == 'A' ? (byte)'B' : (byte)'A';
        test.Files.Put(TestSequence.Name, good);
        using JournalReader other = Open(test);
        test.Files.Put(TestSequence.Name, changed);
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => other.Follow()));
    }

    [Fact]
    public void Entries_since_a_time_are_found_by_halves()
    {
        TestSequence test = TestSequence.Of("Session", "None", hide: true);
        var start = new DateTimeOffset(2026, 7, 8, 0, 0, 0, TimeSpan.Zero);
        using JournalWriter writer = TestJournal.Open(test, indexFrames: 30);
        for (int i = 0; i < 40; i++)
        {
            // Out of order by some minutes, as clocks of several writers are.
            DateTimeOffset time = start + TimeSpan.FromHours(i) + TimeSpan.FromMinutes(i % 3 * 10);
            writer.Append(new ContentMeta { Created = MeshTime.Format(time) }, [(byte)i]);
        }

        writer.Close();
        using JournalReader reader = Open(test);
        foreach (int hours in (int[])[-5, 0, 1, 7, 20, 39, 60])
        {
            DateTimeOffset since = start + TimeSpan.FromHours(hours);
            long from = reader.StartOf(since);
            Assert.Equal(
                Enumerable.Range(Math.Max(0, hours), Math.Max(0, 40 - Math.Max(0, hours))).Select(i => (byte)i),
                reader.From(from).Where(e => e.Time >= since).Select(e => e.Content.Span[0]));
            Assert.InRange(reader.From(from).Count(), 0, 40 - Math.Clamp(hours, 0, 40) + 3);
        }
    }

    [Fact]
    public void Log_continues_its_notes_and_no_others()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        using var seed = Ed25519Seed.FromOctets(new SeededRandom("note").Bytes(32));
        byte[] key = Ed25519.PublicKey(seed);
        using JournalWriter writer = JournalWriter.OpenOrCreate(
            TestSequence.Name, new JournalOptions { Sequence = test.Options(), FlushInterval = null, NoteKey = seed });
        writer.Append("one");
        writer.Checkpoint();
        byte[] early = test.Octets;
        byte[] first = test.Files.Octets(TestSequence.Name + JournalNotes.Extension);
        writer.Append("two");
        writer.Append("three");
        writer.Close();
        byte[] second = test.Files.Octets(TestSequence.Name + JournalNotes.Extension);
        using (JournalReader reader = Open(test))
        {
            reader.RequireContinues(first, key);
            reader.RequireContinues(second, key);
            using var other = Ed25519Seed.FromOctets(new SeededRandom("other").Bytes(32));
            Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => reader.RequireContinues(first, Ed25519.PublicKey(other))));
            byte[] changed = [.. second];
            changed[System.Array.IndexOf(changed, (byte)'\n') + 1]++;
            Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => reader.RequireContinues(changed, key)));
        }

        // Rolled back, though everything in it is signed.
        test.Files.Put(TestSequence.Name, early);
        using (JournalReader reader = Open(test))
        {
            reader.RequireContinues(first, key);
            Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => reader.RequireContinues(second, key)));
        }

        // And gone on otherwise.
        using (JournalWriter again = TestJournal.Open(test))
        {
            Enumerable.Range(0, 5).ToList().ForEach(i => again.Append($"fork {i}"));
            again.Close();
        }

        using JournalReader fork = Open(test);
        fork.RequireContinues(first, key);
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => fork.RequireContinues(second, key)));
    }

    private static void Alarm(TestSequence test, byte[] good, byte[] now)
    {
        test.Files.Put(TestSequence.Name, good);
        using JournalReader reader = Open(test);
        test.Files.Put(TestSequence.Name, now);
        Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => reader.Follow()));
    }

    private static JournalReader Open(TestSequence test) => JournalReader.Open(TestSequence.Name, TestKeys.Open(), files: test.Files);

    private static IEnumerable<string> Texts(IEnumerable<JournalEntry> entries) =>
        entries.Select(e => System.Text.Encoding.UTF8.GetString(e.Content.Span));
}
