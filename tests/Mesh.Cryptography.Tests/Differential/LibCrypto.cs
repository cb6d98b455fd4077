using System.Runtime.InteropServices;

namespace Mesh.Cryptography.Tests.Differential;

/// <summary>The functions of OpenSSL 3's libcrypto that comparisons and benchmarks call, where it is installed.</summary>
internal static partial class LibCrypto
{
    /// <summary>NIDs of OpenSSL's object table.</summary>
    public const int X25519 = 1034, X448 = 1035, Ed25519 = 1087, Ed448 = 1088;

    /// <summary>EVP_CTRL_AEAD_GET_TAG, EVP_CTRL_AEAD_SET_TAG.</summary>
    public const int GetTag = 16, SetTag = 17;

    /// <summary>EVP_CIPHER_CTX_FLAG_WRAP_ALLOW.</summary>
    public const int WrapAllow = 1;

    /// <summary>Its name on Linux.</summary>
    public const string Library = "libcrypto.so.3";

    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library)]
    public static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    public static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_get_raw_public_key(nint key, Span<byte> octets, ref nuint length);

    [LibraryImport(Library)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    public static partial nint EVP_PKEY_CTX_new(nint key, nint engine);

    [LibraryImport(Library)]
    public static partial void EVP_PKEY_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_derive_init(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_derive_set_peer(nint context, nint peer);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_derive(nint context, Span<byte> secret, ref nuint length);

    [LibraryImport(Library)]
    public static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    public static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_DigestSignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    public static partial int EVP_DigestSign(nint context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library)]
    public static partial int EVP_DigestVerify(nint context, ReadOnlySpan<byte> signature, nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Library)]
    public static partial nint EVP_PKEY_CTX_new_id(int type, nint engine);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_keygen_init(nint context);

    [LibraryImport(Library)]
    public static partial int EVP_PKEY_keygen(nint context, ref nint key);

    [LibraryImport(Library)]
    public static partial nint EVP_shake256();

    [LibraryImport(Library)]
    public static partial int EVP_DigestInit_ex(nint context, nint digest, nint engine);

    [LibraryImport(Library)]
    public static partial int EVP_DigestUpdate(nint context, ReadOnlySpan<byte> input, nuint length);

    [LibraryImport(Library)]
    public static partial int EVP_DigestFinalXOF(nint context, Span<byte> output, nuint length);

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_wrap();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_192_wrap();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_wrap();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_set_flags(nint context, int flags);

    [LibraryImport(Library)]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int type, int argument, Span<byte> value);

    [LibraryImport(Library)]
    public static partial int EVP_CipherInit_ex(nint context, nint cipher, nint engine, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, int encrypt);

    [LibraryImport(Library)]
    public static partial int EVP_CipherUpdate(nint context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int length);

    [LibraryImport(Library)]
    public static partial int EVP_CipherFinal_ex(nint context, Span<byte> output, out int written);
}
