using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// What stands in the visible <c>UniqueId</c> for the true key of an entry (Mesh sealing, section 5; ruling 12). In stores that the service
/// may not read: a fingerprint of type 00, 140 bits, of HMAC-SHA-512(IndexKey, UTF-8 key), 28 characters that say nothing to those
/// without IndexKey. In Access and Publication: the key itself.
/// </summary>
public abstract class EntryNaming
{
    private EntryNaming()
    {
    }

    /// <summary>The key itself.</summary>
    public static EntryNaming Plain { get; } = new PlainNaming();

    /// <summary>The pseudonym under this IndexKey, which the caller goes on owning.</summary>
    public static EntryNaming Pseudonym(SecretBytes indexKey) => new PseudonymNaming(indexKey);

    /// <summary>What <c>UniqueId</c> says for this key.</summary>
    public abstract string NameOf(string key);

    private sealed class PlainNaming : EntryNaming
    {
        public override string NameOf(string key) => key;
    }

    private sealed class PseudonymNaming(SecretBytes indexKey) : EntryNaming
    {
        public override string NameOf(string key)
        {
            byte[] mac = HMACSHA512.HashData(indexKey.Reveal(), System.Text.Encoding.UTF8.GetBytes(key));
            return Base32.Encode([UdfType.Authenticator, .. mac], Udf.DefaultPrecision);
        }
    }
}
