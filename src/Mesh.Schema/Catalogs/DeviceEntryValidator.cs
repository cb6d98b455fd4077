using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Decides whether a device entry may be believed (Mesh schema 9, S-19): signed by the account's current administrator key, and its
/// profile, connections and fingerprints of one piece. Who may open the entry is settled before.
/// </summary>
public static class DeviceEntryValidator
{
    /// <summary>An entry of MMM_Device that the catalog has opened, asking for the administrator's signature.</summary>
    /// <param name="opened">The opened entry with the signatures that verified.</param>
    /// <param name="account">The account as it is now.</param>
    /// <param name="now">For keys that are used for a time only.</param>
    /// <exception cref="SchemaException">
    /// Not signed by the administrator (<see cref="SchemaError.SignatureInvalid"/>); otherwise as <see cref="Open"/>.
    /// </exception>
    public static VerifiedDevice Validate(OpenedEnvelope opened, Verified<ProfileUser> account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(opened);
        ArgumentNullException.ThrowIfNull(account);
        SignaturePublicKey administrator = KeyRules.Signature(account.Value.AdministratorSignature);
        if (!opened.Signatures.Any(s => s.Key.Equals(administrator) && s.Form == SignatureForms.SignedData))
        {
            throw new SchemaException(SchemaError.SignatureInvalid, "the CatalogedDevice is not signed by the administrator of the account");
        }

        return Validate(SchemaJson.Decode<CatalogedDevice>(opened.Plaintext), account, now);
    }

    /// <summary>The copy of its own entry that a device is given in an AccessCapability, sealed to it.</summary>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.NotOpened"/>, <see cref="SchemaError.SignatureInvalid"/>; a part that is not valid, as
    /// <see cref="ProfileValidator"/> and <see cref="ConnectionValidator"/> say; parts of different devices or accounts
    /// (<see cref="SchemaError.WrongSubject"/>); connected keys equal to base keys (<see cref="SchemaError.KeyInvalid"/>).
    /// </exception>
    public static VerifiedDevice Open(
        Enveloped<CatalogedDevice> envelope, IDecryptionKeyring keys, Verified<ProfileUser> account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(account);
        SignaturePublicKey administrator = KeyRules.Signature(account.Value.AdministratorSignature);
        return Validate(EnvelopeChecks.Signed(envelope, [administrator], keys, mustBeSealed: true).Value, account, now);
    }

    /// <summary>A later copy of its own entry, as a device gets it when its tag changed.</summary>
    /// <exception cref="SchemaException">
    /// As <see cref="Open"/>; another device (<see cref="SchemaError.WrongSubject"/>); not later than the one held
    /// (<see cref="SchemaError.Superseded"/>).
    /// </exception>
    public static VerifiedDevice OpenUpdate(
        VerifiedDevice held,
        Enveloped<CatalogedDevice> envelope,
        IDecryptionKeyring keys,
        Verified<ProfileUser> account,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(held);
        VerifiedDevice candidate = Open(envelope, keys, account, now);
        if (!UdfText.Same(candidate.Udf, held.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the CatalogedDevice is that of another device");
        }

        return candidate.Entry.Updated is { } updated && updated > (held.Entry.Updated ?? DateTimeOffset.MinValue)
            ? candidate
            : throw new SchemaException(SchemaError.Superseded, "the CatalogedDevice is not later than the one held");
    }

    /// <summary>
    /// An entry whose own signature was verified before: one inside something that the administrator signed, or one that the device verified,
    /// and has kept under a seal of its own since. Its profiles and connections are verified again.
    /// </summary>
    /// <exception cref="SchemaException">As <see cref="Open"/>.</exception>
    public static VerifiedDevice Validate(CatalogedDevice entry, Verified<ProfileUser> account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(account);
        ProfileValidator.ValidateAs(entry.EnvelopedProfileUser, account.Value.Udf);
        Verified<ProfileDevice> profile = ProfileValidator.ValidateAs(entry.EnvelopedProfileDevice, entry.DeviceUdf);
        if (!string.Equals(entry.DeviceUdf, profile.Value.Udf, StringComparison.Ordinal))
        {
            // It is the primary key: one device, one entry, and one name under which its removal is remembered.
            throw Mixed(entry, "its DeviceUdf is not written as a UDF is");
        }

        Verified<ConnectionService> service = ConnectionValidator.Validate(entry.EnvelopedConnectionService, account, now);
        Verified<ConnectionDevice> device = ConnectionValidator.Validate(entry.EnvelopedConnectionDevice, account, now);
        RequireSubject(service.Value, profile.Value);
        RequireSubject(device.Value, profile.Value);
        if (!service.Value.Authentication.PublicParameters!.Equals(device.Value.Authentication.PublicParameters))
        {
            throw Mixed(entry, "its two connections have different Authentication keys");
        }

        RequireOverlay(profile.Value.Encryption, device.Value.Encryption, nameof(ProfileDevice.Encryption));
        RequireOverlay(profile.Value.Signature, device.Value.Signature, nameof(ProfileDevice.Signature));
        RequireOverlay(profile.Value.Authentication, device.Value.Authentication, nameof(ProfileDevice.Authentication));
        if (entry.Udf is { } udf && !UdfText.Names(udf, device.Value.Signature.PublicParameters!.Fingerprint.Udf))
        {
            throw Mixed(entry, "its Udf is not that of the connected signature key");
        }

        if (entry.SignatureUdf is { } signer
            && !UdfText.Names(signer, account.Value.AdministratorSignature.PublicParameters!.Fingerprint.Udf))
        {
            throw Mixed(entry, "its SignatureUdf is not that of the administrator");
        }

        return new VerifiedDevice(entry, account, profile, service, device);
    }

    private static void RequireSubject(Connection connection, ProfileDevice profile)
    {
        if (connection.Subject is { } subject && !UdfText.Names(subject, profile.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, $"the {connection.Tag} is for another device than {profile.Udf}");
        }
    }

    // A key that its maker knows must never become the key of a connected device.
    private static void RequireOverlay(KeyData profile, KeyData connection, string name)
    {
        if (profile.PublicParameters!.Equals(connection.PublicParameters))
        {
            throw new SchemaException(SchemaError.KeyInvalid, $"the connected {name} key of the device is its base key");
        }
    }

    private static SchemaException Mixed(CatalogedDevice entry, string problem) =>
        new(SchemaError.WrongSubject, $"the entry of the device {TaggedJson.Quote(entry.DeviceUdf)} is not of one piece: {problem}");
}
