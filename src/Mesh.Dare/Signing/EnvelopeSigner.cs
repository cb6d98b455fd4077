using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>Makes the entries of <c>signatures</c> (Mesh sealing, sections 3 and 6).</summary>
internal static class EnvelopeSigner
{
    /// <summary><c>kid</c>, <c>alg</c>, <c>SignedData</c>, <c>signature</c> and, when the body is encrypted, <c>witness</c>.</summary>
    public static DareSignature Sign(SignaturePrivateKey key, byte[] signedData, BodyKeys? bodyKeys, IRandomSource random)
    {
        byte[] signed = SignatureLabels.SignedOctets(signedData);
        return new DareSignature
        {
            KeyIdentifier = key.Kid,
            Algorithm = SignatureLabels.Algorithm(key.Algorithm),
            SignedData = signedData,
            Value = key.Sign(signed, random),
            Witness = OptionalOctets.Of(bodyKeys?.Witness(signed)),
        };
    }

    /// <summary><c>kid</c>, <c>alg</c>, <c>signature</c>, over an assertion in clear.</summary>
    public static DareSignature SignManifest(SignaturePrivateKey key, ReadOnlySpan<byte> payloadDigest, IRandomSource random) => new()
    {
        KeyIdentifier = key.Kid,
        Algorithm = SignatureLabels.Algorithm(key.Algorithm),
        Value = key.Sign(SignatureLabels.PlainManifest(DareDigest.S512.Name, payloadDigest), random),
    };
}
