using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The rules for public keys in profiles and connections (Mesh schema 4.5): present, of the right algorithm, in the prime-order
/// subgroup, with the fingerprint that is stated, no private key, no key in two slots.
/// </summary>
internal static class KeyRules
{
    /// <summary>Checks every slot of <paramref name="what"/>.</summary>
    /// <exception cref="SchemaException">A slot breaks a rule (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static void Check(IEnumerable<ProfileKey> slots, string what)
    {
        var seen = new HashSet<PublicKey>();
        foreach (ProfileKey slot in slots)
        {
            if (slot.Key is null)
            {
                if (slot.Required)
                {
                    throw Invalid(what, slot.Name, "is missing");
                }

                continue;
            }

            Check(slot, what);
            if (!seen.Add(slot.Key.PublicParameters!))
            {
                throw Invalid(what, slot.Name, "stands in another place as well");
            }
        }
    }

    /// <summary>The public key of a slot that was checked.</summary>
    public static SignaturePublicKey Signature(KeyData data) => (SignaturePublicKey)data.PublicParameters!;

    /// <summary>As <see cref="Signature"/>, for keys that others encrypt to.</summary>
    public static AgreementPublicKey Agreement(KeyData data) => (AgreementPublicKey)data.PublicParameters!;

    private static void Check(ProfileKey slot, string what)
    {
        KeyData data = slot.Key!;
        if (data.PrivateParameters is not null)
        {
            throw Invalid(what, slot.Name, "has a private key");
        }

        if (data.PublicParameters is not { } key)
        {
            throw Invalid(what, slot.Name, "has no public key");
        }

        if (key.Algorithm != slot.Algorithm)
        {
            throw Invalid(what, slot.Name, $"is a key for {key.Algorithm}, not {slot.Algorithm}");
        }

        if (data.Udf is not null && !UdfText.Names(data.Udf, key.Fingerprint.Udf))
        {
            throw Invalid(what, slot.Name, "has another fingerprint than stated");
        }

        try
        {
            PublicKey.FromOctets(key.Algorithm, key.Octets.Span, requirePrimeOrder: true);
        }
        catch (KeyException e)
        {
            throw new SchemaException(SchemaError.KeyInvalid, $"the {slot.Name} of the {what} is refused: {e.Message}", e);
        }
    }

    private static SchemaException Invalid(string what, string slot, string problem) =>
        new(SchemaError.KeyInvalid, $"the {slot} of the {what} {problem}");
}
