using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// A digest algorithm by its DARE name (DARE 2.9): <c>S512</c> (64 octets), <c>S256</c> (32), and <c>SHA2</c>, which
/// the drafts -07 and -08 print for SHA-512. Names are compared octet for octet. SHA-3 names are reserved (D-36).
/// </summary>
public sealed class DareDigest
{
    private DareDigest(string name, HashAlgorithmName hash, int size)
    {
        Name = name;
        HashName = hash;
        Size = size;
    }

    /// <summary>SHA-512, 64 octets.</summary>
    public static DareDigest S512 { get; } = new("S512", HashAlgorithmName.SHA512, 64);

    /// <summary>SHA-256, 32 octets.</summary>
    public static DareDigest S256 { get; } = new("S256", HashAlgorithmName.SHA256, 32);

    private static DareDigest Sha2 { get; } = new("SHA2", HashAlgorithmName.SHA512, 64);

    /// <summary>The name as it stands in <c>dig</c>.</summary>
    public string Name { get; }

    /// <summary>Octets of a digest.</summary>
    public int Size { get; }

    internal HashAlgorithmName HashName { get; }

    /// <summary>The digest of that name, or null when the name is absent or <c>none</c>.</summary>
    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>: any other name.</exception>
    public static DareDigest? Find(string? name) => name switch
    {
        null or "none" => null,
        _ when TryFind(name, out DareDigest? digest) => digest,
        _ => throw new DareException(DareError.UnsupportedAlgorithm, $"The digest \"{Printable.Of(name)}\" is not supported; use S512."),
    };

    /// <summary>The digest of the octets.</summary>
    public byte[] Compute(ReadOnlySpan<byte> octets) => CryptographicOperations.HashData(HashName, octets);

    /// <summary>The digest of what streams by.</summary>
    public byte[] Compute(Stream octets) => CryptographicOperations.HashData(HashName, octets);

    /// <summary>A running digest, for bodies that stream by.</summary>
    internal IncrementalHash Start() => IncrementalHash.CreateHash(HashName);

    internal static bool TryFind(string name, [NotNullWhen(true)] out DareDigest? digest)
    {
        digest = name switch
        {
            "S512" => S512,
            "S256" => S256,
            "SHA2" => Sha2,
            _ => null,
        };
        return digest is not null;
    }
}
