// Ed25519ctx (RFC 8032 5.1): Ed25519 with the domain prefix dom2(0, context). Published DARE envelopes carry signatures of this form with an
// empty context, which RFC 8032 advises against; they are verified by naming this class, never by falling back to it.

namespace Mesh.Cryptography;

/// <summary>The signature algorithm Ed25519ctx.</summary>
public static class Ed25519ctx
{
    /// <summary>Octets of the longest context.</summary>
    public const int MaximumContext = 255;

    private static ReadOnlySpan<byte> Label => "SigEd25519 no Ed25519 collisions\0"u8;

    /// <summary>Signs with a context of 0 to 255 octets; 64 octets. Constant time.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a longer context.</exception>
    public static byte[] Sign(Ed25519Seed seed, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context) =>
        context.Length <= MaximumContext
            ? Ed25519.Sign(seed, Domain(context), message)
            : throw new CryptoException(
                CryptoError.InvalidLength, $"An Ed25519ctx context is at most {MaximumContext} octets, not {context.Length}.");

    /// <summary>Verifies as strictly as <see cref="Ed25519.Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.</summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context) =>
        context.Length <= MaximumContext && Ed25519.Verify(publicKey, Domain(context), message, signature);

    // dom2(0, context) = label || 00 || length || context
    private static byte[] Domain(ReadOnlySpan<byte> context) => [.. Label, (byte)context.Length, .. context];
}
