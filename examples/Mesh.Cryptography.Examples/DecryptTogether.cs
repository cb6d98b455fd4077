namespace Mesh.Cryptography.Examples;

public static class DecryptTogether
{
    public static void Run()
    {
        #region DecryptTogether
        // A key for curve25519, split: any two of three holders can use it, and no one alone.
        using ClampedScalar25519 key = ClampedScalar25519.Random(SystemRandom.Instance);
        IReadOnlyList<KeyShare> shares = KeySharing.Split(PrimeGroup.Curve25519, key, threshold: 2, count: 3, SystemRandom.Instance);
        ShareCommitments sharing = shares[0].Commitments;           // public: every share is checked against it when it is read

        // To the sender it is an ordinary X25519 key.
        using ClampedScalar25519 ephemeral = ClampedScalar25519.Random(SystemRandom.Instance);
        using SecretBytes sent = X25519.Agree(ephemeral, sharing.PublicKey.EncodeForAgreement());

        // Two holders answer, each with a proof that the answer is right. The key is never put together.
        GroupElement received = ThresholdAgreement.ReadEphemeral(PrimeGroup.Curve25519, X25519.PublicKey(ephemeral));
        AgreementContribution[] answers =
        [
            ThresholdAgreement.ContributeWithProof(shares[0], received, context: "request 1"u8, SystemRandom.Instance),
            ThresholdAgreement.ContributeWithProof(shares[2], received, context: "request 1"u8, SystemRandom.Instance),
        ];
        Console.WriteLine(answers.All(a => ThresholdAgreement.Verify(a, sharing.SharePublicKey(a.Identifier), "request 1"u8))); // True
        using SecretBytes together = ThresholdAgreement.Combine(sharing, answers);
        Console.WriteLine(together.FixedTimeEquals(sent)); // True
        #endregion
    }
}
