using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Decides whether a device has been removed from its account.</summary>
public static class RevocationValidator
{
    /// <summary>
    /// A revocation of <paramref name="device"/>, signed by the AdministratorSignature of a version of the account's profile, and later than
    /// the entry that the device holds: an older one, from before it was connected again, says nothing.
    /// </summary>
    /// <param name="envelope">What the service handed over.</param>
    /// <param name="account">A verified version of the profile of the account that the device belongs to.</param>
    /// <param name="device">The device's own entry as it holds it.</param>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.Encrypted"/>, <see cref="SchemaError.SignatureInvalid"/>, <see cref="SchemaError.WrongSubject"/>,
    /// <see cref="SchemaError.Superseded"/>, or not such a statement.
    /// </exception>
    public static Verified<DeviceRevocation> Validate(
        Enveloped<DeviceRevocation> envelope, Verified<ProfileUser> account, VerifiedDevice device)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(device);
        SignaturePublicKey administrator = KeyRules.Signature(account.Value.AdministratorSignature);
        Verified<DeviceRevocation> revocation = EnvelopeChecks.Assertion(envelope, administrator);
        if (!UdfText.Names(revocation.Value.AccountUdf, account.Value.Fingerprint.Udf)
            || !UdfText.Same(account.Value.Udf, device.Account.Value.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the revocation is about another account");
        }

        if (!UdfText.Names(revocation.Value.DeviceUdf, device.Profile.Value.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the revocation is about another device");
        }

        return revocation.Value.Updated is { } updated && updated > (device.Entry.Updated ?? DateTimeOffset.MinValue)
            ? revocation
            : throw new SchemaException(SchemaError.Superseded, "the revocation is older than the entry of the device");
    }
}
