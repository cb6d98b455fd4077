namespace Mesh.Schema;

/// <summary>Decides whether a profile is valid, and for what (Mesh schema 4.5). No input or output.</summary>
public static class ProfileValidator
{
    /// <summary>
    /// A valid profile of any owner: in clear, signed by its own ProfileSignature, every key present and right, the header naming it.
    /// That says nothing about whose it is.
    /// </summary>
    /// <param name="envelope">The profile as it came.</param>
    /// <param name="acceptPublished">Whether the form of signature of the years up to 2022 counts; for reading published data.</param>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.Encrypted"/>, <see cref="SchemaError.KeyInvalid"/>, <see cref="SchemaError.SignatureInvalid"/>,
    /// <see cref="SchemaError.HeaderMismatch"/>, or not such a profile.
    /// </exception>
    public static Verified<T> Validate<T>(Enveloped<T> envelope, bool acceptPublished = false)
        where T : Profile
    {
        ArgumentNullException.ThrowIfNull(envelope);
        T profile = envelope.ReadUnverified();
        KeyRules.Check(profile.Keys, profile.Tag);
        return EnvelopeChecks.Assertion(envelope, KeyRules.Signature(profile.ProfileSignature), profile.Udf, acceptPublished);
    }

    /// <summary>A valid profile with the fingerprint <paramref name="udf"/>, which was pinned at first sight or given by a person.</summary>
    /// <exception cref="SchemaException">As <see cref="Validate"/>; another fingerprint (<see cref="SchemaError.WrongSubject"/>).</exception>
    public static Verified<T> ValidateAs<T>(Enveloped<T> envelope, string udf)
        where T : Profile
    {
        Verified<T> profile = Validate(envelope);
        if (!UdfText.Names(udf, profile.Value.Fingerprint.Udf))
        {
            throw new SchemaException(
                SchemaError.WrongSubject, $"the {profile.Value.Tag} is {profile.Value.Udf}, not {TaggedJson.Quote(udf)}");
        }

        return profile;
    }

    /// <summary>
    /// The profile of the account that answers to <paramref name="address"/>. Where the account was seen before,
    /// <paramref name="pinnedUdf"/> is its fingerprint; an address alone proves nothing.
    /// </summary>
    /// <exception cref="SchemaException">As <see cref="ValidateAs"/>; another address (<see cref="SchemaError.WrongSubject"/>).</exception>
    public static Verified<ProfileUser> ValidateAccount(Enveloped<ProfileUser> envelope, string address, string? pinnedUdf)
    {
        Verified<ProfileUser> profile = pinnedUdf is null ? Validate(envelope) : ValidateAs(envelope, pinnedUdf);
        return AccountAddress.Same(profile.Value.AccountAddress, address)
            ? profile
            : throw new SchemaException(
                SchemaError.WrongSubject, $"the profile {profile.Value.Udf} is not that of {TaggedJson.Quote(address)}");
    }

    /// <summary>A newer version of a profile that is held: same fingerprint, valid, with a later <c>Updated</c>.</summary>
    /// <exception cref="SchemaException">
    /// As <see cref="ValidateAs"/>; not later (<see cref="SchemaError.Superseded"/>), which includes the same version again.
    /// </exception>
    public static Verified<T> ValidateUpdate<T>(Verified<T> held, Enveloped<T> candidate)
        where T : Profile
    {
        ArgumentNullException.ThrowIfNull(held);
        Verified<T> profile = ValidateAs(candidate, held.Value.Udf);
        return profile.Value.Updated is { } updated && updated > (held.Value.Updated ?? DateTimeOffset.MinValue)
            ? profile
            : throw new SchemaException(SchemaError.Superseded, $"the version of the profile {held.Value.Udf} is not later than the one held");
    }

    /// <summary>Checks that the account is served by that service.</summary>
    /// <exception cref="SchemaException">It is not (<see cref="SchemaError.WrongSubject"/>).</exception>
    public static void RequireServedBy(Verified<ProfileUser> account, Verified<ProfileService> service)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(service);
        if (!UdfText.Names(account.Value.ServiceUdf, service.Value.Fingerprint.Udf))
        {
            throw new SchemaException(
                SchemaError.WrongSubject, $"the account {account.Value.Udf} is not served by the service {service.Value.Udf}");
        }
    }
}
