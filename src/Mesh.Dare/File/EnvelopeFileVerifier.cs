using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Verifies an envelope of any size that streams by, in bounded memory and without opening it: structure, digest, and the signatures that
/// the caller asks for (DARE 2.10, 2.11).
/// </summary>
public static class EnvelopeFileVerifier
{
    /// <summary>Reads the envelope to its end.</summary>
    /// <param name="source">The file form or the JSON form.</param>
    /// <param name="signers">Whose signatures are asked for.</param>
    /// <param name="legacy">Old forms that are permitted.</param>
    /// <exception cref="DareException">As <see cref="EnvelopeVerifier.Check"/> and <see cref="EnvelopeVerifier.Verify"/>.</exception>
    public static CheckedFile Verify(Stream source, SignerPolicy signers, LegacyReading legacy = LegacyReading.None)
    {
        ArgumentNullException.ThrowIfNull(signers);
        var reader = new EnvelopeFileReader(source);
        DetachedBody.Refuse(reader.Header);
        using IncrementalHash? hash = BodyDigest.Start(reader.Header, ProtectedBody.Read(reader.Header, claims: null, legacy));
        long length = 0;
        BodyPipeline.PassBody(reader.ReadBody, hash, octets => length += octets.Length, default);
        DareTrailer claims = DareTrailer.Merge(reader.Header.Early, reader.ReadTrailer());
        _ = ProtectedBody.Read(reader.Header, claims, legacy);
        BodyDigest? digest = BodyDigest.OfStream(reader.Header, claims, hash);
        return new CheckedFile(
            reader.Header, claims, length, digest, SignatureCheck.Verify(reader.Header, claims, digest, signers, place: null));
    }
}
