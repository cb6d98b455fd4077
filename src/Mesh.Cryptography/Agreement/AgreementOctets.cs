namespace Mesh.Cryptography;

/// <summary>What the two agreements have in common.</summary>
internal static class AgreementOctets
{
    /// <summary>Refuses an agreement of zeros (RFC 7748 6); constant time until that is known.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.ZeroAgreement"/>.</exception>
    public static void RequireNotZero(ReadOnlySpan<byte> agreement, string algorithm)
    {
        uint any = 0;
        foreach (byte octet in agreement)
        {
            any |= octet;
        }

        if (any == 0)
        {
            throw new CryptoException(CryptoError.ZeroAgreement, $"The {algorithm} agreement is zero: the peer's key has small order.");
        }
    }
}
