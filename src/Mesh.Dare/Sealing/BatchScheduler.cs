using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Works on batches on several threads and gives them back in their order. The thread that waits does itself whatever nobody has begun: so
/// nothing depends on whether, and when, threads of the pool come to help, and with none the batches are worked on one after the other.
/// </summary>
internal sealed class BatchScheduler : IThreadPoolWorkItem, IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<BodyBatch> _inOrder = new();
    private readonly Queue<BodyBatch> _toWork = new();
    private readonly Queue<BodyBatch> _toDigest = new();
    private readonly Stack<SegmentedAesGcm> _ciphers = new();
    private readonly Func<SegmentedAesGcm>? _cipher;
    private readonly IncrementalHash? _digest;
    private readonly int _mostHelpers;
    private int _helpers;
    private int _underWay;
    private bool _digesting;
    private bool _withHelp;
    private bool _stopped;

    /// <param name="cipher">Makes the cipher of one thread, or null where there is nothing to seal or open.</param>
    /// <param name="digest">Takes in the batches in their order, one at a time; or null.</param>
    /// <param name="helpers">How many threads of the pool may help.</param>
    public BatchScheduler(Func<SegmentedAesGcm>? cipher, IncrementalHash? digest, int helpers)
    {
        _cipher = cipher;
        _digest = digest;
        _mostHelpers = helpers;
    }

    /// <summary>Whether every batch was given back.</summary>
    public bool IsEmpty => _inOrder.Count == 0;

    /// <summary>Whether <see cref="Next"/> would not wait.</summary>
    public bool HasNext
    {
        get
        {
            lock (_gate)
            {
                return _inOrder.TryPeek(out BodyBatch? first) && first.IsDone;
            }
        }
    }

    /// <summary>Takes a batch that is full, or the last.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="withHelp">Whether help is worth asking for, now and from now on.</param>
    public void Submit(BodyBatch batch, bool withHelp)
    {
        lock (_gate)
        {
            _inOrder.Enqueue(batch);
            if (_cipher is null)
            {
                batch.IsWorked = true;
            }
            else
            {
                _toWork.Enqueue(batch);
            }

            if (_digest is null)
            {
                batch.IsDigested = true;
            }
            else
            {
                _toDigest.Enqueue(batch);
            }

            _withHelp |= withHelp;
            CallForHelp();
        }
    }

    /// <summary>Gives the earliest batch back when it is done.</summary>
    /// <exception cref="Exception">What went wrong with that batch.</exception>
    public BodyBatch Next()
    {
        while (true)
        {
            Step step;
            lock (_gate)
            {
                BodyBatch first = _inOrder.Peek();
                step = default;
                while (!first.IsDone && !TryTake(digestFirst: false, out step))
                {
                    Monitor.Wait(_gate);
                }

                if (first.IsDone)
                {
                    _inOrder.Dequeue();
                    first.Failure?.Throw();
                    return first;
                }
            }

            Do(step);
        }
    }

    /// <summary>What a thread of the pool does.</summary>
    public void Execute()
    {
        while (true)
        {
            Step step;
            lock (_gate)
            {
                // The digest comes first: it goes from batch to batch and can be shared by no two threads.
                if (!TryTake(digestFirst: true, out step))
                {
                    _helpers--;
                    return;
                }
            }

            Do(step);
        }
    }

    /// <summary>Returns when no thread has anything of the body in its hands any more, and erases the keys.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            while (_underWay > 0)
            {
                Monitor.Wait(_gate);
            }
        }

        foreach (SegmentedAesGcm cipher in _ciphers)
        {
            cipher.Dispose();
        }
    }

    private bool DigestIsReady => !_digesting && _toDigest.TryPeek(out BodyBatch? batch) && batch.IsDigestible;

    private void CallForHelp()
    {
        if (_withHelp && _helpers < _mostHelpers && (_toWork.Count > 0 || DigestIsReady))
        {
            _helpers++;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private bool TryTake(bool digestFirst, out Step step)
    {
        step = default;
        if (_stopped || (_toWork.Count == 0 && !DigestIsReady))
        {
            return false;
        }

        if (DigestIsReady && (digestFirst || _toWork.Count == 0))
        {
            _digesting = true;
            step = new Step(_toDigest.Dequeue(), Cipher: null);
        }
        else
        {
            // Batches go out in order, so that a cipher that comes back has never seen a later segment than the next.
            SegmentedAesGcm cipher = _ciphers.TryPop(out SegmentedAesGcm? idle) ? idle : _cipher!();
            step = new Step(_toWork.Dequeue(), cipher);
        }

        _underWay++;
        return true;
    }

    private void Do(Step step)
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            if (step.Cipher is null)
            {
                _digest!.AppendData(step.Batch.Carried);
            }
            else
            {
                step.Batch.Work(step.Cipher);
            }
        }
        catch (Exception e)
        {
            // It is thrown again where the batch would have been given back.
            failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_gate)
        {
            _underWay--;
            step.Batch.Failure ??= failure;
            if (step.Cipher is null)
            {
                _digesting = false;
                step.Batch.IsDigested = true;
            }
            else
            {
                _ciphers.Push(step.Cipher);
                step.Batch.IsWorked = failure is null;
            }

            CallForHelp();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>One thing to be done with a batch: to digest it, or with a cipher to work on it.</summary>
    private readonly record struct Step(BodyBatch Batch, SegmentedAesGcm? Cipher);
}
