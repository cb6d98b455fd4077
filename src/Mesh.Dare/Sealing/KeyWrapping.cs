using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The key that wraps a base seed (DARE 2.3): KEK = HKDF-SHA-512(agreement or shared secret, no salt, info, 32 octets), AES-256 key wrap
/// of RFC 3394. The info is empty in all that is written; <c>master</c> and <c>dare-master</c> occur in drafts up to -07 (D-03).
/// </summary>
internal static class KeyWrapping
{
    /// <summary>Octets of a wrapped seed of 32.</summary>
    public const int WrappedSize = BodyCipherNames.SeedSize + 8;

    private static readonly byte[][] Infos = ["".ToArrayOfAscii(), "master".ToArrayOfAscii(), "dare-master".ToArrayOfAscii()];

    public static byte[] Wrap(SecretBytes seed, SecretBytes agreement)
    {
        using SecretBytes kek = KeyEncryptionKey(agreement, Infos[0]);
        return AesKeyWrap.Wrap(kek.Reveal(), seed.Reveal());
    }

    /// <summary>The seed, or null when the integrity check of the wrap fails.</summary>
    /// <param name="wrapped">The member <c>wmk</c>.</param>
    /// <param name="agreement">The agreement, or the secret of a symmetric recipient.</param>
    /// <param name="legacyInfos">Whether the infos of old drafts are tried as well.</param>
    public static SecretBytes? TryUnwrap(ReadOnlySpan<byte> wrapped, SecretBytes agreement, bool legacyInfos)
    {
        if (wrapped.Length != WrappedSize)
        {
            return null;
        }

        foreach (byte[] info in legacyInfos ? Infos : Infos[..1])
        {
            using SecretBytes kek = KeyEncryptionKey(agreement, info);
            try
            {
                return AesKeyWrap.Unwrap(kek.Reveal(), wrapped);
            }
            catch (CryptoException)
            {
                // Another info, or another key: the caller reports one error for all.
            }
        }

        return null;
    }

    internal static SecretBytes KeyEncryptionKey(SecretBytes agreement, byte[] info) => SecretBytes.Create(
        32, d => HKDF.DeriveKey(HashAlgorithmName.SHA512, agreement.Reveal(), d, salt: [], info));

    private static byte[] ToArrayOfAscii(this string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
