namespace Mesh.Cryptography.Examples;

public static class AgreeOnCurve448
{
    public static void Run()
    {
        #region AgreeOnCurve448
        using ClampedScalar448 alice = ClampedScalar448.Random(SystemRandom.Instance);
        using ClampedScalar448 bob = ClampedScalar448.Random(SystemRandom.Instance);

        // 57 octets: u as in RFC 7748, then the sign of v, which sums of keys need. Others take the first 56.
        byte[] bobPublic = X448.PublicKey(bob);
        using SecretBytes atAlice = X448.Agree(alice, bobPublic.AsSpan(0, 56));
        using SecretBytes atBob = X448.Agree(bob, X448.PublicKey(alice));
        Console.WriteLine(atAlice.FixedTimeEquals(atBob)); // True

        // What an attacker may send instead of a key is refused, never used.
        try
        {
            X448.Agree(alice, new byte[56]).Dispose();
        }
        catch (CryptoException e)
        {
            Console.WriteLine(e.Code); // ZeroAgreement
        }
        #endregion
    }
}
