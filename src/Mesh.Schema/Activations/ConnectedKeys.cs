using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The private keys of a connected device or host: base key + contribution modulo L (Mesh schema 3.3). Only a validator makes them, after
/// comparing with the public keys that the connection states.
/// </summary>
public sealed class ConnectedKeys : IDisposable
{
    private ConnectedKeys(AgreementPrivateKey encryption, SignaturePrivateKey signature, AgreementPrivateKey authentication)
    {
        Encryption = encryption;
        Signature = signature;
        Authentication = authentication;
    }

    /// <summary>Opens what is sealed to the device alone.</summary>
    public AgreementPrivateKey Encryption { get; }

    /// <summary>Signs for the device.</summary>
    public SignaturePrivateKey Signature { get; }

    /// <summary>Authenticates the device to the service.</summary>
    public AgreementPrivateKey Authentication { get; }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        Encryption.Dispose();
        Signature.Dispose();
        Authentication.Dispose();
    }

    internal static ConnectedKeys Combine(KeySeed activation, DeviceKeySet baseKeys, OverlayNames names)
    {
        AgreementPrivateKey? encryption = null;
        SignaturePrivateKey? signature = null;
        try
        {
            // The seed came from elsewhere and may be one that gives no such keys.
            using AgreementPrivateKey encrypt = activation.DeriveAgreement(names.Encrypt);
            using SignaturePrivateKey sign = activation.DeriveSignature(names.Sign);
            using AgreementPrivateKey authenticate = activation.DeriveAgreement(names.Authenticate);
            encryption = baseKeys.Encryption.Overlay(encrypt);
            signature = baseKeys.Signature.Overlay(sign);
            return new ConnectedKeys(encryption, signature, baseKeys.Authentication.Overlay(authenticate));
        }
        catch (KeyException e)
        {
            encryption?.Dispose();
            signature?.Dispose();
            throw new SchemaException(SchemaError.OverlayMismatch, "the activation does not combine with the keys of this device", e);
        }
    }
}
