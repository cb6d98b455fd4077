namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Gives out the octets of a vector in the order in which they are asked for, and nothing else.</summary>
internal sealed class FixedRandom(IEnumerable<byte[]> draws) : IRandomSource
{
    private readonly Queue<byte[]> _draws = new(draws);

    public void Fill(Span<byte> destination) => _draws.Dequeue().CopyTo(destination);
}
