using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The secrets that passphrases gave, by the <c>kwd</c> they were asked for with: whoever opens a file more than once derives once, which takes a third
/// of a second and 128 MiB. Safe for concurrent use.
/// </summary>
public sealed class PassphraseSecrets : IDisposable
{
    private const int Most = 16;

    private readonly Lock _access = new();
    private readonly Dictionary<string, SecretBytes> _secrets = new(StringComparer.Ordinal);

    /// <summary>A copy of the secret, which the caller disposes; null where there is none.</summary>
    internal SecretBytes? Find(string derivation)
    {
        lock (_access)
        {
            return _secrets.GetValueOrDefault(derivation)?.Clone();
        }
    }

    /// <summary>Takes a copy of a secret that turned out to be the right one.</summary>
    internal void Keep(string derivation, SecretBytes secret)
    {
        lock (_access)
        {
            if (_secrets.Count < Most && !_secrets.ContainsKey(derivation))
            {
                _secrets[derivation] = secret.Clone();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_access)
        {
            foreach (SecretBytes secret in _secrets.Values)
            {
                secret.Dispose();
            }

            _secrets.Clear();
        }
    }
}
