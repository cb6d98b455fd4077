using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Decides whether a device has been removed from its account.</summary>
public static class RevocationValidator
{
    /// <summary>A revocation of <paramref name="deviceUdf"/>, signed by the AdministratorSignature of a version of the account's profile.</summary>
    /// <param name="envelope">What the service handed over.</param>
    /// <param name="account">A verified version of the profile of the account that the device belongs to.</param>
    /// <param name="deviceUdf">UDF of the device's own profile.</param>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.Encrypted"/>, <see cref="SchemaError.SignatureInvalid"/>, <see cref="SchemaError.WrongSubject"/>, or not such a
    /// statement.
    /// </exception>
    public static Verified<DeviceRevocation> Validate(Enveloped<DeviceRevocation> envelope, Verified<ProfileUser> account, string deviceUdf)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(account);
        SignaturePublicKey administrator = KeyRules.Signature(account.Value.AdministratorSignature);
        Verified<DeviceRevocation> revocation = EnvelopeChecks.Assertion(envelope, administrator);
        if (!UdfText.Names(revocation.Value.AccountUdf, account.Value.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the revocation is about another account");
        }

        return UdfText.Same(revocation.Value.DeviceUdf, deviceUdf)
            ? revocation
            : throw new SchemaException(SchemaError.WrongSubject, "the revocation is about another device");
    }
}
