namespace Mesh.Cryptography.Examples;

public static class SignAndVerify
{
    public static void Run()
    {
        #region SignAndVerify
        byte[] message = "Meet me at the usual place."u8.ToArray();

        using Ed25519Seed seed = Ed25519Seed.Random(SystemRandom.Instance);
        byte[] signature = Ed25519.Sign(seed, message);                                   // 64 octets
        Console.WriteLine(Ed25519.Verify(Ed25519.PublicKey(seed), message, signature)); // True

        using Ed448Seed strong = Ed448Seed.Random(SystemRandom.Instance);
        byte[] signed = Ed448.Sign(strong, message, context: "mail"u8);                   // 114 octets
        byte[] publicKey = Ed448.PublicKey(strong);                                       // 57 octets
        Console.WriteLine(Ed448.Verify(publicKey, message, signed, "mail"u8)); // True
        Console.WriteLine(Ed448.Verify(publicKey, message, signed, "chat"u8)); // False
        #endregion
    }
}
