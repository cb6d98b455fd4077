using Mesh.Cryptography;

namespace Mesh.Benchmarks.Crypto;

/// <summary>The keys and messages that every library works on, drawn anew for each run of the program.</summary>
internal sealed class CryptoInputs
{
    public const int Segment = SegmentedAesGcm.SegmentSize;
    public const int SealedSegment = SegmentedAesGcm.SealedSegmentSize;
    public const int Segments = 16;

    public CryptoInputs()
    {
        using var seed448 = Ed448Seed.FromOctets(Secret448);
        using var seed25519 = Ed25519Seed.FromOctets(Secret25519);
        using var peer448 = ClampedScalar448.FromOctets(Octets(56));
        using var peer25519 = ClampedScalar25519.FromOctets(Octets(32));
        SigningKey448 = Ed448.PublicKey(seed448);
        SigningKey25519 = Ed25519.PublicKey(seed25519);
        Signature448 = Ed448.Sign(seed448, Message);
        Signature25519 = Ed25519.Sign(seed25519, Message);
        Peer448 = X448.PublicKey(peer448)[..56];
        Peer25519 = X25519.PublicKey(peer25519);
        using var cipher = new SegmentedAesGcm(BodyKey, NoncePrefix, AssociatedData);
        SealedBody = cipher.Seal(Body);
    }

    /// <summary>57 octets, the seed of Ed448; the first 56 are the private key of X448.</summary>
    public byte[] Secret448 { get; } = Octets(57);

    /// <summary>32 octets, the seed of Ed25519 and the private key of X25519.</summary>
    public byte[] Secret25519 { get; } = Octets(32);

    public byte[] Peer448 { get; }

    public byte[] Peer25519 { get; }

    public byte[] SigningKey448 { get; }

    public byte[] SigningKey25519 { get; }

    public byte[] Message { get; } = Octets(64);

    public byte[] Signature448 { get; }

    public byte[] Signature25519 { get; }

    public byte[] BodyKey { get; } = Octets(32);

    public byte[] NoncePrefix { get; } = Octets(7);

    public byte[] AssociatedData { get; } = Octets(32);

    public byte[] Body { get; } = Octets(Segments * Segment);

    public byte[] SealedBody { get; }

    /// <summary>The nonce of a segment, as <see cref="SegmentedAesGcm"/> has it.</summary>
    public byte[] Nonce(int segment) => [.. NoncePrefix, 0, 0, 0, (byte)segment, (byte)(segment == Segments - 1 ? 1 : 0)];

    private static byte[] Octets(int length)
    {
        byte[] octets = new byte[length];
        SystemRandom.Instance.Fill(octets);
        return octets;
    }
}
