using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

/// <summary>A broken source: the same octet for ever.</summary>
internal sealed class StuckRandom(byte value = 7) : IRandomSource
{
    public void Fill(Span<byte> destination) => destination.Fill(value);
}
