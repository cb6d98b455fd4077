using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Protocol;

/// <summary>Credentials and the private key that goes with them: what a client enters a handshake with.</summary>
public sealed class ClientIdentity : IDisposable
{
    private readonly SecretBytes _hedge;

    /// <summary>Joins credentials and key; the identity keeps a copy of the key.</summary>
    /// <exception cref="ArgumentException">The credentials name another key.</exception>
    public ClientIdentity(ChannelCredentials credentials, AgreementPrivateKey key)
        : this(credentials, ChannelKey.CopyOf(key))
    {
    }

    private ClientIdentity(ChannelCredentials credentials, AgreementScalar448 key, SecretBytes? throwAwayKey = null)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (!credentials.Key.Span.SequenceEqual(X448.PublicKey(key)))
        {
            key.Dispose();
            throw new ArgumentException("the credentials name another key", nameof(credentials));
        }

        Credentials = credentials;
        Key = key;
        KeyUdf = KeyFingerprint.Of(KeyAlgorithmId.X448, credentials.Key.Span).Text;
        _hedge = throwAwayKey?.Clone() ?? SecretBytes.Create(AgreementScalar448.Size, key.WriteTo);
    }

    /// <summary>What the host is shown.</summary>
    public ChannelCredentials Credentials { get; }

    /// <summary>UDF of the key, 28 characters.</summary>
    public string KeyUdf { get; }

    internal AgreementScalar448 Key { get; }

    /// <summary>The long-term secret that hedges ephemerals: the key's octets; of a throw-away key those before clamping.</summary>
    internal ReadOnlySpan<byte> HedgeSecret => _hedge.Reveal();

    /// <summary>Kind A with a fresh throw-away key.</summary>
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
        return new ClientIdentity(ChannelCredentials.Anonymous(X448.PublicKey(key)), key, throwAwayKey);
    }

    /// <summary>Erases the copies of the key.</summary>
    public void Dispose()
    {
        Key.Dispose();
        _hedge.Dispose();
    }
}
