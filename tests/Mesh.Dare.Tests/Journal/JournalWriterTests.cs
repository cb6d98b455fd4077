using Mesh.Cryptography;
using System.Globalization;

namespace Mesh.Dare.Tests;

public class JournalWriterTests
{
    public static TheoryData<string, string> Policies => new()
    {
        { "None", "None" }, { "None", "Last" }, { "Session", "None" }, { "Session", "Last" }, { "Once", "Any" }, { "Isolated", "Isolated" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Writers_take_turns_and_the_log_verifies(string encryption, string signature)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide: encryption == "Session");
        List<string> written = [];
        using (JournalWriter first = TestJournal.Open(test, checkpointFrames: 5), second = TestJournal.Open(test, checkpointFrames: 7))
        {
            for (int i = 0; i < 20; i++)
            {
                JournalWriter writer = i % 3 == 0 ? first : second;
                long index = writer.Append($"entry {i}", $"key {i % 4}");
                Assert.Equal(index, writer.Count - 1 - (Frames(test) - 1 - index));
                written.Add($"entry {i}");
            }

            first.Close();
            using JournalWriter third = TestJournal.Open(test);
            third.Append("third");
            written.Add("third");
            second.Append("second");
            written.Add("second");
            third.Close();
            second.Close();
        }

        Assert.Equal(written, TestJournal.Texts(test));
        SequenceReport report = TestJournal.Verify(test);
        Assert.False(report.IsClosed);
        using SequenceReader reader = test.Read();
        Assert.Equal(0, reader.Standing.Unsigned);
        Assert.Equal("entry 19", TestSequence.Text(reader, reader.Find("key 3")!.Index));
        if (encryption == "Session")
        {
            // One exchange frame for each writer, and entries name that of theirs.
            Assert.Equal(3, reader.Forward().Count(f => f.Meta.ContentType == SequenceContent.Exchange));
            Assert.Equal(3, reader.Forward().Where(f => !f.IsMeta).Select(f => f.Info.ExchangePosition).Distinct().Count());
        }
    }

    [Fact]
    public void Entries_of_others_are_in_the_index_that_somebody_writes()
    {
        TestSequence test = TestSequence.Of("Session", "Last", hide: true);
        using (JournalWriter first = TestJournal.Open(test, indexFrames: 10), second = TestJournal.Open(test, indexFrames: 10))
        {
            for (int i = 0; i < 10; i++)
            {
                (i % 2 == 0 ? first : second).Append($"entry {i}", $"key {i}");
            }

            first.Close();
            second.Append("after the index", "key 3");
            second.Append("more", "key 11");
            second.Close();
        }

        TestJournal.Verify(test);
        using SequenceReader reader = test.Read();
        Assert.Equal("after the index", TestSequence.Text(reader, reader.Find("key 3")!.Index));
        Assert.Equal("entry 9", TestSequence.Text(reader, reader.Find("key 9")!.Index));
        Assert.Equal(11, reader.Entries().Count());
        Assert.Single(reader.Forward(), f => f.Meta.ContentType == SequenceContent.Index);
    }

    [Fact]
    public void Threads_share_flushes()
    {
        TestSequence test = TestSequence.Of("Session", "None");
        var options = new TestSequence { Policy = test.Policy, Files = test.Files, Random = SystemRandom.Instance };
        const int threads = 8;
        const int entries = 40;
        using (JournalWriter writer = TestJournal.Open(options, TimeSpan.Zero))
        {
            int flushing = 0;
            test.Files.Before = operation =>
            {
                if (operation.Kind == "flush")
                {
                    Assert.Equal(1, Interlocked.Increment(ref flushing));
                    Thread.Sleep(1);
                    Interlocked.Decrement(ref flushing);
                }

                return int.MaxValue;
            };
            int before = Flushes(test);
            Thread[] all = [.. Enumerable.Range(0, threads).Select(t => new Thread(() =>
            {
                for (int i = 0; i < entries; i++)
                {
                    writer.Append($"{t} {i}");
                }
            }))];
            Array.ForEach(all, t => t.Start());
            Array.ForEach(all, t => t.Join());
            Assert.InRange(Flushes(test) - before, 1, threads * entries * 3 / 4);
            test.Files.Before = null;
            writer.Close();
        }

        List<string> texts = TestJournal.Texts(test);
        Assert.Equal(threads * entries, texts.Distinct().Count());
        for (int t = 0; t < threads; t++)
        {
            int[] order = [.. texts.Select(x => x.Split(' ')).Where(x => x[0] == $"{t}").Select(x => int.Parse(x[1], CultureInfo.InvariantCulture))];
            Assert.Equal(Enumerable.Range(0, entries), order);
        }

        TestJournal.Verify(test);
    }

    [Fact]
    public void Every_append_is_on_the_medium_where_that_was_asked_for()
    {
        TestSequence test = TestSequence.Of("None", "None");
        using JournalWriter writer = TestJournal.Open(test, TimeSpan.Zero);
        for (int i = 0; i < 5; i++)
        {
            int before = Flushes(test);
            writer.Append($"entry {i}");
            Assert.Equal(before + 1, Flushes(test));
        }

        using JournalWriter lazy = TestJournal.Open(test);
        int flushes = Flushes(test);
        lazy.Append("entry");
        Assert.Equal(flushes, Flushes(test));
        lazy.Close();
        Assert.Equal(flushes + 1, Flushes(test));
    }

    [Fact]
    public void Interval_flushes_and_signs_what_nobody_waits_for()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        SequenceOptions sequence = test.Options();
        var time = new ManualTime();
        using JournalWriter writer = JournalWriter.OpenOrCreate(TestSequence.Name, new JournalOptions
        {
            Sequence = new SequenceOptions
            {
                Policy = sequence.Policy, Signers = sequence.Signers, Files = sequence.Files, Random = sequence.Random, Time = time,
            },
            FlushInterval = TimeSpan.FromSeconds(1),
            CheckpointInterval = TimeSpan.FromSeconds(10),
        });
        writer.Append("entry");
        int before = Flushes(test);
        time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(before + 1, Flushes(test));
        using (SequenceReader early = test.Read())
        {
            Assert.Equal(1, early.Standing.Unsigned);
        }

        time.Advance(TimeSpan.FromSeconds(10));
        using SequenceReader reader = test.Read();
        Assert.Equal(0, reader.Standing.Unsigned);
        Assert.Equal("entry", TestSequence.Text(reader, 2));
        long frames = reader.Count;
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(frames, Frames(test)); // nothing to sign, no checkpoint
    }

    [Fact]
    public void Torn_end_of_another_writer_is_put_aside()
    {
        TestSequence test = TestSequence.Of("None", "None");
        using JournalWriter writer = TestJournal.Open(test);
        writer.Append("one");
        byte[] good = test.Octets;
        test.Files.OpenToWrite(TestSequence.Name)!.Write(good.Length, [0xF4, 0x80, 1, 2, 3]);
        writer.Append("two");
        Assert.Equal("/s/test.dare.torn", writer.Torn);
        Assert.Equal([0xF4, 0x80, 1, 2, 3], test.Files.Octets(writer.Torn!));
        Assert.Equal(["one", "two"], TestJournal.Texts(test));
        TestJournal.Verify(test);
    }

    [Fact]
    public void File_that_goes_back_or_forks_is_refused()
    {
        TestSequence test = TestSequence.Of("None", "None");
        using (JournalWriter writer = TestJournal.Open(test))
        {
            writer.Append("one");
            byte[] before = test.Octets;
            writer.Append("two");
            using IDurableFile file = test.Files.OpenToWrite(TestSequence.Name)!;
            file.Cut(before.Length);
            Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => writer.Append("three")));
            Assert.Equal(before, test.Octets);

            // What failed once stays refused, even when the file comes back.
            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => writer.Append("three")));
        }

        using (JournalWriter writer = TestJournal.Open(test), other = TestJournal.Open(test))
        {
            byte[] before = test.Octets;
            writer.Append("here");
            byte[] here = test.Octets;
            using IDurableFile file = test.Files.OpenToWrite(TestSequence.Name)!;
            file.Cut(before.Length);
            other.Append("fork of the same length or more");
            byte[] fork = test.Octets;
            Assert.True(fork.Length >= here.Length);
            Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => writer.Append("three")));
            Assert.Equal(fork, test.Octets);
        }
    }

    [Fact]
    public void Damage_before_a_checkpoint_is_refused_and_left_alone()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        using JournalWriter writer = TestJournal.Open(test), other = TestJournal.Open(test);
        writer.Append("one");
        long at = test.Octets.Length;
        other.Append("two");
        other.Checkpoint();
        using (IDurableFile file = test.Files.OpenToWrite(TestSequence.Name)!)
        {
            file.Write(at + 40, "?"u8);
        }

        byte[] damaged = test.Octets;
        Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() => writer.Append("three")));
        Assert.Equal(damaged, test.Octets);
    }

    [Fact]
    public void Log_is_no_other_sequence_and_needs_the_keys_of_its_policy()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        using (SequenceWriter archive = test.Create())
        {
            archive.Close();
        }

        byte[] octets = test.Octets;
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => TestJournal.Open(test)));
        Assert.Equal(octets, test.Octets);

        var files = new SimulatedFiles();
        var unsigned = new TestSequence { Policy = test.Policy, Files = files };
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => TestJournal.Open(unsigned)));
        Assert.False(files.Exists(TestSequence.Name));
        Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => JournalWriter.Open(TestSequence.Name, TestJournal.Options(unsigned))));
    }

    [Fact]
    public void Note_beside_the_log_grows_with_it()
    {
        TestSequence test = TestSequence.Of("Session", "Last");
        using var seed = Ed25519Seed.FromOctets(new SeededRandom("note").Bytes(32));
        byte[] key = Ed25519.PublicKey(seed);
        JournalOptions options = TestJournal.Options(test);
        options = new JournalOptions
        {
            Sequence = options.Sequence, FlushInterval = null, CheckpointFrames = 3, CheckpointInterval = TimeSpan.FromDays(1), NoteKey = seed,
        };
        using JournalWriter writer = JournalWriter.OpenOrCreate(TestSequence.Name, options);
        writer.Append("one");
        writer.Checkpoint();
        string note = TestSequence.Name + JournalNotes.Extension;
        byte[] first = test.Files.Octets(note);
        using (SequenceReader reader = test.Read())
        {
            string origin = JournalNotes.OriginOf(reader.Head);
            CheckpointNote.Verify(first, reader.State, origin, origin, key);
        }

        writer.Append("two");
        writer.Append("three");
        writer.Close();
        Assert.NotEqual(first, test.Files.Octets(note));
        Assert.False(test.Files.Exists(note + ".new"));
    }

    private static int Flushes(TestSequence test) => test.Files.Journal.Count(o => o.Kind == "flush");

    private static long Frames(TestSequence test)
    {
        using SequenceReader reader = test.Read(withUnsigned: true);
        return reader.Count;
    }
}
