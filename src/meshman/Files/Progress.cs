using System.Diagnostics;
using System.Globalization;
using Mesh.CommandLine;

namespace Mesh.Manager.Files;

/// <summary>
/// One line of progress on standard error for long files, when that is a terminal; wiped at the end. It is also where a long file is interrupted.
/// </summary>
internal sealed class Progress : IProgress<long>, IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? _error;
    private readonly long _total;
    private readonly CancellationToken _cancel;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _shown;
    private int _width;

    private Progress(TextWriter? error, long total, CancellationToken cancel)
    {
        _error = error;
        _total = total;
        _cancel = cancel;
    }

    /// <summary>Begins with a file; nothing is drawn where nobody watches.</summary>
    public static Progress Start(Terminal terminal, string file, CancellationToken cancel)
    {
        if (!terminal.ShowsProgress)
        {
            return new Progress(null, 0, cancel);
        }

        var info = new FileInfo(file);
        return new Progress(terminal.Error, info.Exists ? info.Length : 0, cancel);
    }

    /// <summary>Begins with work of which the total is known; 0 where it is not.</summary>
    public static Progress Start(Terminal terminal, long total, CancellationToken cancel) =>
        terminal.ShowsProgress ? new Progress(terminal.Error, total, cancel) : new Progress(null, 0, cancel);

    /// <exception cref="OperationCanceledException">The person does not want it any more; output that is not complete is removed.</exception>
    public void Report(long value)
    {
        _cancel.ThrowIfCancellationRequested();
        if (_error is null)
        {
            return;
        }

        TimeSpan now = Stopwatch.GetElapsedTime(_start);
        if (now < Quiet || now - _shown < Pace)
        {
            return;
        }

        _shown = now;
        double rate = value / now.TotalSeconds;
        string text = _total > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{100.0 * value / _total,3:N0} %  {value / 1e6:N0} of {_total / 1e6:N0} MB  {rate / 1e6:N0} MB/s  {Math.Max(0, (_total - value) / rate):N0} s left")
            : string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:N0} MB  {rate / 1e6:N0} MB/s");
        _error.Write("\r" + text.PadRight(_width));
        _error.Flush();
        _width = text.Length;
    }

    public void Dispose()
    {
        if (_width > 0)
        {
            _error!.Write("\r" + new string(' ', _width) + "\r");
            _error.Flush();
        }
    }
}
