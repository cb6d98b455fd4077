using System.Runtime.InteropServices;

namespace Mesh.Benchmarks.Crypto;

/// <summary>The functions of libsodium (Debian's libsodium23) that the comparison needs.</summary>
internal static partial class LibSodium
{
    private const string Library = "libsodium.so.23";

    public static bool IsPresent => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Negative where it fails; it also chooses the implementations for this machine.</summary>
    [LibraryImport(Library)]
    public static partial int sodium_init();

    [LibraryImport(Library)]
    public static partial int crypto_scalarmult_curve25519(Span<byte> shared, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> peer);

    [LibraryImport(Library)]
    public static partial int crypto_scalarmult_curve25519_base(Span<byte> publicKey, ReadOnlySpan<byte> scalar);

    [LibraryImport(Library)]
    public static partial int crypto_box_keypair(Span<byte> publicKey, Span<byte> secretKey);

    [LibraryImport(Library)]
    public static partial int crypto_sign_ed25519_keypair(Span<byte> publicKey, Span<byte> secretKey);

    [LibraryImport(Library)]
    public static partial int crypto_sign_ed25519_seed_keypair(Span<byte> publicKey, Span<byte> secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library)]
    public static partial int crypto_sign_ed25519_detached(
        Span<byte> signature, nint length, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> secretKey);

    [LibraryImport(Library)]
    public static partial int crypto_sign_ed25519_verify_detached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library)]
    public static partial int crypto_aead_aes256gcm_is_available();

    [LibraryImport(Library)]
    public static partial int crypto_aead_aes256gcm_beforenm(nint state, ReadOnlySpan<byte> key);

    [LibraryImport(Library)]
    public static partial int crypto_aead_aes256gcm_encrypt_afternm(
        Span<byte> ciphertext,
        nint ciphertextLength,
        ReadOnlySpan<byte> message,
        ulong messageLength,
        ReadOnlySpan<byte> associatedData,
        ulong associatedDataLength,
        nint unused,
        ReadOnlySpan<byte> nonce,
        nint state);

    [LibraryImport(Library)]
    public static partial int crypto_aead_aes256gcm_decrypt_afternm(
        Span<byte> message,
        nint messageLength,
        nint unused,
        ReadOnlySpan<byte> ciphertext,
        ulong ciphertextLength,
        ReadOnlySpan<byte> associatedData,
        ulong associatedDataLength,
        ReadOnlySpan<byte> nonce,
        nint state);
}
