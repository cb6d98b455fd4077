using System.Security.Cryptography;
using System.Text;

namespace Mesh.Cryptography.Examples;

public static class SealToAPublicKey
{
    public static void Run()
    {
        #region SealToAPublicKey
        using ClampedScalar448 recipient = ClampedScalar448.Random(SystemRandom.Instance);
        byte[] recipientKey = X448.PublicKey(recipient);

        // The sender makes a key for this message alone and throws it away.
        using ClampedScalar448 ephemeral = ClampedScalar448.Random(SystemRandom.Instance);
        byte[] ephemeralKey = X448.PublicKey(ephemeral);
        using SecretBytes sent = X448.Agree(ephemeral, recipientKey);
        byte[] body = Aes256Gcm.Seal(Key(sent), new byte[12], "Meet me at the usual place."u8, associatedData: ephemeralKey);

        // The recipient gets the ephemeral public key and the body.
        using SecretBytes received = X448.Agree(recipient, ephemeralKey);
        byte[] plaintext = Aes256Gcm.Open(Key(received), new byte[12], body, associatedData: ephemeralKey);
        Console.WriteLine(Encoding.UTF8.GetString(plaintext)); // Meet me at the usual place.

        // A key for one message may have a nonce of zeros.
        byte[] Key(SecretBytes agreement) =>
            HKDF.DeriveKey(HashAlgorithmName.SHA512, agreement.Reveal().ToArray(), 32, info: [.. "seal"u8, .. ephemeralKey, .. recipientKey]);
        #endregion
    }
}
