using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The public keys of a connected device or host: base key + contribution, point by point (Mesh schema 3.3). Whoever computes them this
/// way knows neither sum's private key.
/// </summary>
public sealed class ConnectedPublicKeys
{
    private ConnectedPublicKeys(KeySeed activation, ProfileDevice profile, OverlayNames names)
    {
        try
        {
            using AgreementPrivateKey encrypt = activation.DeriveAgreement(names.Encrypt);
            using SignaturePrivateKey sign = activation.DeriveSignature(names.Sign);
            using AgreementPrivateKey authenticate = activation.DeriveAgreement(names.Authenticate);
            Encryption = KeyRules.Agreement(profile.Encryption).Add(encrypt.Public);
            Signature = KeyRules.Signature(profile.Signature).Add(sign.Public);
            Authentication = KeyRules.Agreement(profile.Authentication).Add(authenticate.Public);
        }
        catch (KeyException e)
        {
            throw new SchemaException(SchemaError.KeyInvalid, $"the keys of the {profile.Tag} cannot be combined: {e.Message}", e);
        }
    }

    /// <summary>To which is sealed what is for the device alone.</summary>
    public AgreementPublicKey Encryption { get; }

    /// <summary>By which the device signs.</summary>
    public SignaturePublicKey Signature { get; }

    /// <summary>By which the device authenticates; its UDF is the key of the Access entry.</summary>
    public AgreementPublicKey Authentication { get; }

    /// <summary>The keys that a device gets from that activation seed.</summary>
    /// <exception cref="SchemaException">The sum is no key (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static ConnectedPublicKeys OfDevice(KeySeed activation, Verified<ProfileDevice> profile)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(profile);
        return new(activation, profile.Value, OverlayNames.Device);
    }

    /// <summary>The keys that a host gets from that activation seed.</summary>
    /// <exception cref="SchemaException">The sum is no key (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static ConnectedPublicKeys OfHost(KeySeed activation, Verified<ProfileHost> profile)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(profile);
        return new(activation, profile.Value, OverlayNames.Host);
    }
}
