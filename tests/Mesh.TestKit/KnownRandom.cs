using Mesh.Cryptography;

namespace Mesh.TestKit;

/// <summary>Gives out known octets in order and fails when they run out, so that a test notices every unexpected draw.</summary>
public sealed class KnownRandom(params byte[][] draws) : IRandomSource
{
    private readonly Queue<byte[]> _draws = new(draws);

    public int Remaining => _draws.Count;

    public void Fill(Span<byte> destination)
    {
        byte[] next = _draws.Count > 0
            ? _draws.Dequeue()
            : throw new InvalidOperationException($"no known octets left for a draw of {destination.Length}");
        if (next.Length != destination.Length)
        {
            throw new InvalidOperationException($"drew {destination.Length} octets where {next.Length} were known");
        }

        next.CopyTo(destination);
    }
}
