using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Wraps a base seed to its recipients (Mesh sealing, section 2; DARE 2.3): to a public key by one fresh ephemeral key of the same
/// curve, 56 octets drawn for X448; to a shared secret directly; to a passphrase by scrypt.
/// </summary>
internal static class RecipientBlock
{
    public static DareRecipient Wrap(SecretBytes seed, AgreementPublicKey recipient, IRandomSource random)
    {
        try
        {
            using AgreementPrivateKey ephemeral = AgreementPrivateKey.Generate(recipient.Algorithm, random);
            using SecretBytes agreement = ephemeral.Agree(recipient.Octets.Span);
            return new DareRecipient
            {
                KeyIdentifier = recipient.Kid,
                EphemeralKey = EphemeralKey.Write(ephemeral.Public),
                WrappedBaseSeed = KeyWrapping.Wrap(seed, agreement),
            };
        }
        catch (KeyException e)
        {
            throw new DareException(DareError.InvalidRequest, $"Nothing can be encrypted to the key {recipient.Kid}: {e.Message}", e);
        }
    }

    /// <summary>To a passphrase, by 16 octets of salt that are drawn here: a shared secret that is derived from it.</summary>
    public static DareRecipient Wrap(SecretBytes seed, SecretBytes passphrase, int cost, IRandomSource random)
    {
        PassphraseDerivation derivation = PassphraseDerivation.Draw(cost, random);
        using SecretBytes secret = derivation.Derive(passphrase);
        return new DareRecipient
        {
            KeyIdentifier = SymmetricKeyIdentifier.OfSeed(secret.Reveal()),
            KeyWrapDerivation = derivation.ToString(),
            WrappedBaseSeed = KeyWrapping.Wrap(seed, secret),
        };
    }

    public static DareRecipient Wrap(SecretBytes seed, SecretBytes secret) => new()
    {
        KeyIdentifier = SymmetricKeyIdentifier.OfSeed(secret.Reveal()),
        WrappedBaseSeed = KeyWrapping.Wrap(seed, secret),
    };

    /// <summary>One block for each key and each secret, in order, and one for the passphrase; what is repeated counts once.</summary>
    public static List<DareRecipient> WrapAll(
        SecretBytes seed,
        IEnumerable<AgreementPublicKey> keys,
        IEnumerable<SecretBytes> secrets,
        SecretBytes? passphrase,
        int passphraseCost,
        IRandomSource random)
    {
        List<DareRecipient> recipients = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (AgreementPublicKey key in keys)
        {
            if (seen.Add(key.Kid))
            {
                recipients.Add(Wrap(seed, key, random));
            }
        }

        foreach (SecretBytes secret in secrets)
        {
            DareRecipient recipient = Wrap(seed, secret);
            if (seen.Add(recipient.KeyIdentifier))
            {
                recipients.Add(recipient);
            }
        }

        if (passphrase is not null)
        {
            recipients.Add(Wrap(seed, passphrase, passphraseCost, random));
        }

        return recipients;
    }
}
