using System.Runtime.InteropServices;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>Ed25519 and Ed448 (RFC 8032) as others verify them.</summary>
internal static class OtherVerifier
{
    private const string Library = "libcrypto.so.3";

    public static bool HasOpenSsl => NativeLibrary.TryLoad(Library, out _);

    public static bool BouncyCastle(string algorithm, byte[] publicKey, byte[] message, byte[] signature)
    {
        ISigner signer = algorithm == "Ed448" ? new Ed448Signer([]) : new Ed25519Signer();
        signer.Init(false, algorithm == "Ed448" ? new Ed448PublicKeyParameters(publicKey, 0) : new Ed25519PublicKeyParameters(publicKey, 0));
        signer.BlockUpdate(message, 0, message.Length);
        return signer.VerifySignature(signature);
    }

    public static bool OpenSsl(string algorithm, byte[] publicKey, byte[] message, byte[] signature)
    {
        // The numbers of the algorithms in OpenSSL's table of objects.
        nint key = EVP_PKEY_new_raw_public_key(algorithm == "Ed448" ? 1088 : 1087, 0, publicKey, (nuint)publicKey.Length);
        nint context = EVP_MD_CTX_new();
        try
        {
            Assert.NotEqual(0, key);
            Assert.Equal(1, EVP_DigestVerifyInit(context, 0, 0, 0, key));
            return EVP_DigestVerify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
        }
        finally
        {
            EVP_MD_CTX_free(context);
            EVP_PKEY_free(key);
        }
    }

    [DllImport(Library)]
    private static extern nint EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern nint EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    [DllImport(Library)]
    private static extern int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [DllImport(Library)]
    private static extern int EVP_DigestVerify(nint context, byte[] signature, nuint length, byte[] message, nuint messageLength);
}
