namespace Mesh.Cryptography.Examples;

public static class VerifyManySignatures
{
    public static void Run()
    {
        #region VerifyManySignatures
        var batch = new Ed25519Batch();
        for (byte i = 0; i < 100; i++)
        {
            using Ed25519Seed seed = Ed25519Seed.Random(SystemRandom.Instance);
            byte[] signature = Ed25519.Sign(seed, [i]);
            signature[^1] ^= (byte)(i == 42 ? 1 : 0);
            batch.Add(Ed25519.PublicKey(seed), [i], signature);
        }

        Console.WriteLine(batch.Verify(SystemRandom.Instance)); // False
        Console.WriteLine(string.Join(", ", batch.FindInvalid(SystemRandom.Instance))); // 42
        #endregion
    }
}
