namespace Mesh.Dare;

/// <summary>
/// Flushes for several threads at once: while one flushes, the others go on and wait, and the next flush serves all of them. Safe for concurrent use.
/// </summary>
internal sealed class GroupFlush(Action flush)
{
    private readonly object _gate = new();
    private bool _isFlushing;
    private long _written;
    private long _durable;

    /// <summary>True when something was written and is not known to be on the medium.</summary>
    public bool IsPending
    {
        get
        {
            lock (_gate)
            {
                return _durable < _written;
            }
        }
    }

    /// <summary>Takes note of something written.</summary>
    /// <param name="isDurable">True when everything so far is on the medium.</param>
    /// <returns>What to wait for.</returns>
    public long Wrote(bool isDurable)
    {
        lock (_gate)
        {
            _written++;
            if (isDurable)
            {
                _durable = _written;
            }

            return _written;
        }
    }

    /// <summary>Returns when everything written so far is on the medium.</summary>
    public void WaitForAll()
    {
        long last;
        lock (_gate)
        {
            last = _written;
        }

        WaitFor(last);
    }

    /// <summary>Returns when what was written is on the medium.</summary>
    /// <param name="ticket">What <see cref="Wrote"/> gave.</param>
    public void WaitFor(long ticket)
    {
        lock (_gate)
        {
            while (_durable < ticket)
            {
                if (_isFlushing)
                {
                    Monitor.Wait(_gate);
                }
                else
                {
                    FlushAll();
                }
            }
        }
    }

    private void FlushAll()
    {
        long upTo = _written;
        _isFlushing = true;
        Monitor.Exit(_gate);
        bool isDone = false;
        try
        {
            flush();
            isDone = true;
        }
        finally
        {
            Monitor.Enter(_gate);
            _isFlushing = false;
            _durable = isDone ? Math.Max(_durable, upTo) : _durable;
            Monitor.PulseAll(_gate);
        }
    }
}
