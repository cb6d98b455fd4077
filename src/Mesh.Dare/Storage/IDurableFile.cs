namespace Mesh.Dare;

/// <summary>
/// One open file whose writes become durable at <see cref="Flush"/> and not before (Mesh account log, Writing). Every failure is an
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>. Reading is safe beside writing, and on several threads.
/// </summary>
public interface IDurableFile : IOctetSource, IDisposable
{
    /// <summary>Writes at <paramref name="offset"/>; returns how many octets were written, which may be fewer than given.</summary>
    int Write(long offset, ReadOnlySpan<byte> octets);

    /// <summary>Cuts the file to this length.</summary>
    void Cut(long length);

    /// <summary>
    /// Returns when everything written so far, and the length, are on the medium. After a failure nothing is known of what was
    /// written since the last success, and a second call proves nothing: the handle must be given up.
    /// </summary>
    void Flush();
}
