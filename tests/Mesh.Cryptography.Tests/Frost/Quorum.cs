using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>A shared signing key and those of its holders who make a signature.</summary>
internal sealed class Quorum
{
    private readonly SeededRandom _random;

    private Quorum(IReadOnlyList<KeyShare> shares, string seed)
    {
        Shares = shares;
        _random = new SeededRandom("quorum " + seed);
    }

    public IReadOnlyList<KeyShare> Shares { get; }

    public ShareCommitments Key => Shares[0].Commitments;

    public FrostSuite Suite => FrostSuite.Of(Key.Group);

    public IRandomSource Random => _random;

    public static FrostSuite SuiteOf(string algorithm) => FrostSuite.Of(Algorithm.Group(algorithm));

    public static Quorum Deal(string algorithm, int threshold, int count, string seed = "deal") =>
        Deal(algorithm, threshold, [.. Enumerable.Range(1, count)], seed);

    public static Quorum Deal(string algorithm, int threshold, IReadOnlyList<int> identifiers, string seed = "deal")
    {
        using PrivateScalar key = Algorithm.Random(algorithm, seed);
        return new(KeySharing.Split(Algorithm.Group(algorithm), key, threshold, identifiers, new SeededRandom("split " + seed)), seed);
    }

    public KeyShare Share(int identifier) => Shares.Single(s => s.Identifier == identifier);

    public FrostNonces[] Commit(params int[] identifiers) => [.. identifiers.Select(i => FrostSigning.Commit(Share(i), Random))];

    public byte[] Sign(byte[] message, params int[] identifiers)
    {
        FrostNonces[] nonces = Commit(identifiers);
        FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];
        return FrostSigning.Aggregate(Key, message, commitments, [.. nonces.Select(n => FrostSigning.Sign(n, message, commitments))]);
    }

    public bool Verify(byte[] message, byte[] signature) => Suite.Verify(Key.PublicKey.Encode(), message, signature);
}
