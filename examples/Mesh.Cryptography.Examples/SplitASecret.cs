using System.Security.Cryptography;

namespace Mesh.Cryptography.Examples;

public static class SplitASecret
{
    public static void Run()
    {
        #region SplitASecret
        byte[] secret = RandomNumberGenerator.GetBytes(32);   // 1 to 64 octets

        // Five shares, any three of which give the secret back; two say nothing about it.
        IReadOnlyList<ShamirShare> shares = ShamirSharing.Split(secret, threshold: 3, count: 5, SystemRandom.Instance);
        using SecretBytes recovered = ShamirSharing.Recover([shares[4], shares[0], shares[2]], threshold: 3);
        Console.WriteLine(recovered.Reveal().SequenceEqual(secret)); // True

        // Every share more than needed must agree with the others.
        try
        {
            ShamirSharing.Recover([shares[4], shares[0], shares[2], new ShamirShare(2, new byte[32])], threshold: 3).Dispose();
        }
        catch (CryptoException e)
        {
            Console.WriteLine(e.Message); // The share with abscissa 2 does not belong to the others.
        }
        #endregion
    }
}
