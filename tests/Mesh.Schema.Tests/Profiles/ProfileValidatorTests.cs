using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class ProfileValidatorTests
{
    private static World Alice => World.Alice;

    [Fact]
    public void Profiles_that_were_built_are_valid()
    {
        Assert.Equal(Alice.AccountKeys.Profile.Kid, Alice.Account.Value.Udf);
        Assert.Equal(Alice.AccountKeys.Profile.Kid, Alice.Account.SignerUdf);
        Assert.Equal(Alice.AccountKeys.Profile.Kid, Alice.Account.Envelope.Envelope.Header.EnvelopeId);
        Assert.Equal("ProfileUser", ContentMeta.Parse(Alice.Account.Envelope.Envelope.Header.ContentMetaData).MessageType);
        Assert.Equal(Alice.ServiceKeys.Profile.Kid, Alice.Service.Value.Udf);
        Assert.Equal(Alice.HostKeys.Profile.Kid, Alice.Host.Value.Udf);
        Assert.Equal(Alice.DeviceKeys.Profile.Kid, Alice.DeviceProfile.Value.Udf);
        Assert.Equal(World.Address, Alice.Account.Value.AccountAddress);
        Assert.True(Alice.Account.Value.IsCurrent);
    }

    [Fact]
    public void A_profile_goes_through_json_as_it_came()
    {
        byte[] json = Alice.Account.Envelope.ToJson();
        Verified<ProfileUser> read = ProfileValidator.Validate(EnvelopedReader.Parse<ProfileUser>(json));
        Assert.Equal(json, read.Envelope.ToJson());
        Assert.Equal(Alice.Account.Value.Udf, read.Value.Udf);
    }

    [Fact]
    public void One_changed_octet_of_the_body_is_refused()
    {
        UnverifiedEnvelope good = Alice.Account.Envelope.Envelope;
        byte[] body = good.Body.ToArray();
        int at = body.AsSpan().IndexOf("alice"u8);
        body[at] = (byte)'b';
        Refused(SchemaError.SignatureInvalid, new Enveloped<ProfileUser>(new UnverifiedEnvelope(good.Header, body, good.Trailer)));
    }

    [Fact]
    public void A_profile_signed_by_another_key_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        Refused(SchemaError.SignatureInvalid, Forge.Clear(profile, World.Mallet.AccountKeys.Profile, profile.Udf));
    }

    [Fact]
    public void A_profile_without_signature_is_refused()
    {
        UnverifiedEnvelope good = Alice.Account.Envelope.Envelope;
        Refused(SchemaError.SignatureInvalid, new Enveloped<ProfileUser>(new UnverifiedEnvelope(good.Header, good.Body, DareTrailer.Empty)));
    }

    [Fact]
    public void A_profile_signed_in_the_form_of_messages_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        Refused(SchemaError.SignatureInvalid, Forge.SignedData(profile, Alice.AccountKeys.Profile, profile.Udf, profile.Udf));
    }

    [Fact]
    public void An_encrypted_profile_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        Refused(
            SchemaError.Encrypted,
            Forge.SignedData(profile, Alice.AccountKeys.Profile, profile.Udf, profile.Udf, Alice.AccountKeys.Encryption.Public));
    }

    [Theory]
    [InlineData("EnvelopeId")]
    [InlineData("UniqueId")]
    [InlineData("MessageType")]
    public void A_header_that_names_another_object_is_refused(string member)
    {
        ProfileUser profile = Alice.Account.Value;
        string other = World.Mallet.Account.Value.Udf;
        Enveloped<ProfileUser> envelope = Forge.Clear(
            profile,
            Alice.AccountKeys.Profile,
            member == "EnvelopeId" ? other : profile.Udf,
            member == "UniqueId" ? other : profile.Udf,
            member == "MessageType" ? "ProfileDevice" : "ProfileUser");
        Refused(SchemaError.HeaderMismatch, envelope);
    }

    [Fact]
    public void A_header_that_names_nothing_is_accepted()
    {
        ProfileUser profile = Alice.Account.Value;
        UnverifiedEnvelope envelope = Forge.Sealer.Seal(
            SchemaJson.Encode(profile), new SealRequest { Signers = [Alice.AccountKeys.Profile], PlainManifest = true });
        Assert.Equal(profile.Udf, ProfileValidator.Validate(new Enveloped<ProfileUser>(envelope)).Value.Udf);
    }

    [Fact]
    public void Unreadable_metadata_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        UnverifiedEnvelope envelope = Forge.Sealer.Seal(SchemaJson.Encode(profile), new SealRequest
        {
            Signers = [Alice.AccountKeys.Profile],
            PlainManifest = true,
            ContentMetaData = "not json"u8.ToArray(),
        });
        Refused(SchemaError.Malformed, new Enveloped<ProfileUser>(envelope));
    }

    [Fact]
    public void A_device_profile_is_no_user_profile_and_a_host_no_device()
    {
        Assert.Equal(
            SchemaError.UnexpectedType,
            Assert.Throws<SchemaException>(() => ProfileValidator.Validate(Alice.DeviceProfile.Envelope.As<ProfileUser>())).Code);
        Assert.Equal(
            SchemaError.UnexpectedType,
            Assert.Throws<SchemaException>(() => ProfileValidator.Validate(Alice.Host.Envelope.As<ProfileDevice>())).Code);
    }

    [Fact]
    public void A_stated_fingerprint_must_be_that_of_the_key()
    {
        ProfileUser profile = Alice.Account.Value;
        KeyInvalid(profile with { CommonEncryption = profile.CommonEncryption with { Udf = profile.CommonAuthentication.Udf } });
        KeyInvalid(profile with { ProfileSignature = profile.ProfileSignature with { Udf = profile.CommonAuthentication.Udf } });
    }

    [Fact]
    public void A_key_without_stated_fingerprint_is_accepted()
    {
        ProfileUser profile = Alice.Account.Value;
        ProfileUser compact = profile with { CommonEncryption = profile.CommonEncryption with { Udf = null } };
        Assert.Equal(profile.Udf, ProfileValidator.Validate(Forge.Clear(compact, Alice.AccountKeys.Profile, profile.Udf)).Value.Udf);
    }

    [Fact]
    public void A_private_key_in_a_profile_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        KeyInvalid(profile with
        {
            CommonEncryption = profile.CommonEncryption with { PrivateParameters = new PrivateKeyParameters(Alice.AccountKeys.Encryption) },
        });
    }

    [Fact]
    public void A_slot_without_public_key_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        KeyInvalid(profile with { CommonEncryption = new KeyData { Udf = profile.CommonEncryption.Udf } });
        KeyInvalid(profile with { ProfileSignature = new KeyData { Udf = profile.Udf } }, profile.Udf);
    }

    [Fact]
    public void A_user_profile_without_escrow_key_is_refused() =>
        KeyInvalid(Alice.Account.Value with { EscrowEncryption = null });

    [Fact]
    [Requirement("CRY-02")]
    public void A_key_of_the_wrong_algorithm_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        ProfileUser other = World.Mallet.Account.Value;
        KeyInvalid(profile with { CommonEncryption = other.CommonSignature });
        KeyInvalid(profile with { CommonSignature = other.CommonEncryption });
    }

    [Fact]
    [Requirement("CRY-02")]
    public void A_key_in_two_slots_is_refused()
    {
        ProfileUser profile = Alice.Account.Value;
        KeyInvalid(profile with { CommonAuthentication = profile.CommonEncryption });
        KeyInvalid(profile with { CommonSignature = profile.AdministratorSignature });
    }

    [Fact]
    public void A_key_outside_the_prime_order_subgroup_is_refused()
    {
        // u of an order-4 component added to a sound key: on the curve, not of prime order.
        ProfileUser profile = Alice.Account.Value;
        PublicKey mixed = PublicKey.FromOctets(KeyAlgorithm.X448, MixedOrder.X448());
        KeyInvalid(profile with { CommonEncryption = KeyData.Of(mixed) });
    }

    [Fact]
    [Requirement("CRY-07")]
    public void Only_the_pinned_fingerprint_is_taken_for_an_account()
    {
        Enveloped<ProfileUser> envelope = Alice.Account.Envelope;
        string udf = Alice.Account.Value.Udf;
        Assert.Equal(udf, ProfileValidator.ValidateAs(envelope, udf).Value.Udf);
        Assert.Equal(udf, ProfileValidator.ValidateAs(envelope, Alice.Account.Value.Fingerprint.Udf.ToString(240)).Value.Udf);
        WrongSubject(() => ProfileValidator.ValidateAs(envelope, World.Mallet.Account.Value.Udf));
        WrongSubject(() => ProfileValidator.ValidateAs(envelope, Alice.Account.Value.Fingerprint.Udf.ToString(100)));
        WrongSubject(() => ProfileValidator.ValidateAs(envelope, ""));
    }

    [Fact]
    public void An_account_is_taken_by_address_and_pin()
    {
        Enveloped<ProfileUser> envelope = Alice.Account.Envelope;
        Assert.Equal(World.Address, ProfileValidator.ValidateAccount(envelope, "ALICE@example.com", null).Value.AccountAddress);
        ProfileValidator.ValidateAccount(envelope, World.Address, Alice.Account.Value.Udf);
        WrongSubject(() => ProfileValidator.ValidateAccount(envelope, "bob@example.com", Alice.Account.Value.Udf));

        // Mallet's profile states the same address; only the pin tells.
        ProfileValidator.ValidateAccount(World.Mallet.Account.Envelope, World.Address, null);
        WrongSubject(() => ProfileValidator.ValidateAccount(World.Mallet.Account.Envelope, World.Address, Alice.Account.Value.Udf));
    }

    [Fact]
    public void A_later_version_replaces_the_one_held()
    {
        Enveloped<ProfileUser> next = ProfileBuilder.NextUser(
            Alice.Sealer, Alice.Account.Value with { AccountAddress = "alice@example.net" }, Alice.AccountKeys.Profile);
        Verified<ProfileUser> taken = ProfileValidator.ValidateUpdate(Alice.Account, next);
        Assert.Equal("alice@example.net", taken.Value.AccountAddress);
        Assert.Equal(World.Start.AddSeconds(1), taken.Value.Updated);
    }

    [Fact]
    public void The_same_an_older_and_an_undated_version_do_not_replace_the_one_held()
    {
        Enveloped<ProfileUser> next = ProfileBuilder.NextUser(Alice.Sealer, Alice.Account.Value, Alice.AccountKeys.Profile);
        Verified<ProfileUser> held = ProfileValidator.ValidateUpdate(Alice.Account, next);
        Superseded(() => ProfileValidator.ValidateUpdate(held, next));
        Superseded(() => ProfileValidator.ValidateUpdate(held, Alice.Account.Envelope));
        ProfileUser undated = Alice.Account.Value with { Updated = null };
        Superseded(() => ProfileValidator.ValidateUpdate(held, Forge.Clear(undated, Alice.AccountKeys.Profile, undated.Udf)));
    }

    [Fact]
    public void A_version_by_another_key_does_not_replace_the_one_held() => WrongSubject(() => ProfileValidator.ValidateUpdate(
        Alice.Account, ProfileBuilder.NextUser(World.Mallet.Sealer, World.Mallet.Account.Value, World.Mallet.AccountKeys.Profile)));

    [Fact]
    public void An_account_is_served_by_the_service_that_it_names()
    {
        ProfileValidator.RequireServedBy(Alice.Account, Alice.Service);
        WrongSubject(() => ProfileValidator.RequireServedBy(Alice.Account, World.Mallet.Service));
    }

    [Fact]
    public void A_condition_makes_a_profile_valid_and_not_current()
    {
        ProfileDevice profile = Alice.DeviceProfile.Value;
        string json = System.Text.Encoding.UTF8.GetString(SchemaJson.Encode(profile));
        json = json.Replace("{\"ProfileDevice\":{", "{\"ProfileDevice\":{\"Conditions\":[{\"WhileItRains\":{\"Where\":\"here\"}}],", StringComparison.Ordinal);
        UnverifiedEnvelope envelope = Forge.Sealer.Seal(
            System.Text.Encoding.UTF8.GetBytes(json), new SealRequest { Signers = [Alice.DeviceKeys.Profile], PlainManifest = true });
        Verified<ProfileDevice> read = ProfileValidator.Validate(new Enveloped<ProfileDevice>(envelope));
        Assert.False(read.Value.IsCurrent);
        Assert.Equal("WhileItRains", Assert.Single(read.Value.Conditions).Name);
        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(SchemaJson.Encode(read.Value)));
    }

    [Fact]
    public void Only_a_profiles_own_key_signs_it()
    {
        Assert.Throws<ArgumentException>(() => Alice.Sealer.SignProfile(Alice.Account.Value, Alice.AccountKeys.Administrator));
        Assert.Throws<ArgumentException>(() => Alice.Sealer.SignAssertion(Alice.Account.Value, Alice.AccountKeys.Profile));
    }

    private static void KeyInvalid(ProfileUser profile, string? udf = null) =>
        Refused(SchemaError.KeyInvalid, Forge.Clear(profile, Alice.AccountKeys.Profile, udf ?? profile.Udf));

    private static void Refused(SchemaError code, Enveloped<ProfileUser> envelope) =>
        Assert.Equal(code, Assert.Throws<SchemaException>(() => ProfileValidator.Validate(envelope)).Code);

    private static void WrongSubject(Action action) =>
        Assert.Equal(SchemaError.WrongSubject, Assert.Throws<SchemaException>(action).Code);

    private static void Superseded(Action action) => Assert.Equal(SchemaError.Superseded, Assert.Throws<SchemaException>(action).Code);
}
