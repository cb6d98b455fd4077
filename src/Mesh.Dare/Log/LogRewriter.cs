namespace Mesh.Dare;

/// <summary>
/// Writes a log anew under its temporary name (Mesh account log, Erasing and compacting, and Fine print): new LogId, Prev recomputed, all
/// frames with DurableTo 0 because one flush covers them, then a mark whose DurableTo is the flushed length. Store frames keep their
/// octets, but for what is erased and for private stores that are compacted. What is written is verified as if it were opened.
/// </summary>
internal static class LogRewriter
{
    /// <summary>Octets of private frames that say nothing any more: superseded, removed or expired.</summary>
    public static long DeadOctets(LogIndex index, LogOptions options)
    {
        long now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        long dead = 0;
        foreach (StoreIndex store in index.Stores.Values.Where(s => LabelText.IsPrivate(s.Label)))
        {
            List<KeyEntry> live = [.. store.Keys.Values.Where(k => k.IsLive(now))];
            dead += store.StreamLength - live.Sum(k => (long)store.FrameLength(k.Index)) - (live.Count > 0 ? store.FrameLength(0) : 0);
        }

        return dead;
    }

    /// <summary>Writes and flushes the new log.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Unavailable"/>: it could not be written; <see cref="DareError.LogCorrupt"/>: the old one does not verify. The
    /// old log is untouched.
    /// </exception>
    public static RewrittenLog Write(LogView view, LogRewriting rewriting)
    {
        LogOptions options = view.Options;
        IDurableFile? file = null;
        try
        {
            options.Files.Remove(view.Paths.New);
            file = options.Files.Create(view.Paths.New);
            byte[] logId = new byte[OuterFrame.LogIdSize];
            options.Random.Fill(logId);
            var copy = new Copy(view, rewriting, file, logId);
            RewrittenLog written = copy.Run();
            file = null;
            return written;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DareException(DareError.Unavailable, $"{view.Paths.Log} could not be rewritten; nothing was changed.", e);
        }
        finally
        {
            if (file is not null)
            {
                file.Dispose();
                options.Files.RemoveIfPossible(view.Paths.New); // else the next rewriting, or the next opening, does it
            }
        }
    }

    /// <summary>Gives the new log the name of the old one, durably; with it go torn tails, which may hold what was erased.</summary>
    /// <exception cref="IOException">It is not known which log has the name.</exception>
    public static void Install(LogView view, bool removeTorn)
    {
        IDurableFiles files = view.Options.Files;
        SideFile.Discard(files, view.Paths);
        files.Rename(view.Paths.New, view.Paths.Log);
        if (removeTorn)
        {
            foreach (string torn in view.Paths.AllTorn(files))
            {
                files.Remove(torn);
            }
        }

        files.FlushFolder(view.Paths.Folder);
    }

    private sealed class Copy(LogView view, LogRewriting rewriting, IDurableFile file, byte[] logId)
    {
        private readonly LogIndex _index = new();
        private readonly long _now = view.Options.Time.GetUtcNow().ToUnixTimeSeconds();

        public RewrittenLog Run()
        {
            BuiltFrame zero = BuiltFrame.Zero(logId);
            file.WriteAll(0, zero.Octets);
            _index.Publish(zero.Tip, []);
            LogTip end = view.Index.Tip!;
            LogScan scan = new LogScanner(view.File.Octets, end.End).Run(null, (in OuterFrame frame, LogTip _) =>
            {
                Write(Transform(frame));
                return true;
            });
            if (scan.State != LogState.Sound)
            {
                throw new DareException(DareError.LogCorrupt, $"{view.Paths.Log} does not verify at {scan.FirstBad}; it is not rewritten.");
            }

            if (rewriting.Append?.Invoke(_index) is { } staged)
            {
                Write(staged.Records);
            }

            CheckRoots();
            file.Flush();
            long flushed = _index.Tip!.End;
            BuiltFrame mark = BuiltFrame.After(_index.Tip, flushed, StagedTransaction.Empty);
            file.WriteAll(flushed, mark.Octets);
            _index.Publish(mark.Tip, []);
            return new RewrittenLog(_index, new LogFile(file), flushed);
        }

        private void Write(IReadOnlyList<LogRecord> records)
        {
            if (records.Count == 0)
            {
                return;
            }

            LogTip tip = _index.Tip!;
            byte[] octets = OuterFrame.Build(tip.Index + 1, logId, tip.Digest.Span, 0, records, out byte[] digest, out _);
            var next = new LogTip(logId, tip.Index + 1, tip.End, tip.End + octets.Length, digest, 0, false);
            if (!OuterFrame.TryParse(octets, out OuterFrame frame) || !_index.TryAdd(frame, next))
            {
                throw new DareException(DareError.TreeMismatch, $"{view.Paths.Log} cannot be rewritten: a store would not continue.");
            }

            file.WriteAll(tip.End, octets);
        }

        private List<LogRecord> Transform(in OuterFrame frame)
        {
            List<LogRecord> kept = [];
            Dictionary<string, StoreStage> renumbered = new(StringComparer.Ordinal);
            foreach ((LogRecord record, _) in frame.Records())
            {
                if (rewriting.DropsDeadRecords && LabelText.IsPrivate(record.Label))
                {
                    kept.AddRange(Renumber(record, renumbered));
                    continue;
                }

                kept.Add(rewriting.Erasures.Count == 0 ? record : Erase(record));
            }

            return kept;
        }

        private LogRecord Erase(LogRecord record)
        {
            long index = StoreFactsReader.Read(record.Frame).Index;
            ErasedParts parts = rewriting.Erasures
                .Where(e => e.Index == index && e.Label.ToString() == record.Label)
                .Aggregate(ErasedParts.None, (all, e) => all | e.Parts);
            return parts == ErasedParts.None ? record : record with { Frame = FrameErasure.Of(record.Frame, parts) };
        }

        // A live private record gets the next number of its new stream; frame zero, with a new Origin, stands before the first.
        private IEnumerable<LogRecord> Renumber(LogRecord record, Dictionary<string, StoreStage> stages)
        {
            StoreFacts facts = StoreFactsReader.Read(record.Frame);
            if (facts.Key is not { } key || !view.Index.Find(record.Label)!.Keys.TryGetValue(key, out KeyEntry? latest)
                || latest.Index != facts.Index || !latest.IsLive(_now))
            {
                yield break;
            }

            if (!stages.TryGetValue(record.Label, out StoreStage? stage))
            {
                stage = StoreStage.Of(record.Label, _index.Find(record.Label));
                stages.Add(record.Label, stage);
            }

            if (stage.Count == 0)
            {
                yield return new LogRecord(record.Label, PrivateFrame.AppendZero(stage, view.Options.Random));
            }

            yield return new LogRecord(record.Label, stage.Append(StoreFrame.Parse(record.Frame).Envelope));
        }

        // Nothing that peers can prove may have changed: a store that had no frame appended has the root that it had.
        private void CheckRoots()
        {
            foreach (StoreIndex store in _index.Stores.Values)
            {
                bool same = view.Index.Find(store.Label) is not { } old || old.Count != store.Count
                    || LabelText.IsPrivate(store.Label) || old.Root!.Value.Span.SequenceEqual(store.Root is { } root ? root.Span : default);
                if (!same || store.Root is null)
                {
                    throw new DareException(DareError.TreeMismatch, $"{view.Paths.Log} cannot be rewritten: the root of {store.Label} would change.");
                }
            }
        }
    }
}
