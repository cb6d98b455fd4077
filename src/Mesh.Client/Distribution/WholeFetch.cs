using Mesh.Dare;

namespace Mesh.Client;

/// <summary>
/// A whole archive: the frames that the local copy lacks. They are fetched into a file beside it, followed from its end, and appended when the root is
/// the signed one; a first copy is verified from its first octet to its last.
/// </summary>
internal static class WholeFetch
{
    private const int Step = 4 << 20;

    public static FetchReport Run(FetchStep step)
    {
        using IDurableFile? file = DurableFiles.Instance.OpenToRead(step.Output);
        (StoreCheckpoint? local, long end) = file is null ? (null, 0) : Local(step, file);
        long length = step.Sequence.ReadableEnd;
        var report = new FetchReport
        {
            Path = step.Request.Output,
            State = step.Shown,
            Signatures = [],
            FramesBefore = local?.Count ?? 0,
            Length = length,
            FileLength = length,
        };
        if (local is not null && local.Count == step.Shown.Count)
        {
            RequireSeen(step, file!, end);
            step.Remember();
            return report with { IsUnchanged = true };
        }

        if (end >= length)
        {
            throw step.Forked();
        }

        FileStream part = step.OpenPart([.. step.Shown.Origin.Span, .. BitConverter.GetBytes(end)]);
        using (part)
        {
            long resumed = part.Length;
            Download(step, part, end, length);
            if (Fault(step, file, local, end, part) is { } fault)
            {
                // What an earlier attempt had left may be what is wrong.
                if (resumed > 0)
                {
                    resumed = 0;
                    part.SetLength(0);
                    Download(step, part, end, length);
                    fault = Fault(step, file, local, end, part);
                }

                if (fault is not null)
                {
                    FetchStep.Discard(part);
                    throw fault;
                }
            }

            step.Remember();
            if (file is null)
            {
                step.Show(part);
            }
            else
            {
                Append(step, file.Length, end, part);
            }

            return report with { Resumed = resumed };
        }
    }

    private static (StoreCheckpoint State, long End) Local(FetchStep step, IDurableFile file)
    {
        if (SubsetOctets.IsSubset(file))
        {
            throw new ClientException(
                ClientError.InvalidInput, $"{step.Request.Output} has only some entries of the archive: name them again, or another file to make.");
        }

        try
        {
            using var reader = SequenceReader.Open(file, step.Access, withUnsigned: true);
            step.RequireSame(reader.State);
            return (reader.State, reader.ReadableEnd);
        }
        catch (DareException e)
        {
            throw new ClientException(
                ClientError.Storage, $"{step.Request.Output} is there already, and is no copy of an archive that could be brought up to date: {e.Message}", e);
        }
    }

    // Somebody may have put another file where the copy was.
    private static void RequireSeen(FetchStep step, IDurableFile file, long end)
    {
        try
        {
            SequenceGrowth.Follow(file, end, step.Seen, cancellation: step.Cancellation);
        }
        catch (DareException e) when (e.Code is DareError.TreeMismatch or DareError.WrongPlace)
        {
            throw step.Forked();
        }
    }

    private static void Download(FetchStep step, FileStream part, long from, long length)
    {
        long wanted = length - from;
        if (part.Length > wanted)
        {
            part.SetLength(0);
        }

        step.RequireRoom(wanted - part.Length);
        long done = part.Position = part.Length;
        IProgress<long>? progress = step.Request.Progress?.Invoke(wanted - done);
        byte[] block = new byte[(int)Math.Min(Step, wanted)];
        for (long at = done; at < wanted;)
        {
            int count = step.Remote.Read(from + at, block.AsSpan(0, (int)Math.Min(block.Length, wanted - at)));
            if (count <= 0)
            {
                throw new ClientException(ClientError.Conflict, $"{step.Request.Url} became shorter while it was read.");
            }

            part.Write(block, 0, count);
            at += count;
            progress?.Report(at - done);
        }
    }

    private static ClientException? Fault(FetchStep step, IDurableFile? file, StoreCheckpoint? local, long end, FileStream part)
    {
        try
        {
            var fetched = new StreamOctets(part);
            StoreCheckpoint state;
            if (file is null)
            {
                SequenceReport report = SequenceVerifier.Verify(fetched, step.Access, step.Request.Progress?.Invoke(fetched.Length), step.Cancellation);
                if (report.Fault is { } fault)
                {
                    return new ClientException(ClientError.Verification, $"{step.Request.Url} does not verify: {fault.Message}");
                }

                state = SequenceGrowth.Follow(fetched, fetched.Length, step.Seen, cancellation: step.Cancellation);
            }
            else
            {
                state = SequenceGrowth.Follow(new JoinedOctets(file, end, fetched), end, step.Seen, cancellation: step.Cancellation);
            }

            return state.Count == step.Shown.Count && state.Root.Span.SequenceEqual(step.Shown.Root.Span) ? null : step.Forked();
        }
        catch (DareException e)
        {
            // In a fork the new frames need not begin where the local copy ends.
            return local is not null && IsFork(step, local) ? step.Forked()
                : file is not null && VerifiesAsWhole(step, new JoinedOctets(file, end, new StreamOctets(part)), [local!, .. step.Seen]) ? null
                : e.Code is DareError.TreeMismatch or DareError.WrongPlace ? step.Forked()
                : new ClientException(ClientError.Verification, $"{step.Request.Url} does not verify: {e.Message}", e);
        }
    }

    // Among the new frames there may be some whose contents were erased since; what says so comes after them.
    private static bool VerifiesAsWhole(FetchStep step, JoinedOctets joined, IReadOnlyList<StoreCheckpoint> states)
    {
        SequenceReport report = SequenceVerifier.Verify(joined, step.Access, cancellation: step.Cancellation);
        if (report.Erased == 0 || report.State is not { } state || state.Count != step.Shown.Count || !state.Root.Span.SequenceEqual(step.Shown.Root.Span))
        {
            return false;
        }

        try
        {
            return states.All(step.Continues);
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            return false; // The index is sealed, and nobody can tell.
        }
    }

    private static bool IsFork(FetchStep step, StoreCheckpoint local)
    {
        try
        {
            return !step.Continues(local);
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            return false; // The index is sealed, and nobody can tell.
        }
    }

    // Whole frames, the signed one last: a reader takes it for the old file until that is there.
    private static void Append(FetchStep step, long seenLength, long end, FileStream part)
    {
        using IDurableFile file = DurableFiles.Instance.OpenToWrite(step.Output)
            ?? throw new ClientException(ClientError.Storage, $"{step.Request.Output} was removed while it was brought up to date.");
        using IFileLock held = DurableFiles.Instance.OpenLock(step.Output);
        if (!held.TryTake() || file.Length != seenLength)
        {
            throw new ClientException(ClientError.Busy, $"{step.Request.Output} is being written by another program; try again when that has ended.");
        }

        byte[] block = new byte[(int)Math.Min(Step, part.Length)];
        part.Position = 0;
        file.Cut(end);
        for (int count = part.Read(block); count > 0; count = part.Read(block))
        {
            Write(file, end, block.AsSpan(0, count));
            end += count;
        }

        file.Flush();
        FetchStep.Discard(part);
    }

    private static void Write(IDurableFile file, long offset, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int count = file.Write(offset, octets);
            offset += count;
            octets = octets[count..];
        }
    }
}
