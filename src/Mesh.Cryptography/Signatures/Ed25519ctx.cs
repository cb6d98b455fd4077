// Ed25519ctx (RFC 8032 5.1): Ed25519 with the domain prefix dom2(0, context). Published DARE envelopes carry signatures of this form with an
// empty context, which RFC 8032 advises against; they are verified by naming this class, never by falling back to it.

namespace Mesh.Cryptography;

/// <summary>The signature algorithm Ed25519ctx.</summary>
public static class Ed25519ctx
{
    /// <summary>Octets of the longest context.</summary>
    public const int MaximumContext = 255;

    // The label has 33 octets, the zero after it included.
    private const int MaximumDomain = 33 + 1 + MaximumContext;

    private static ReadOnlySpan<byte> Label => "SigEd25519 no Ed25519 collisions\0"u8;

    /// <summary>Signs with a context of 0 to 255 octets; 64 octets. Constant time.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a longer context.</exception>
    public static byte[] Sign(Ed25519Seed seed, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context)
    {
        byte[] signature = new byte[Ed25519.SignatureSize];
        Sign(seed, message, context, signature);
        return signature;
    }

    /// <summary>
    /// Signs with a context of 0 to 255 octets into <paramref name="signature"/>, 64 octets. Allocates nothing for messages of up to 1024
    /// octets once the seed knows its public key. Constant time.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/> for a longer context, and where the destination is not 64 octets.
    /// </exception>
    public static void Sign(Ed25519Seed seed, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        if (context.Length > MaximumContext)
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"An Ed25519ctx context is at most {MaximumContext} octets, not {context.Length}.");
        }

        Ed25519.Sign(seed, Domain(context, stackalloc byte[MaximumDomain]), message, signature);
    }

    /// <summary>Verifies as strictly as <see cref="Ed25519.Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.</summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context) =>
        context.Length <= MaximumContext && Ed25519.Verify(publicKey, Domain(context, stackalloc byte[MaximumDomain]), message, signature);

    // dom2(0, context) = label || 00 || length || context
    private static Span<byte> Domain(ReadOnlySpan<byte> context, Span<byte> destination)
    {
        Label.CopyTo(destination);
        destination[Label.Length] = (byte)context.Length;
        context.CopyTo(destination[(Label.Length + 1)..]);
        return destination[..(Label.Length + 1 + context.Length)];
    }
}
