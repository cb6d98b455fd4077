using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Keys of which the octets are at hand; one is made when it is asked for. Owns what it made, not the octets.</summary>
internal sealed class KeptKeyring(SecretBytes octets, IReadOnlyList<KeptKey> keys) : IDecryptionKeyring, IDisposable
{
    private readonly Dictionary<string, AgreementPrivateKey> _made = new(StringComparer.Ordinal);

    public AgreementPrivateKey? Find(string kid)
    {
        foreach (KeptKey key in keys)
        {
            if (key.Kid == kid || IsSame(key.Kid, kid))
            {
                return Make(key);
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (AgreementPrivateKey key in _made.Values)
        {
            key.Dispose();
        }

        _made.Clear();
    }

    private static bool IsSame(string known, string kid) => Udf.TryParse(kid, out Udf? udf) && Udf.Parse(known).Equals(udf);

    private AgreementPrivateKey Make(KeptKey key)
    {
        if (!_made.TryGetValue(key.Kid, out AgreementPrivateKey? made))
        {
            made = AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, key.Form, octets.Reveal().Slice(key.Offset, KeptKey.Size));
            _made.Add(key.Kid, made);
        }

        return made;
    }
}
