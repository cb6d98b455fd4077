using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>The octets that are signed (Mesh sealing, section 3; DARE 2.10) and the names in <c>alg</c>.</summary>
internal static class SignatureLabels
{
    private const string Version = "DARE Signature v. 3.0";

    /// <summary><c>string("DARE Signature v. 3.0") binary(SignedData)</c>.</summary>
    public static byte[] SignedOctets(ReadOnlySpan<byte> signedData) => new JsonBWriter().String(Version).Binary(signedData).ToArray();

    /// <summary>The plain manifest: <c>string(dig) binary(PayloadDigest)</c>.</summary>
    public static byte[] PlainManifest(string dig, ReadOnlySpan<byte> payloadDigest) =>
        new JsonBWriter().String(dig).Binary(payloadDigest).ToArray();

    /// <summary>The name that agrees with the algorithm of the key.</summary>
    public static string Algorithm(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Ed448 => "ED448",
        KeyAlgorithm.Ed25519 => "ED25519",
        _ => throw new DareException(DareError.InvalidRequest, "Only Ed448 and Ed25519 keys sign."),
    };
}
