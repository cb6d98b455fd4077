// The handshake Noise_XX_448_AESGCM_SHA512 (Noise Protocol Framework, revision 34, section 7.5; Mesh channel, section 1):
//
//   M1 -> e                  56 || payload
//   M2 <- e, ee, s, es       56 || 56 + 16 || payload + 16
//   M3 -> s, se              56 + 16 || payload + 16
//
// DH is X448.AgreeCleared, so that static keys of either kind serve; all-zero aborts.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>Sizes and the result of the handshake; see <see cref="NoiseXX448Initiator"/> and <see cref="NoiseXX448Responder"/>.</summary>
public static class NoiseXX448
{
    /// <summary>The protocol name.</summary>
    public const string ProtocolName = "Noise_XX_448_AESGCM_SHA512";

    /// <summary>Octets of a public key in messages: u alone.</summary>
    public const int PublicKeySize = X448.AgreementSize;

    /// <summary>Octets of an ephemeral private key, before clamping.</summary>
    public const int EphemeralSize = AgreementScalar448.Size;

    /// <summary>Octets of M1 besides its payload.</summary>
    public const int Message1Overhead = PublicKeySize;

    /// <summary>Octets of M2 besides its payload.</summary>
    public const int Message2Overhead = PublicKeySize + SealedKeySize + Aes256Gcm.TagSize;

    /// <summary>Octets of M3 besides its payload.</summary>
    public const int Message3Overhead = SealedKeySize + Aes256Gcm.TagSize;

    internal const int SealedKeySize = PublicKeySize + Aes256Gcm.TagSize;

    internal static ReadOnlySpan<byte> ProtocolNameOctets => "Noise_XX_448_AESGCM_SHA512"u8;

    internal static ReadOnlySpan<byte> Public(AgreementScalar448 key) => key.AgreementPublicKey[..PublicKeySize];

    internal static void MixAgreement(NoiseSymmetricState state, AgreementScalar448 key, ReadOnlySpan<byte> peer)
    {
        using SecretBytes agreement = X448.AgreeCleared(key, peer);
        state.MixKey(agreement);
    }

    internal static void CheckLength(string message, int minimum, int actual)
    {
        if (actual < minimum)
        {
            throw new CryptoException(CryptoError.InvalidLength, $"{message} is at least {minimum} octets, not {actual}.");
        }
    }
}
