using Mesh.CommandLine;

namespace Mesh.Manager.Files;

/// <summary>
/// One line of progress on standard error for long work, when that is a terminal; wiped at the end. It is also where long work is interrupted. Safe for
/// several threads.
/// </summary>
internal sealed class Progress : IProgress<long>, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? _error;
    private readonly CancellationToken _cancel;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _drawing = new();
    private long _total;
    private long _done;
    private TimeSpan _shown;
    private int _width;

    private Progress(TextWriter? error, long total, TimeProvider? time, CancellationToken cancel)
    {
        _error = error;
        _total = total;
        _cancel = cancel;
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
    }

    /// <summary>Whether anybody watches.</summary>
    public bool IsShown => _error is not null;

    /// <summary>What is counted; null for octets.</summary>
    public string? Unit { get; private init; }

    /// <summary>Begins with a file; nothing is drawn where nobody watches.</summary>
    public static Progress Start(Terminal terminal, string file, CancellationToken cancel)
    {
        if (!terminal.ShowsProgress)
        {
            return new Progress(null, 0, null, cancel);
        }

        var info = new FileInfo(file);
        return new Progress(terminal.Error, info.Exists ? info.Length : 0, null, cancel);
    }

    /// <summary>Begins with work of which the total is known; 0 where it is not.</summary>
    public static Progress Start(Terminal terminal, long total, CancellationToken cancel, string? unit = null, TimeProvider? time = null) =>
        new(terminal.ShowsProgress ? terminal.Error : null, total, time, cancel) { Unit = unit };

    /// <summary>States the total once it is known.</summary>
    public void Expect(long total) => Interlocked.Exchange(ref _total, total);

    /// <summary>So much more is done.</summary>
    /// <exception cref="OperationCanceledException">As for <see cref="Report"/>.</exception>
    public void Add(long count) => Draw(Interlocked.Add(ref _done, count));

    /// <exception cref="OperationCanceledException">The person does not want it any more; output that is not complete is removed.</exception>
    public void Report(long value)
    {
        Interlocked.Exchange(ref _done, value);
        Draw(value);
    }

    public void Dispose()
    {
        lock (_drawing)
        {
            if (_width > 0)
            {
                _error!.Write("\r" + new string(' ', _width) + "\r");
                _error.Flush();
                _width = 0;
            }
        }
    }

    private void Draw(long done)
    {
        _cancel.ThrowIfCancellationRequested();
        if (_error is null)
        {
            return;
        }

        TimeSpan now = _time.GetElapsedTime(_start);
        if (now < Quiet || now - _shown < Pace || !_drawing.TryEnter())
        {
            return;
        }

        try
        {
            _shown = now;
            string text = ProgressText.Line(done, Interlocked.Read(ref _total), now, Unit);
            _error.Write("\r" + text.PadRight(_width));
            _error.Flush();
            _width = text.Length;
        }
        finally
        {
            _drawing.Exit();
        }
    }
}
