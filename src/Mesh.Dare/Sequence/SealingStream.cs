namespace Mesh.Dare;

/// <summary>Seals what is written to it, segment by segment.</summary>
/// <param name="sealer">Seals; null where the body stays in clear. Disposed here.</param>
/// <param name="clear">Takes what stays in clear.</param>
internal sealed class SealingStream(SegmentSealer? sealer, Action<ReadOnlyMemory<byte>> clear) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (sealer is null)
        {
            clear(buffer.ToArray());
            return;
        }

        while (!buffer.IsEmpty)
        {
            Span<byte> space = sealer.Space();
            int count = Math.Min(space.Length, buffer.Length);
            buffer[..count].CopyTo(space);
            sealer.Advance(count);
            buffer = buffer[count..];
        }
    }

    /// <summary>Seals what is left.</summary>
    public void End() => sealer?.End();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sealer?.Dispose();
        }

        base.Dispose(disposing);
    }
}
