namespace Mesh.Dare;

/// <summary>
/// Work for the writer of a log, done by one thread at a time, without a thread of its own: whoever brings work while none is being done
/// starts a run on the thread pool. Commits that wait together are taken up together, so that they share a flush.
/// </summary>
internal sealed class LogWorkQueue(Action<IReadOnlyList<CommitWork>> commit)
{
    private readonly Lock _gate = new();
    private readonly Queue<LogWork> _waiting = new();
    private bool _running;
    private bool _closed;

    /// <summary>Adds work; false when closed, or when too much waits.</summary>
    public bool TryAdd(LogWork work, bool last = false)
    {
        lock (_gate)
        {
            if (_closed || (work is CommitWork && _waiting.Count >= LogLimits.Waiting))
            {
                return false;
            }

            _closed = last;
            _waiting.Enqueue(work);
            if (_running)
            {
                return true;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Run(), this, preferLocal: false);
        return true;
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0;
            }
        }
    }

    private void Run()
    {
        while (Take(out List<CommitWork> commits) is { } next)
        {
            try
            {
                if (next is ActionWork action)
                {
                    action.Run();
                }
                else
                {
                    commit(commits);
                }
            }
            catch (Exception e)
            {
                // What the writer itself did not foresee is told to whoever asked for the work, never lost.
                next.Fail(e);
                commits.ForEach(c => c.Fail(e));
            }
        }
    }

    // The next piece of work: an action, or the first of the commits that are done together.
    private LogWork? Take(out List<CommitWork> commits)
    {
        commits = [];
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out LogWork? next))
            {
                _running = false;
                return null;
            }

            if (next is CommitWork first)
            {
                commits.Add(first);
                while (first.Transaction.Erasures.Count == 0 && commits.Count < LogLimits.GroupCount
                    && _waiting.TryPeek(out LogWork? more) && more is CommitWork { Transaction.Erasures.Count: 0 } other)
                {
                    _waiting.Dequeue();
                    commits.Add(other);
                }
            }

            return next;
        }
    }
}
