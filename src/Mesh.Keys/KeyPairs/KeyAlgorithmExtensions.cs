using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>Properties of algorithms that other rooms ask for.</summary>
public static class KeyAlgorithmExtensions
{
    /// <summary>Whether keys of this algorithm sign.</summary>
    public static bool IsSignature(this KeyAlgorithm algorithm) => algorithm is KeyAlgorithm.Ed448 or KeyAlgorithm.Ed25519;

    /// <summary>The object identifier's last arc.</summary>
    public static KeyAlgorithmId ToId(this KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.X448 => KeyAlgorithmId.X448,
        KeyAlgorithm.Ed448 => KeyAlgorithmId.Ed448,
        KeyAlgorithm.X25519 => KeyAlgorithmId.X25519,
        KeyAlgorithm.Ed25519 => KeyAlgorithmId.Ed25519,
        _ => throw Unknown(algorithm),
    };

    /// <summary>The algorithm with the curve name <paramref name="name"/> (<c>crv</c>), compared octet for octet; null for others.</summary>
    public static KeyAlgorithm? FromCurveName(string name) => name switch
    {
        "X448" => KeyAlgorithm.X448,
        "Ed448" => KeyAlgorithm.Ed448,
        "X25519" => KeyAlgorithm.X25519,
        "Ed25519" => KeyAlgorithm.Ed25519,
        _ => null,
    };

    /// <summary>The curve name, <c>crv</c>: what <see cref="FromCurveName"/> reads.</summary>
    public static string CurveName(this KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.X448 => "X448",
        KeyAlgorithm.Ed448 => "Ed448",
        KeyAlgorithm.X25519 => "X25519",
        KeyAlgorithm.Ed25519 => "Ed25519",
        _ => throw Unknown(algorithm),
    };

    private static KeyException Unknown(KeyAlgorithm algorithm) => new(KeyError.Algorithm, $"key algorithm {(int)algorithm} is unknown");
}
