using System.Text.Json;

namespace Mesh.Keys.Tests;

/// <summary>Published keys of udf.json and cryptography.json.</summary>
internal static class KeyVectors
{
    public static readonly VectorSet Udf = new("udf.json");

    public static readonly VectorSet Cryptography = new("cryptography.json");

    public static KeyAlgorithm? Algorithm(JsonElement vector) => KeyAlgorithmExtensions.FromCurveName(vector.In("algorithm").Text());

    public static bool IsCurve(JsonElement vector) => Algorithm(vector) is not null;

    public static PrivateKey Derive(KeySeed seed, string name, KeyAlgorithm algorithm) =>
        algorithm.IsSignature() ? seed.DeriveSignature(name, algorithm) : seed.DeriveAgreement(name, algorithm);

    public static PrivateKey Overlay(PrivateKey key, PrivateKey activation) => key is SignaturePrivateKey signature
        ? signature.Overlay((SignaturePrivateKey)activation)
        : ((AgreementPrivateKey)key).Overlay((AgreementPrivateKey)activation);

    public static PublicKey Add(PublicKey key, PublicKey other) => key is SignaturePublicKey signature
        ? signature.Add((SignaturePublicKey)other)
        : ((AgreementPublicKey)key).Add((AgreementPublicKey)other);

    public static byte[] Octets(PrivateKey key)
    {
        using Mesh.Cryptography.SecretBytes octets = key.RevealOctets();
        return octets.Reveal().ToArray();
    }

    /// <summary>Little endian, of the width that <paramref name="algorithm"/> has.</summary>
    public static byte[] Scalar(string bigEndianHex, KeyAlgorithm algorithm)
    {
        int width = algorithm is KeyAlgorithm.X448 or KeyAlgorithm.Ed448 ? 56 : 32;
        return [.. Convert.FromHexString(bigEndianHex.PadLeft(width * 2, '0')).Reverse()];
    }
}
