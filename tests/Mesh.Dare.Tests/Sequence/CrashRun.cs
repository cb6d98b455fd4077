using System.Globalization;

namespace Mesh.Dare.Tests;

/// <summary>
/// A file whose writers are stopped at any moment, again and again: by the loss of power with any unflushed sectors lost, a kill, torn and short writes, a
/// full disk, a failing flush. What was acknowledged must be there afterwards and in its order, and nothing in part or invented.
/// </summary>
/// <param name="policy">The sequence.</param>
/// <param name="random">Where everything is drawn from.</param>
/// <param name="mostOperations">An epoch is stopped within so many operations of the file system.</param>
internal abstract class CrashRun(TestSequence policy, SeededRandom random, int mostOperations)
{
    private readonly List<string> _kept = [];
    private readonly List<string> _doubtful = [];
    private int _next;

    /// <summary>Epochs that ended in the middle of something.</summary>
    public int Stops { get; private set; }

    /// <summary>Entries that are there.</summary>
    public int Acknowledged => _kept.Count;

    protected TestSequence Test { get; private set; } = policy;

    protected SeededRandom Random => random;

    /// <summary>Whether somebody was told that there is a file.</summary>
    protected bool IsCreated { get; set; }

    public void Epoch()
    {
        SimulatedFiles files = Test.Files;
        Stop(files);
        bool off = false;
        try
        {
            Work();
        }
        catch (IOException)
        {
            off = true;
            Stops++;
        }

        files.Before = null;
        SimulatedFiles after = off || random.Next(2) > 0 ? files.AfterPowerLoss(random) : files.AfterKill();
        Test = new TestSequence { Files = after, Policy = Test.Policy, Signers = Test.Signers, Seed = $"{Test.Seed}{random.Next(10)}" };
        Check();
    }

    protected abstract void Work();

    protected abstract void Check();

    /// <summary>A key for the next entry, which nobody was told of yet.</summary>
    protected string Next()
    {
        _doubtful.Add((_next++).ToString("D6", CultureInfo.InvariantCulture));
        return _doubtful[^1];
    }

    /// <summary>Everything so far was acknowledged.</summary>
    protected void Acknowledge()
    {
        _kept.AddRange(_doubtful);
        _doubtful.Clear();
    }

    /// <summary>Nothing of what was not acknowledged is expected any more.</summary>
    protected void Forget() => _doubtful.Clear();

    /// <summary>Compares the keys and contents that are there, and what was cut off the end.</summary>
    protected void Compare(SequenceReader reader, Func<string, string> content, byte[] before, string? torn)
    {
        byte[] cut = torn is null ? [] : Test.Files.Octets(torn);
        Assert.Equal(before, (byte[])[.. Test.Octets.AsSpan(0, before.Length - cut.Length), .. cut]);
        List<string> found = [.. reader.Forward().Where(f => !f.IsMeta).Select(f => f.Meta.UniqueId!)];
        Assert.Equal(_kept, found.Take(_kept.Count));
        Assert.Equal(_doubtful.Take(found.Count - _kept.Count), found.Skip(_kept.Count));
        foreach (string key in found.TakeLast(8))
        {
            Assert.Equal(content(key), TestSequence.Text(reader, reader.Find(key)!.Index));
        }

        _kept.Clear();
        _kept.AddRange(found);
        _doubtful.Clear();
    }

    private void Stop(SimulatedFiles files)
    {
        int left = 1 + random.Next(mostOperations);
        int style = random.Next(4);
        bool stopped = false;
        files.Before = operation =>
        {
            files.IsOff |= stopped;
            if (stopped || --left > 0)
            {
                return int.MaxValue;
            }

            switch (style)
            {
                case 1 when operation.Kind == "write": // in the middle of it
                    stopped = true;
                    return random.Next(operation.Length + 1);
                case 2 when operation.Kind == "write": // short writes, and then no room
                    return operation.Length > 1 ? 1 + random.Next(operation.Length - 1) : throw new IOException("no space left");
                case 3 when operation.Kind is "flush" or "flush folder":
                    throw new IOException("the flush failed");
                default: // before it
                    files.IsOff = true;
                    return 0;
            }
        };
    }
}
