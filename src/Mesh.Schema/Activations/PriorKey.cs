namespace Mesh.Schema;

/// <summary>
/// An earlier generation of a decryption key (Mesh rulings 5), so that old data stays readable to those who remain when a device is
/// removed. For a device that holds keys directly it is wrapped by the generation after it; for one that shares them with the service
/// it is a share, because a wrapped key would outlive the removal of the device. Exactly one of the two. Ours.
/// </summary>
public sealed record PriorKey : IDisposable
{
    /// <summary>The generation.</summary>
    public required int Generation { get; init; }

    /// <summary>Fingerprint of its public key, the <c>kid</c> of what was sealed to it.</summary>
    public required string Udf { get; init; }

    /// <summary>64 octets: the private key, wrapped; see <see cref="KeyGenerations"/>.</summary>
    public byte[]? Wrapped { get; init; }

    /// <summary>A share of the private key.</summary>
    public KeyData? Share { get; init; }

    /// <summary>Erases the share.</summary>
    public void Dispose() => Share?.Dispose();
}
