namespace Mesh.Dare;

/// <summary>
/// The one writer of a log, for as long as the exclusive lock is held (Mesh account log, Writing). Transactions that wait together are
/// written one after another and flushed together, then all are answered. After any failure to write or flush the writer is poisoned:
/// it answers nothing, flushes nothing more, and the log must be opened again.
/// </summary>
internal sealed class LogWriter
{
    private readonly LogView _view;
    private readonly LogWorkQueue _queue;
    private readonly ITimer _idle;
    private Exception? _poison;
    private long _flushedTo;
    private long _sideAt;

    /// <summary>Takes over an opened log, of which octets up to <paramref name="flushedTo"/> are known to be flushed.</summary>
    public LogWriter(LogView view, long flushedTo, long sideAt)
    {
        _view = view;
        _flushedTo = flushedTo;
        _sideAt = sideAt;
        _queue = new LogWorkQueue(CommitGroup);
        _idle = view.Options.Time.CreateTimer(
            static writer => ((LogWriter)writer!).Idle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!view.Index.Tip!.IsMark)
        {
            _idle.Change(Options.IdleDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether the log can no longer be written through this handle.</summary>
    public bool IsPoisoned => Volatile.Read(ref _poison) is not null;

    private LogOptions Options => _view.Options;

    /// <summary>Commits a transaction; the task ends when it is durable, or refused.</summary>
    public Task<CommitResult> CommitAsync(LogTransaction transaction, CancellationToken cancellation)
    {
        var work = new CommitWork(transaction, cancellation);
        return _queue.TryAdd(work) ? work.Done : Task.FromException<CommitResult>(Closed());
    }

    /// <summary>Does something between commits.</summary>
    public Task RunAsync(Action action)
    {
        var work = new ActionWork(action);
        return _queue.TryAdd(work) ? work.Done : Task.FromException(Closed());
    }

    /// <summary>Marks a clean close, keeps the side file, and takes no more work.</summary>
    public async Task CloseAsync()
    {
        var work = new ActionWork(() =>
        {
            CompactIfWorthwhile();
            Mark();
            SaveSide();
        });
        if (_queue.TryAdd(work, last: true))
        {
            await work.Done.ConfigureAwait(false);
        }

        await _idle.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Rewrites the log without dead private records, if they exceed half of it (Mesh account log, Erasing and compacting).</summary>
    public void CompactIfWorthwhile()
    {
        long length = _view.Index.Tip!.End;
        if (IsPoisoned || _view.IsDoubtful || length < Options.CompactionFloor || LogRewriter.DeadOctets(_view.Index, Options) <= length / 2)
        {
            return;
        }

        try
        {
            Rewrite(new LogRewriting { DropsDeadRecords = true });
        }
        catch (DareException)
        {
            // The log is as it was, or the writer is poisoned and says so to the next who asks. Nobody waits for this.
        }
    }

    /// <summary>Rewrites the log (Mesh account log, Erasing and compacting); <paramref name="rewriting"/> says what changes.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Unavailable"/>: nothing was changed; <see cref="DareError.OutcomeUnknown"/>: poisoned.
    /// </exception>
    public void Rewrite(LogRewriting rewriting)
    {
        CheckUsable();
        RewrittenLog rewritten = LogRewriter.Write(_view, rewriting);
        try
        {
            LogRewriter.Install(_view, removeTorn: rewriting.Erasures.Count > 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One of the two logs has the name, and it is not known which one will have it after a crash.
            rewritten.File.Retire();
            throw Poison(e);
        }

        _flushedTo = rewritten.FlushedTo;
        _view.Replace(rewritten.Index, rewritten.File);
        _sideAt = -1;
        SaveSide();
    }

    private void CommitGroup(IReadOnlyList<CommitWork> works)
    {
        if (works[0].Transaction.Erasures.Count > 0)
        {
            CommitErasing(works[0]);
            return;
        }

        List<CommitWork> rest = [.. works.Where(w => !w.IsGivenUp)];
        try
        {
            while (rest.Count > 0)
            {
                rest = CommitPart(rest);
            }
        }
        catch (Exception e) when (e is not DareException)
        {
            // Unforeseen: what is in the file is not known, and nothing may be built on it.
            DareException unknown = Poison(e);
            rest.ForEach(w => w.Fail(unknown));
        }

        if (!IsPoisoned)
        {
            if (_view.Index.Tip!.End - _sideAt >= Options.SideFileStep)
            {
                SaveSide();
            }

            _idle.Change(Options.IdleDelay, Timeout.InfiniteTimeSpan);
        }
    }

    // Commits as many as one flush covers and returns the others.
    private List<CommitWork> CommitPart(List<CommitWork> works)
    {
        List<(CommitWork Work, CommitResult? Result, Exception? Refusal)> answers = [];
        List<BuiltFrame> frames = [];
        LogStager stager;
        int taken = 0;
        try
        {
            CheckUsable();
            stager = new LogStager(_view.Index, Options, _view);
            LogTip tip = _view.Index.Tip!;
            for (long octets = 0; taken < works.Count && octets < LogLimits.Group; taken++)
            {
                (CommitResult? result, Exception? refusal, BuiltFrame? built) = Stage(stager, works[taken].Transaction, tip);
                answers.Add((works[taken], result, refusal));
                if (built is not null)
                {
                    frames.Add(built);
                    tip = built.Tip;
                    octets += built.Octets.Length;
                }
            }

            Flush(frames);
        }
        catch (DareException e)
        {
            // Those that were refused were judged beside what may now be lost, so they too are told that it is not known.
            int failed = taken == 0 ? works.Count : taken;
            works.GetRange(0, failed).ForEach(w => w.Fail(e));
            return works.GetRange(failed, works.Count - failed);
        }

        if (frames.Count > 0)
        {
            _view.Publish(
                index =>
                {
                    frames.ForEach(f => index.Publish(f.Tip, f.Entries));
                    index.SetTrees(stager.Stages);
                },
                wake: true);
        }

        foreach ((CommitWork work, CommitResult? result, Exception? refusal) in answers)
        {
            if (refusal is null)
            {
                work.Finish(result!);
            }
            else
            {
                work.Fail(refusal);
            }
        }

        return works.GetRange(taken, works.Count - taken);
    }

    private (CommitResult? Result, Exception? Refusal, BuiltFrame? Built) Stage(LogStager stager, LogTransaction transaction, LogTip tip)
    {
        try
        {
            StagedTransaction staged = stager.Stage(transaction);
            return (staged.Result, null, staged.Records.Count == 0 ? null : BuiltFrame.After(tip, _flushedTo, staged));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (null, e, null);
        }
    }

    private void Flush(List<BuiltFrame> frames)
    {
        if (frames.Count == 0)
        {
            return;
        }

        try
        {
            IDurableFile file = _view.File.Octets;
            foreach (BuiltFrame frame in frames)
            {
                file.WriteAll(frame.Tip.Start, frame.Octets);
            }

            file.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw Poison(e);
        }

        _flushedTo = frames[^1].Tip.End;
    }

    private void CommitErasing(CommitWork work)
    {
        try
        {
            CheckUsable();
            // First against the log as it is: a refusal must not cost a rewriting.
            StagedTransaction trial = new LogStager(_view.Index, Options, _view).Stage(work.Transaction);
            if (trial.Records.Count == 0)
            {
                work.Finish(trial.Result);
                return;
            }

            Rewrite(new LogRewriting { Erasures = work.Transaction.Erasures, Append = _ => trial });
            work.Finish(trial.Result);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            work.Fail(e);
        }
    }

    // Makes damage to the last transaction visible: its DurableTo shows that what is before it had been flushed. It needs no flush itself.
    private void Mark()
    {
        LogTip tip = _view.Index.Tip!;
        if (IsPoisoned || _view.IsDoubtful || tip.IsMark || tip.Index == 0)
        {
            return;
        }

        BuiltFrame mark = BuiltFrame.After(tip, _flushedTo, StagedTransaction.Empty);
        try
        {
            _view.File.Octets.WriteAll(tip.End, mark.Octets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _ = Poison(e);
            return;
        }

        _view.Publish(index => index.Publish(mark.Tip, []), wake: false);
    }

    private void Idle()
    {
        if (_queue.IsEmpty)
        {
            _queue.TryAdd(new ActionWork(() =>
            {
                Mark();
                CompactIfWorthwhile();
            }));
        }
    }

    private void SaveSide()
    {
        LogTip tip = _view.Index.Tip!;
        if (IsPoisoned || _view.IsDoubtful || _sideAt == tip.End)
        {
            return;
        }

        SideFile.Save(Options.Files, _view.Paths, SideFile.Encode(_view.Index, Options.Seal));
        _sideAt = tip.End;
    }

    private void CheckUsable()
    {
        if (_poison is { } cause)
        {
            throw new DareException(
                DareError.Unavailable, $"{_view.Paths.Log} failed earlier and must be opened again; nothing was changed.", cause);
        }

        if (_view.IsDoubtful)
        {
            throw new DareException(DareError.LogCorrupt, $"{_view.Paths.Log} holds a frame that does not verify; it is not written.");
        }
    }

    private DareException Poison(Exception cause)
    {
        Volatile.Write(ref _poison, cause);
        return new DareException(
            DareError.OutcomeUnknown,
            $"It is not known whether the change was saved: {_view.Paths.Log} could not be written: {cause.Message} Repeat the request with the same ID.",
            cause);
    }

    private DareException Closed() =>
        new(DareError.Unavailable, $"{_view.Paths.Log} is closed, or too many changes wait for it; nothing was changed.");
}
