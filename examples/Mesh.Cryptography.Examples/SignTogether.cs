namespace Mesh.Cryptography.Examples;

public static class SignTogether
{
    public static void Run()
    {
        #region SignTogether
        // A key for Ed25519, split: any two of three holders sign, and no one alone.
        using ResidueScalar25519 key = ResidueScalar25519.Random(SystemRandom.Instance);
        IReadOnlyList<KeyShare> shares = KeySharing.Split(PrimeGroup.Edwards25519, key, threshold: 2, count: 3, SystemRandom.Instance);
        ShareCommitments sharing = shares[0].Commitments;
        byte[] message = "what all agreed to"u8.ToArray();

        // Round 1: each signer draws nonces, which serve for one signature alone, and sends what commits to them.
        FrostNonces[] nonces = [FrostSigning.Commit(shares[0], SystemRandom.Instance), FrostSigning.Commit(shares[2], SystemRandom.Instance)];
        FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];

        // Round 2: each signer makes a part. Whoever has the parts puts them together; a wrong part is refused and its signer named.
        FrostSignatureShare[] parts = [.. nonces.Select(n => FrostSigning.Sign(n, message, commitments))];
        byte[] signature = FrostSigning.Aggregate(sharing, message, commitments, parts);

        // It is a plain signature of RFC 8032.
        Console.WriteLine(Ed25519.Verify(sharing.PublicKey.Encode(), message, signature)); // True
        #endregion
    }
}
