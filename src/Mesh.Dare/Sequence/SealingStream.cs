namespace Mesh.Dare;

/// <summary>Puts what is written to it into a body.</summary>
internal sealed class SealingStream(BodyPipeline body) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            Span<byte> space = body.Space();
            int count = Math.Min(space.Length, buffer.Length);
            buffer[..count].CopyTo(space);
            body.Advance(count);
            buffer = buffer[count..];
        }
    }
}
