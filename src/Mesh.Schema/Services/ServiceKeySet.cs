using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>The private keys behind a service's profile, derived from its seed (Mesh schema 3.5).</summary>
public sealed class ServiceKeySet : IDisposable
{
    private ServiceKeySet(KeySeed seed)
    {
        Profile = seed.DeriveSignature(KeyNames.ServiceProfile);
        Authentication = seed.DeriveAgreement(KeyNames.ServiceAuthenticate);
        Encryption = seed.DeriveAgreement(KeyNames.ServiceEncrypt);
        Signature = seed.DeriveSignature(KeyNames.ServiceSign);
    }

    /// <summary>ProfileSignature.</summary>
    public SignaturePrivateKey Profile { get; }

    /// <summary>ServiceAuthentication.</summary>
    public AgreementPrivateKey Authentication { get; }

    /// <summary>ServiceEncryption.</summary>
    public AgreementPrivateKey Encryption { get; }

    /// <summary>ServiceSignature.</summary>
    public SignaturePrivateKey Signature { get; }

    /// <summary>The keys of a service.</summary>
    public static ServiceKeySet Of(KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return new ServiceKeySet(seed);
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        Profile.Dispose();
        Authentication.Dispose();
        Encryption.Dispose();
        Signature.Dispose();
    }
}
