using System.Runtime.ExceptionServices;

namespace Mesh.Dare;

/// <summary>
/// Items read on another thread while the ones before them are used. That thread alone uses the source, from the first item that is asked for until the
/// enumeration has ended or is disposed.
/// </summary>
internal static class ReadAhead
{
    private const int ItemsInBatch = 512;
    private const int MostBatches = 4;

    /// <summary>The items of the source, in its order. What the source throws is thrown here, after the items before it.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source) => Environment.ProcessorCount > 1 ? Read(source) : source;

    private static IEnumerable<T> Read<T>(IEnumerable<T> source)
    {
        var batches = new Batches<T>(source);
        var reader = new Thread(batches.Fill) { IsBackground = true, Name = nameof(ReadAhead) };
        reader.Start();
        try
        {
            while (batches.Take() is { } batch)
            {
                foreach (T item in batch)
                {
                    yield return item;
                }
            }
        }
        finally
        {
            batches.Abandon();
            reader.Join();
        }
    }

    /// <summary>What lies between the two threads.</summary>
    private sealed class Batches<T>(IEnumerable<T> source)
    {
        private readonly Queue<List<T>> _waiting = new();
        private ExceptionDispatchInfo? _failure;
        private bool _isEnded;
        private bool _isAbandoned;

        /// <summary>Reads the source to its end, or until nobody wants more of it.</summary>
        public void Fill()
        {
            var batch = new List<T>(ItemsInBatch);
            ExceptionDispatchInfo? failure = null;
            try
            {
                foreach (T item in source)
                {
                    batch.Add(item);
                    if (batch.Count == ItemsInBatch)
                    {
                        if (!TryAdd(batch))
                        {
                            return;
                        }

                        batch = new List<T>(ItemsInBatch);
                    }
                }
            }
            catch (Exception e)
            {
                // Whatever it is, it belongs to the thread that takes the items.
                failure = ExceptionDispatchInfo.Capture(e);
            }

            End(batch, failure);
        }

        /// <summary>The next items; null at the end.</summary>
        public List<T>? Take()
        {
            lock (_waiting)
            {
                while (_waiting.Count == 0 && !_isEnded)
                {
                    Monitor.Wait(_waiting);
                }

                if (_waiting.TryDequeue(out List<T>? batch))
                {
                    Monitor.Pulse(_waiting);
                    return batch;
                }
            }

            _failure?.Throw();
            return null;
        }

        /// <summary>Nothing more is wanted.</summary>
        public void Abandon()
        {
            lock (_waiting)
            {
                _isAbandoned = true;
                Monitor.Pulse(_waiting);
            }
        }

        private bool TryAdd(List<T> batch)
        {
            lock (_waiting)
            {
                while (_waiting.Count >= MostBatches && !_isAbandoned)
                {
                    Monitor.Wait(_waiting);
                }

                _waiting.Enqueue(batch);
                Monitor.Pulse(_waiting);
                return !_isAbandoned;
            }
        }

        private void End(List<T> last, ExceptionDispatchInfo? failure)
        {
            lock (_waiting)
            {
                _waiting.Enqueue(last);
                _failure = failure;
                _isEnded = true;
                Monitor.Pulse(_waiting);
            }
        }
    }
}
