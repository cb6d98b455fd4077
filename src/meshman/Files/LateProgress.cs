using Mesh.CommandLine;

namespace Mesh.Manager.Files;

/// <summary>Progress of work whose extent is known only once it has begun.</summary>
internal sealed class LateProgress(Terminal terminal, CancellationToken cancel) : IDisposable
{
    private Progress? _progress;

    /// <summary>Begins with what is to be done; what was shown before is wiped.</summary>
    public IProgress<long> Begin(long total)
    {
        _progress?.Dispose();
        return _progress = Progress.Start(terminal, total, cancel);
    }

    public void Dispose() => _progress?.Dispose();
}
