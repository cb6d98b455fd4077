using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A key and what is said about it (Mesh schema 3.1). Dispose it where it holds a private key.</summary>
public sealed record KeyData : IDisposable
{
    /// <summary>Fingerprint of the public key. Left out in compact assertions; where it stands it has to be right.</summary>
    public string? Udf { get; init; }

    /// <summary>Leaf certificate, DER.</summary>
    public byte[]? X509Certificate { get; init; }

    /// <summary>Certificate path, DER.</summary>
    public ImmutableArray<byte[]> X509Chain { get => field.OrEmpty(); init; }

    /// <summary>Certificate signing request, DER.</summary>
    public byte[]? X509CSR { get; init; }

    /// <summary>From when on the private key is used.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From when on the private key is no longer used.</summary>
    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <summary>The public key.</summary>
    [JsonConverter(typeof(PublicKeyConverter))]
    public PublicKey? PublicParameters { get; init; }

    /// <summary>The private key or a share of it; only ever inside an encrypted envelope.</summary>
    public PrivateParameters? PrivateParameters { get; init; }

    /// <summary>A public key with its fingerprint.</summary>
    public static KeyData Of(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeyData { Udf = key.Kid, PublicParameters = key };
    }

    /// <summary>A public key alone, for assertions that are kept small.</summary>
    public static KeyData Compact(PublicKey key) => new() { PublicParameters = key };

    /// <summary>A private key with its fingerprint; the data owns the key from now on.</summary>
    public static KeyData OfPrivate(PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeyData { Udf = key.Kid, PrivateParameters = new PrivateKeyParameters(key) };
    }

    /// <summary>Whether <paramref name="now"/> lies in the time for which the private key is used.</summary>
    public bool IsInDate(DateTimeOffset now) => (NotBefore is not { } from || now >= from) && (NotOnOrAfter is not { } to || now < to);

    /// <summary>Erases the private key.</summary>
    public void Dispose() => PrivateParameters?.Dispose();
}
