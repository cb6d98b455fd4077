using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The digest of a body as carried (DARE 2.9), computed here. <see cref="Stated"/> tells whether the envelope stated the same value; a
/// different one never gets so far.
/// </summary>
internal sealed class BodyDigest
{
    private BodyDigest(DareDigest digest, byte[] value, bool stated)
    {
        Digest = digest;
        Value = value;
        Stated = stated;
    }

    public DareDigest Digest { get; }

    public ReadOnlyMemory<byte> Value { get; }

    public bool Stated { get; }

    /// <summary>The digest that header or trailer name; null when they name none and state none.</summary>
    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public static DareDigest? AlgorithmOf(DareHeader header, DareTrailer claims) =>
        DareDigest.Find(header.DigestAlgorithm) ?? DareDigest.Find(claims.DigestAlgorithm)
            // Writers of 2017 to 2021 state digests without naming the algorithm, which is then SHA-512 (DARE, notation).
            ?? (claims.PayloadDigest is null ? null : DareDigest.S512);

    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public static BodyDigest? Check(UnverifiedEnvelope envelope) =>
        AlgorithmOf(envelope.Header, envelope.Claims) is { } algorithm
            ? Compare(algorithm, algorithm.Compute(envelope.Body.Span), envelope.Claims)
            : null;

    /// <summary>
    /// What is to be computed while a body streams by: the digest that the header names. A body in segments without that name states none
    /// (Mesh sealing, section 3); of others it may stand in the trailer, and the usual one is computed.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public static IncrementalHash? Start(DareHeader header, ProtectedBody? form) =>
        DareDigest.Find(header.DigestAlgorithm)?.Start() ?? (form is { Cipher: BodyCipher.A256GcmS64K } ? null : DareDigest.S512.Start());

    /// <summary>The digest of a body that has gone by under <paramref name="hash"/>, which <see cref="Start"/> gave.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public static BodyDigest? OfStream(DareHeader header, DareTrailer claims, IncrementalHash? hash)
    {
        if (AlgorithmOf(header, claims) is not { } named)
        {
            return null;
        }

        // Only a name in the trailer can come too late.
        return hash is not null && named.HashName == hash.AlgorithmName
            ? Compare(named, hash.GetHashAndReset(), claims)
            : throw new DareException(DareError.UnsupportedAlgorithm, "The digest of a file must be named in its header.");
    }

    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>.</exception>
    public static BodyDigest Compare(DareDigest algorithm, byte[] computed, DareTrailer claims) =>
        claims.PayloadDigest is not { } stated || CryptographicOperations.FixedTimeEquals(stated.Span, computed)
            ? new BodyDigest(algorithm, computed, claims.PayloadDigest is not null)
            : throw new DareException(DareError.DigestMismatch, "The body of the envelope does not have the digest that is stated for it.");
}
