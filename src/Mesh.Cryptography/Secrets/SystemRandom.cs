using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>The operating system's cryptographic generator; the only source that production code uses.</summary>
public sealed class SystemRandom : IRandomSource
{
    private SystemRandom()
    {
    }

    /// <summary>The one instance; it holds no state.</summary>
    public static SystemRandom Instance { get; } = new();

    /// <inheritdoc/>
    public void Fill(Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
