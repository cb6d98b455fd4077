using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>A private key; zeroed on disposal, never printed.</summary>
public abstract class PrivateKey : IDisposable
{
    private protected PrivateKey(KeyAlgorithm algorithm, PrivateKeyForm form)
    {
        Algorithm = algorithm;
        Form = form;
    }

    /// <summary>The algorithm.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>What the octets are.</summary>
    public PrivateKeyForm Form { get; }

    /// <summary>The public key, of either kind.</summary>
    public abstract PublicKey PublicKey { get; }

    /// <summary>The public key's fingerprint, 28 characters.</summary>
    public string Kid => PublicKey.Kid;

    /// <summary>Reads a key of either kind.</summary>
    /// <exception cref="KeyException">Wrong length or range (<see cref="KeyError.PrivateKey"/>).</exception>
    public static PrivateKey FromOctets(KeyAlgorithm algorithm, PrivateKeyForm form, ReadOnlySpan<byte> octets) =>
        algorithm.IsSignature()
            ? SignaturePrivateKey.FromOctets(algorithm, form, octets)
            : AgreementPrivateKey.FromOctets(algorithm, form, octets);

    /// <summary>The octets in the key's <see cref="Form"/>; the caller disposes the copy.</summary>
    public abstract SecretBytes RevealOctets();

    /// <summary>Algorithm and fingerprint of the public key; never the secret.</summary>
    public override string ToString() => $"private {Algorithm} {Kid}";

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes the key.</summary>
    protected abstract void Dispose(bool disposing);

    private protected void CheckSameAlgorithm(PrivateKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Algorithm != Algorithm)
        {
            throw new KeyException(KeyError.Combination, $"an {other.Algorithm} key cannot be added to an {Algorithm} key");
        }
    }
}
