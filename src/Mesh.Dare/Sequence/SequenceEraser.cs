namespace Mesh.Dare;

/// <summary>
/// Destroys contents in place (DARE 4.12, D-24; Mesh sealing, sections 4 and 6; docs/format/sequence.md, section 13). Under encryption the salt is
/// destroyed with the body: without it nobody derives the key, whoever has the base seed or an old copy of the body. Frame, leaf, roots, proofs and
/// signatures of everything else stay as they are. Copies of the file elsewhere are not reached.
/// </summary>
public static class SequenceEraser
{
    private const int Block = 1 << 18;

    /// <summary>
    /// Deletes keys, and destroys the contents of all their versions. First the sequence says so, signed as its policy asks, and durably; then it is done.
    /// What is interrupted between is completed by <see cref="Complete"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The keys to write with, and those that open what is there.</param>
    /// <param name="keys">The keys: in archives the paths.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>: there is nothing of one of these keys to be destroyed, and nothing was changed; those of <see cref="SequenceWriter.Open"/> and
    /// <see cref="SequenceReader.Versions"/>.
    /// </exception>
    public static SequenceErased Erase(string path, SequenceOptions options, params IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(keys);
        using SequenceWriter writer = SequenceWriter.Open(path, options);
        List<SequenceFrame> frames = [];
        List<string> live = [];
        using (var reader = SequenceReader.Open(writer.Octets, options.Access.WithoutSigners(), withUnsigned: true))
        {
            foreach (string key in keys.Distinct(StringComparer.Ordinal))
            {
                IReadOnlyList<IndexedEntry> versions = reader.Versions(key);
                List<SequenceFrame> found = [.. versions.Where(v => !v.IsDeleted).Select(v => reader.Frame(v.Index)).Where(f => !reader.WasErased(f))];
                if (found.Count == 0)
                {
                    throw new DareException(DareError.NotFound, $"There is no content of \"{Printable.Of(key)}\" that could be erased.");
                }

                frames.AddRange(found);
                if (!versions[^1].IsDeleted)
                {
                    live.Add(key);
                }
            }
        }

        foreach (string key in live)
        {
            writer.Append(writer.Prepare(new ContentMeta { UniqueId = key, Event = nameof(IndexedEvent.Delete) }, []));
        }

        frames.ForEach(writer.AppendErasure);
        writer.Close();
        return Destroy(writer.Octets, frames);
    }

    /// <summary>Does what erasure frames say and an interruption kept from being done.</summary>
    /// <param name="writer">Has the file under its lock.</param>
    /// <exception cref="DareException">The sequence is damaged: nothing was changed.</exception>
    public static SequenceErased Complete(SequenceWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var reader = new FrameReader(new BufferedOctets(writer.Octets, writer.Octets.Length));
        List<long> erased = [];
        foreach (FrameLayout layout in reader.Forward())
        {
            SequenceFrame frame = SequenceFrame.Read(reader, layout);
            if (frame.IsErasure)
            {
                erased.Add(FrameErasureNote.Read(reader, frame).Index);
            }
        }

        HashSet<long> wanted = [.. erased];
        return Destroy(
            writer.Octets,
            [.. reader.Forward().Select(l => SequenceFrame.Read(reader, l)).Where(f => wanted.Contains(f.Index) && !IsGone(reader, f))]);
    }

    /// <summary>True when body and salt of a frame are zeros.</summary>
    internal static bool IsGone(FrameReader reader, SequenceFrame frame)
    {
        if (frame.Header.Salt is { } salt && salt.Span.ContainsAnyExcept((byte)0))
        {
            return false;
        }

        byte[] block = new byte[(int)Math.Min(Block, frame.Layout.BodyLength)];
        int count;
        for (long at = 0; (count = reader.ReadBody(frame.Layout, at, block)) > 0; at += count)
        {
            if (block.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    // The body first: as long as the salt is there, the frame can still be told from a damaged one by its leaf.
    private static SequenceErased Destroy(IDurableFile file, List<SequenceFrame> frames)
    {
        byte[] zeros = new byte[Block];
        foreach (SequenceFrame frame in frames)
        {
            Write(file, frame.Layout.BodyStart, frame.Layout.BodyLength, zeros);
        }

        file.Flush();
        byte[] letters = new byte[64];
        letters.AsSpan().Fill((byte)'A');
        foreach (SequenceFrame frame in frames.Where(f => f.Header.Salt is not null))
        {
            (int start, int length) = FrameErasure.SaltText(frame.Header.Octets.Span);
            Write(file, frame.Layout.HeaderStart + start, length, letters);
        }

        file.Flush();
        return new SequenceErased(frames.Count, frames.Sum(f => f.Layout.BodyLength));
    }

    private static void Write(IDurableFile file, long start, long length, byte[] octets)
    {
        for (long done = 0; done < length;)
        {
            done += file.Write(start + done, octets.AsSpan(0, (int)Math.Min(octets.Length, length - done)));
        }
    }
}
