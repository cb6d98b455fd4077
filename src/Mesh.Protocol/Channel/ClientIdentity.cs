using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Protocol;

/// <summary>Credentials and the private key that goes with them: what a client enters a handshake with.</summary>
public sealed class ClientIdentity : IDisposable
{
    private readonly SecretBytes? _throwAwayKey;

    /// <summary>Joins credentials and key; the key stays the caller's and must outlive the identity.</summary>
    /// <exception cref="ArgumentException">The credentials name another key.</exception>
    public ClientIdentity(ChannelCredentials credentials, AgreementScalar448 key)
        : this(credentials, key, throwAwayKey: null)
    {
    }

    private ClientIdentity(ChannelCredentials credentials, AgreementScalar448 key, SecretBytes? throwAwayKey)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(key);
        if (!credentials.Key.Span.SequenceEqual(X448.PublicKey(key)))
        {
            throw new ArgumentException("the credentials name another key", nameof(credentials));
        }

        Credentials = credentials;
        Key = key;
        KeyUdf = KeyFingerprint.Of(KeyAlgorithmId.X448, credentials.Key.Span).Text;
        _throwAwayKey = throwAwayKey;
    }

    /// <summary>What the host is shown.</summary>
    public ChannelCredentials Credentials { get; }

    /// <summary>UDF of the key, 28 characters.</summary>
    public string KeyUdf { get; }

    internal AgreementScalar448 Key { get; }

    /// <summary>Kind A with a fresh throw-away key, which the identity erases.</summary>
    public static ClientIdentity Anonymous(IRandomSource random)
    {
        using SecretBytes octets = SecretBytes.Random(random, AgreementScalar448.Size);
        return Anonymous(octets);
    }

    /// <summary>Kind A with a throw-away key that a stored intent kept: 56 octets before clamping.</summary>
    public static ClientIdentity Anonymous(SecretBytes throwAwayKey)
    {
        ArgumentNullException.ThrowIfNull(throwAwayKey);
        ClampedScalar448 key = ClampedScalar448.FromOctets(throwAwayKey.Reveal());
        return new ClientIdentity(ChannelCredentials.Anonymous(X448.PublicKey(key)), key, throwAwayKey.Clone());
    }

    /// <summary>The long-term secret that hedges ephemerals: the key's stored octets, of a throw-away key those before clamping.</summary>
    internal SecretBytes HedgeSecret() => _throwAwayKey?.Clone() ?? SecretBytes.Create(AgreementScalar448.Size, Key.WriteTo);

    /// <summary>Erases a throw-away key.</summary>
    public void Dispose()
    {
        if (_throwAwayKey is not null)
        {
            _throwAwayKey.Dispose();
            Key.Dispose();
        }
    }
}
