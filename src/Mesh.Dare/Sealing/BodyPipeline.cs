using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Bodies of any length that stream by in bounded memory: sealed or opened in segments (Mesh sealing, section 2) and digested as carried, on
/// the processors that there are. The octets are the same however many threads take part. Reading and giving out are done by the thread that
/// calls, in order; a few MiB are held, and erased at the end.
/// </summary>
internal sealed class BodyPipeline : IDisposable
{
    /// <summary>The most segments in a batch. A batch is worked on by one thread, in its processor's own cache, and written in one go.</summary>
    public const int BatchSegments = 8;

    /// <summary>Bodies up to this many segments are worked on by one thread: no other would be awake before it is done.</summary>
    public const int AloneSegments = 16;

    // One thread alone reads and writes, and with three more that seal it is what everybody waits for.
    private const int MostHelpers = 3;

    // One is filled, one waits to be known not to be the last, one is ready.
    private const int MoreBatches = 3;

    private readonly Func<int, BodyBatch> _create;
    private readonly Action<ReadOnlyMemory<byte>>? _output;
    private readonly BatchScheduler _scheduler;
    private readonly List<BodyBatch> _batches = [];
    private readonly Stack<BodyBatch> _spare = new();
    private readonly int _mostBatches;
    private readonly int _firstBatch;
    private BodyBatch? _filling;
    private BodyBatch? _full;
    private long _segments;

    private BodyPipeline(
        Func<int, BodyBatch> create,
        Func<SegmentedAesGcm>? cipher,
        IncrementalHash? digest,
        Action<ReadOnlyMemory<byte>>? output,
        BodyPace pace)
    {
        _create = create;
        _output = output;
        int helpers = Math.Clamp((pace.Processors ?? Environment.ProcessorCount) - 1, 0, MostHelpers);
        _scheduler = new BatchScheduler(cipher, digest, helpers);
        _firstBatch = (int)Math.Clamp(((pace.Length ?? 0) / SegmentedAesGcm.SegmentSize) + 1, 1, BatchSegments);
        _mostBatches = helpers + MoreBatches + (_firstBatch < BatchSegments ? 1 : 0);
    }

    /// <summary>Seals a plaintext in segments.</summary>
    /// <param name="plaintext">Read to its end.</param>
    /// <param name="keys">The keys of this body and no other.</param>
    /// <param name="associatedData">The associated data of every segment.</param>
    /// <param name="digest">Takes in the body as carried; or null.</param>
    /// <param name="output">Takes the body as carried, which it must not keep.</param>
    /// <param name="pace">What is known of the length.</param>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: more than 2^48 octets.</exception>
    public static void SealBody(
        OctetReader plaintext, BodyKeys keys, byte[] associatedData, IncrementalHash? digest, Action<ReadOnlyMemory<byte>> output, BodyPace pace) =>
        Run(plaintext, Sealing(keys, associatedData, digest, output, pace));

    /// <summary>
    /// Opens a body in segments. Each is given out once it has authenticated as one that is not the last; only the return of this call says that
    /// nothing was cut off, and until then what was given out is not to be used.
    /// </summary>
    /// <param name="body">The body as carried, read to its end.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="associatedData">The associated data of every segment.</param>
    /// <param name="digest">Takes in the body as carried; or null.</param>
    /// <param name="output">Takes the plaintext, which it must not keep.</param>
    /// <param name="pace">What is known of the length.</param>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public static void OpenBody(
        OctetReader body, BodyKeys keys, byte[] associatedData, IncrementalHash? digest, Action<ReadOnlyMemory<byte>> output, BodyPace pace) =>
        Run(body, new BodyPipeline(segments => new OpeningBatch(segments), Cipher(keys, associatedData), digest, output, pace));

    /// <summary>Passes a body on as it is.</summary>
    /// <param name="body">Read to its end.</param>
    /// <param name="digest">Takes it in; or null.</param>
    /// <param name="output">Takes it, and must not keep it; or null.</param>
    /// <param name="pace">What is known of the length.</param>
    public static void PassBody(OctetReader body, IncrementalHash? digest, Action<ReadOnlyMemory<byte>>? output, BodyPace pace) =>
        Run(body, Passing(digest, output, pace));

    /// <summary>
    /// As <see cref="SealBody"/>, of a plaintext that is put in with <see cref="Space"/> and <see cref="Advance"/>, to be ended with
    /// <see cref="End"/>.
    /// </summary>
    public static BodyPipeline Sealing(
        BodyKeys keys, byte[] associatedData, IncrementalHash? digest, Action<ReadOnlyMemory<byte>> output, BodyPace pace) =>
        new(segments => new SealingBatch(segments), Cipher(keys, associatedData), digest, output, pace);

    /// <summary>As <see cref="PassBody"/>, likewise.</summary>
    public static BodyPipeline Passing(IncrementalHash? digest, Action<ReadOnlyMemory<byte>>? output, BodyPace pace) =>
        new(segments => new PassingBatch(segments), cipher: null, digest, output, pace);

    /// <summary>Where the next octets go; <see cref="Advance"/> says how many there are. Never empty.</summary>
    public Span<byte> Space() => (_filling ??= Empty()).Space();

    /// <summary>Takes in what was put into <see cref="Space"/>.</summary>
    public void Advance(int count)
    {
        if (count == 0)
        {
            return;
        }

        // Whoever comes after a full batch shows that it was not the last.
        if (_full is not null)
        {
            Submit(_full, isLast: false);
            _full = null;
        }

        _filling!.Advance(count);
        if (_filling.IsFull)
        {
            _full = _filling;
            _filling = null;
            _segments += _full.Segments;
        }
    }

    /// <summary>No more comes: returns when everything was given out.</summary>
    public void End()
    {
        Submit(_full ?? _filling ?? Empty(), isLast: true);
        Drain();
    }

    public void Dispose()
    {
        _scheduler.Dispose();
        foreach (BodyBatch batch in _batches)
        {
            batch.Erase();
        }
    }

    private static Func<SegmentedAesGcm> Cipher(BodyKeys keys, byte[] associatedData) =>
        () => new SegmentedAesGcm(keys.Key.Reveal(), keys.Nonce, associatedData);

    private static void Run(OctetReader read, BodyPipeline pipeline)
    {
        using (pipeline)
        {
            for (int count = pipeline.Read(read); count > 0; count = pipeline.Read(read))
            {
                pipeline.Advance(count);
            }

            pipeline.End();
        }
    }

    // What was read before a failure is what would have been given out before it.
    private int Read(OctetReader read)
    {
        Span<byte> space = Space();
        try
        {
            return read(space);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Drain();
            throw;
        }
    }

    private void Submit(BodyBatch batch, bool isLast)
    {
        batch.End(isLast);
        _scheduler.Submit(batch, withHelp: _segments > AloneSegments);
    }

    private BodyBatch Empty()
    {
        while (!_scheduler.IsEmpty && (_scheduler.HasNext || (_spare.Count == 0 && _batches.Count == _mostBatches)))
        {
            GiveOut();
        }

        if (!_spare.TryPop(out BodyBatch? batch))
        {
            batch = _create(_batches.Count == 0 ? _firstBatch : BatchSegments);
            _batches.Add(batch);
        }

        batch.Begin(_segments);
        return batch;
    }

    private void Drain()
    {
        while (!_scheduler.IsEmpty)
        {
            GiveOut();
        }
    }

    private void GiveOut()
    {
        BodyBatch batch = _scheduler.Next();
        _output?.Invoke(batch.Result);
        if (batch.Segments == BatchSegments)
        {
            _spare.Push(batch);
        }
    }
}
