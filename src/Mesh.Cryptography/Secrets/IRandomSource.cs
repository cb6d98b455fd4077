namespace Mesh.Cryptography;

/// <summary>A source of random octets. Production uses <see cref="SystemRandom"/>; tests inject known octets.</summary>
public interface IRandomSource
{
    /// <summary>Fills <paramref name="destination"/> with random octets. A source that cannot must throw.</summary>
    void Fill(Span<byte> destination);
}
