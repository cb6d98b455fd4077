using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// The base seeds that the keys of a request give, one recipient block after the other (DARE 2.3): the first whose integrity check
/// passes may be a stranger's, so the caller goes on until the key commitment agrees. Says nothing about what failed.
/// </summary>
internal static class SeedSearch
{
    public static IEnumerable<SecretBytes> Seeds(IReadOnlyList<DareRecipient> recipients, OpenRequest request)
    {
        bool legacyInfos = request.Legacy.HasFlag(LegacyReading.SignedCbc) || request.Legacy.HasFlag(LegacyReading.UnsignedCbc);
        Dictionary<string, SecretBytes> secrets = new(StringComparer.Ordinal);
        foreach (SecretBytes secret in request.SymmetricKeys)
        {
            secrets[SymmetricKeyIdentifier.OfSeed(secret.Reveal())] = secret;
        }

        foreach (DareRecipient recipient in recipients)
        {
            // What costs work on purpose comes last.
            if (PassphraseDerivation.IsNamedBy(recipient.KeyWrapDerivation))
            {
                continue;
            }

            using SecretBytes? agreement = Agreement(recipient, request, secrets);
            SecretBytes? seed = agreement is null
                ? null
                : KeyWrapping.TryUnwrap(recipient.WrappedBaseSeed.Span, agreement, legacyInfos);
            if (seed is not null)
            {
                yield return seed;
            }
        }

        if (OfPassphrase(recipients, request) is { } last)
        {
            yield return last;
        }
    }

    // A kid that does not follow from the passphrase is one that was changed, or the passphrase is another: the caller has one error for all.
    private static SecretBytes? OfPassphrase(IReadOnlyList<DareRecipient> recipients, OpenRequest request)
    {
        if (recipients.FirstOrDefault(r => PassphraseDerivation.IsNamedBy(r.KeyWrapDerivation)) is not { EphemeralKey: null } recipient)
        {
            return null;
        }

        string derivation = recipient.KeyWrapDerivation!;
        using SecretBytes? secret = request.Derived?.Find(derivation) ?? Derive(derivation, request);
        if (secret is null || SymmetricKeyIdentifier.OfSeed(secret.Reveal()) != recipient.KeyIdentifier)
        {
            return null;
        }

        request.Derived?.Keep(derivation, secret);
        return KeyWrapping.TryUnwrap(recipient.WrappedBaseSeed.Span, secret, legacyInfos: false);
    }

    private static SecretBytes? Derive(string derivation, OpenRequest request)
    {
        if (request.Passphrase is not { } ask)
        {
            return null;
        }

        var parameters = PassphraseDerivation.Parse(derivation);
        using SecretBytes? passphrase = ask();
        return passphrase is null ? null : parameters.Derive(passphrase);
    }

    private static SecretBytes? Agreement(DareRecipient recipient, OpenRequest request, Dictionary<string, SecretBytes> secrets)
    {
        if (recipient.KeyWrapDerivation is not null)
        {
            return null;
        }

        if (recipient.EphemeralKey is not { } epk)
        {
            return secrets.TryGetValue(recipient.KeyIdentifier, out SecretBytes? secret) ? secret.Clone() : null;
        }

        if (request.Agreements.TryGetValue(recipient.KeyIdentifier, out SecretBytes? agreed))
        {
            return agreed.Clone();
        }

        return request.Keys?.Find(recipient.KeyIdentifier) is { } key ? Agree(key, epk) : null;
    }

    private static SecretBytes? Agree(AgreementPrivateKey key, ReadOnlyMemory<byte> epk)
    {
        if (EphemeralKey.Read(epk) is not { } ephemeral || ephemeral.Curve != key.Algorithm.CurveName())
        {
            return null;
        }

        try
        {
            return key.Agree(ephemeral.Octets);
        }
        catch (KeyException)
        {
            return null;
        }
    }
}
