using System.Buffers.Binary;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>
/// Some entries of an archive: a copy of their frames that stays verifiable (docs/format/subset.md). What the local copy has already is taken from there, once
/// the server has shown that its archive continues that one.
/// </summary>
internal static class SubsetFetch
{
    public static FetchReport Run(FetchStep step)
    {
        using IDurableFile? file = DurableFiles.Instance.OpenToRead(step.Output);
        SubsetOctets? local = file is null ? null : Local(step, file);
        StoreCheckpoint? before = local is null ? null : State(step, local);
        var report = new FetchReport
        {
            Path = step.Request.Output,
            State = step.Shown,
            Signatures = [],
            FramesBefore = before?.Count ?? 0,
            Length = step.Sequence.ReadableEnd,
        };
        if (before?.Count == step.Shown.Count && HasAll(step, local!))
        {
            RequireSeen(step);
            step.Remember();
            return report with { IsUnchanged = true, FileLength = file!.Length };
        }

        step.PrefetchIndex();
        if (before is not null)
        {
            Require(step, before);
        }

        RequireSeen(step);
        IReadOnlyList<ArchiveEntry> entries = [.. ArchiveSelection.Find(step.Archive!, step.Request.Paths)];
        IReadOnlyList<OctetExtent> extents = SubsetWriter.Plan(step.Sequence, entries.Select(e => e.Index));
        FileStream part = step.OpenPart([.. step.Shown.Root.Span, .. extents.SelectMany(Octets)]);
        using (part)
        {
            long resumed = part.Length;
            long length = Write(step, local, extents, part);
            if (Fault(step, part, length) is { } fault)
            {
                // What an earlier attempt had left, or the local copy, may be what is wrong.
                if (resumed > 0 || local is not null)
                {
                    resumed = 0;
                    part.SetLength(0);
                    length = Write(step, null, extents, part);
                    fault = Fault(step, part, length);
                }

                if (fault is not null)
                {
                    FetchStep.Discard(part);
                    throw fault;
                }
            }

            step.Remember();
            step.Show(part);
            return report with { Resumed = resumed, FileLength = length };
        }
    }

    private static long Write(FetchStep step, SubsetOctets? local, IReadOnlyList<OctetExtent> extents, FileStream part)
    {
        IOctetSource source = local is null ? step.Remote : new OverlaidOctets(local, step.Remote);
        long done = part.Position = part.Length;
        long wanted = extents.Sum(e => e.Length);
        step.RequireRoom(wanted - done);
        IProgress<long>? progress = step.Request.Progress?.Invoke(wanted);
        return SubsetWriter.Write(source, extents, part, done, progress, step.Cancellation);
    }

    private static SubsetOctets Local(FetchStep step, IDurableFile file)
    {
        try
        {
            return SubsetOctets.Open(file);
        }
        catch (DareException e)
        {
            throw new ClientException(
                ClientError.InvalidInput,
                $"{step.Request.Output} is there already, and is no copy of some entries that could be brought up to date. Name another file to make.", e);
        }
    }

    private static StoreCheckpoint State(FetchStep step, SubsetOctets local)
    {
        StoreCheckpoint before;
        try
        {
            using var reader = SequenceReader.Open(local, step.Access);
            before = reader.State;
        }
        catch (DareException e)
        {
            throw new ClientException(
                ClientError.Storage, $"{step.Request.Output} is there already, and is no copy that could be brought up to date: {e.Message}", e);
        }

        step.RequireSame(before);
        return before;
    }

    // The local copy has the index of the state that the server shows: nothing more need be asked.
    private static bool HasAll(FetchStep step, SubsetOctets local)
    {
        using ArchiveReader reader = ArchiveReader.Open(local, step.Access);
        IReadOnlyList<ArchiveEntry> entries = [.. ArchiveSelection.Find(reader, step.Request.Paths)];
        return entries.All(e => reader.Sequence.IsPresent(e.Index));
    }

    private static void RequireSeen(FetchStep step)
    {
        foreach (StoreCheckpoint state in step.Seen)
        {
            Require(step, state);
        }
    }

    private static void Require(FetchStep step, StoreCheckpoint state)
    {
        if (!step.Continues(state))
        {
            throw step.Forked();
        }
    }

    private static ClientException? Fault(FetchStep step, FileStream part, long length)
    {
        if (part.Length != length)
        {
            return new ClientException(ClientError.Verification, "What an earlier attempt had fetched is longer than what is wanted.");
        }

        try
        {
            SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new StreamOctets(part)), step.Access, cancellation: step.Cancellation);
            return report.Fault is { } fault ? new ClientException(ClientError.Verification, $"{step.Request.Url} does not verify: {fault.Message}")
                : report.State!.Root.Span.SequenceEqual(step.Shown.Root.Span) ? null
                : step.Forked();
        }
        catch (DareException e)
        {
            return new ClientException(ClientError.Verification, $"{step.Request.Url} does not verify: {e.Message}", e);
        }
    }

    private static byte[] Octets(OctetExtent extent)
    {
        byte[] octets = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(octets, extent.Start);
        BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(8), extent.Length);
        return octets;
    }
}
