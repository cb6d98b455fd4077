using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Reads a log (docs/format/log.md), also while others append to it: what comes is verified frame by frame against the root so far, and a file that goes back,
/// is replaced or forks is refused. Where the policy asks for signed roots, entries are there once a signature covers them. Not safe for concurrent use.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private const int MarkSize = 64;

    // Clocks of several writers disagree, and are set.
    private static readonly TimeSpan Disorder = TimeSpan.FromHours(1);

    private readonly string _path;
    private readonly IDurableFiles _files;
    private readonly SwitchedOctets _octets;
    private readonly byte[] _mark = new byte[MarkSize];
    private long _suspect;

    private JournalReader(string path, IDurableFiles files, SwitchedOctets octets, SequenceReader sequence)
    {
        _path = path;
        _files = files;
        _octets = octets;
        Sequence = sequence;
        Mark();
    }

    /// <summary>The sequence below: standing, state, proofs.</summary>
    public SequenceReader Sequence { get; }

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">Keys at hand, and whose signatures are asked for.</param>
    /// <param name="withUnsigned">True to read also entries that no signature covers yet, where the policy asks for signatures.</param>
    /// <param name="files">The file system; null for that of this machine.</param>
    /// <exception cref="DareException">
    /// As <see cref="SequenceReader.Open"/>; <see cref="DareError.NotFound"/>; <see cref="DareError.InvalidRequest"/>: it is another kind of sequence.
    /// </exception>
    public static JournalReader Open(string path, OpenRequest request, bool withUnsigned = false, IDurableFiles? files = null)
    {
        files ??= DurableFiles.Instance;
        var octets = new SwitchedOctets(files.OpenToRead(path) ?? throw new DareException(DareError.NotFound, $"There is no file {path}."));
        SequenceReader? sequence = null;
        try
        {
            sequence = SequenceReader.Open(octets, request, withUnsigned);
            return sequence.Head.ContentType == SequenceContent.Log
                ? new JournalReader(path, files, octets, sequence)
                : throw new DareException(DareError.InvalidRequest, $"{path} is a sequence, and no log.");
        }
        catch
        {
            sequence?.Dispose();
            octets.Dispose();
            throw;
        }
    }

    /// <summary>The entries from a frame on, in order.</summary>
    /// <exception cref="DareException">Those of <see cref="SequenceReader.Frame"/> and <see cref="SequenceReader.Content"/>.</exception>
    public IEnumerable<JournalEntry> From(long index)
    {
        foreach (SequenceFrame frame in Sequence.Forward(index))
        {
            if (!frame.IsMeta)
            {
                yield return Entry(frame);
            }
        }
    }

    /// <summary>The number of the frame with which the last entries begin; that of the next frame for none.</summary>
    /// <exception cref="DareException">Those of <see cref="SequenceReader.Frame"/>.</exception>
    public long StartOfLast(int entries)
    {
        long start = Sequence.Count;
        foreach (SequenceFrame frame in Sequence.Backward().TakeWhile(_ => entries > 0))
        {
            if (!frame.IsMeta)
            {
                start = frame.Index;
                entries--;
            }
        }

        return start;
    }

    /// <summary>The entries with a key, oldest first.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: keys are hidden, or the index cannot be opened.</exception>
    public IEnumerable<JournalEntry> WithKey(string key) => Sequence.Versions(key).Select(e => Entry(Sequence.Frame(e.Index)));

    /// <summary>
    /// Where to begin to look for entries since a time: no entry before is as late, if clocks of writers differ by less than an hour. Entries found from there
    /// on are still to be compared.
    /// </summary>
    /// <exception cref="DareException">Those of <see cref="SequenceReader.Frame"/>.</exception>
    public long StartOf(DateTimeOffset since)
    {
        long low = 1;
        long high = Sequence.Count;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            long at = middle;
            DateTimeOffset? time = null;
            for (; at < high && time is null; at++)
            {
                SequenceFrame frame = Sequence.Frame(at);
                time = frame.IsMeta ? null : JournalEntry.TimeOf(Sequence.Metadata(frame));
            }

            if (time is { } found && since - found > Disorder)
            {
                low = at;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Looks whether there is more, and takes it up.</summary>
    /// <returns>True when there are more frames to read. An end that somebody is still writing is none.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.LogCorrupt"/>: the file went back, was replaced or removed, forked, or is damaged; those of <see cref="SequenceReader.Open"/>.
    /// </exception>
    public bool Follow()
    {
        IDurableFile fresh = _files.OpenToRead(_path) ?? throw Alarm("is not there any more");
        try
        {
            RequireSame(fresh);
        }
        catch
        {
            fresh.Dispose();
            throw;
        }

        _octets.Switch(fresh);
        long count = Sequence.Count;
        long length = fresh.Length;
        if (length > Sequence.End)
        {
            Sequence.Follow();
            Mark();
            if (Sequence.Standing.Fault is { } fault)
            {
                JudgeFault(fault, length);
            }
        }

        return Sequence.Count > count;
    }

    /// <summary>Requires that the log continues the one that a signed note (C2SP) is about.</summary>
    /// <param name="note">The note.</param>
    /// <param name="publicKey">The Ed25519 key that signed it, 32 octets.</param>
    /// <exception cref="DareException">
    /// As <see cref="CheckpointNote.Read"/>; <see cref="DareError.TreeMismatch"/>: the log went back, or has another root for the frames that the note is
    /// about.
    /// </exception>
    public void RequireContinues(ReadOnlySpan<byte> note, ReadOnlySpan<byte> publicKey)
    {
        (_, long count, byte[] root) = CheckpointNote.Read(note, publicKey);
        RequireContinues(count, root);
    }

    /// <summary>Requires that the log continues what somebody knows of it.</summary>
    /// <param name="count">How many frames are known.</param>
    /// <param name="root">The root over them, 32 octets.</param>
    /// <exception cref="DareException"><see cref="DareError.TreeMismatch"/>: the log went back, or has another root for these frames.</exception>
    public void RequireContinues(long count, ReadOnlySpan<byte> root)
    {
        if (count > Sequence.Count)
        {
            throw new DareException(DareError.TreeMismatch, CheckpointNote.WentBack("log", count, Sequence.Count));
        }

        if (!CryptographicOperations.FixedTimeEquals(Sequence.Root(count), root))
        {
            throw new DareException(DareError.TreeMismatch, CheckpointNote.OthersThan("log", count));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sequence.Dispose();
        _octets.Dispose();
    }

    private JournalEntry Entry(SequenceFrame frame)
    {
        ContentMeta meta = Sequence.Metadata(frame);
        using Stream content = Sequence.Content(frame);
        using var kept = new MemoryStream();
        byte[] block = new byte[(int)Math.Min(1 << 16, frame.Layout.BodyLength + 1)];
        long length = 0;
        for (int count; (count = content.Read(block)) > 0; length += count)
        {
            // All of it is read, so that it is verified; not all of it is kept.
            kept.Write(block.AsSpan(0, (int)Math.Min(count, JournalEntry.MostOctets - kept.Length)));
        }

        return new JournalEntry(frame.Index, meta, kept.ToArray(), length);
    }

    // The end of a frame has the root over everything before.
    private void Mark()
    {
        if (!_octets.TryReadExactly(Sequence.End - MarkSize, _mark))
        {
            throw Alarm("became shorter while it was read");
        }
    }

    private void RequireSame(IDurableFile file)
    {
        Span<byte> found = stackalloc byte[MarkSize];
        if (file.Length < Sequence.End)
        {
            throw Alarm($"went back: it had {Sequence.End} octets, and has {file.Length}");
        }

        if (!file.TryReadExactly(Sequence.End - MarkSize, found) || !CryptographicOperations.FixedTimeEquals(found, _mark))
        {
            throw Alarm("was replaced, or forks: it does not go on from what was read");
        }
    }

    // What is being written ends inside a frame. A whole frame that does not continue the log is looked at twice, in case its octets were on their way.
    private void JudgeFault(string fault, long length)
    {
        if (SequenceRecovery.ClosingFrameBehind(_octets, Sequence.End, length) is { } closing)
        {
            throw Alarm($"is damaged before frame {closing}: {fault}");
        }

        bool isWhole = FrameParser.TryForward(_octets, Sequence.End, length, out _) == FrameFault.None;
        if (isWhole && _suspect == Sequence.End)
        {
            throw Alarm($"has a frame that does not continue it: {fault}");
        }

        _suspect = isWhole ? Sequence.End : 0;
    }

    private DareException Alarm(string what) => new(DareError.LogCorrupt, $"{_path} {what}.");
}
