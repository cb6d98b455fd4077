using System.Security.Cryptography;

namespace Mesh.Cryptography.Examples;

public static class AgreeOnASecret
{
    public static void Run()
    {
        #region AgreeOnASecret
        using ClampedScalar25519 alice = ClampedScalar25519.Random(SystemRandom.Instance);
        using ClampedScalar25519 bob = ClampedScalar25519.Random(SystemRandom.Instance);
        byte[] alicePublic = X25519.PublicKey(alice);   // 32 octets, to be sent
        byte[] bobPublic = X25519.PublicKey(bob);

        using SecretBytes atAlice = X25519.Agree(alice, bobPublic);
        using SecretBytes atBob = X25519.Agree(bob, alicePublic);
        Console.WriteLine(atAlice.FixedTimeEquals(atBob)); // True

        // An agreement is not yet a key: derive one, and bind both public keys to it.
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA512, atAlice.Reveal(), key, salt: [], info: [.. "example"u8, .. alicePublic, .. bobPublic]);
        #endregion
    }
}
