using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The private keys behind a user's profile as they follow from its seed, generation 0 (Mesh schema 3.5). Later generations of
/// administrator, encryption and signature key are random and come out of activations.
/// </summary>
public sealed class AccountKeySet : IDisposable
{
    private AccountKeySet(KeySeed seed)
    {
        Profile = seed.DeriveSignature(KeyNames.AccountProfile);
        Administrator = seed.DeriveSignature(KeyNames.AccountAdminSign);
        Encryption = seed.DeriveAgreement(KeyNames.AccountEncrypt);
        Authentication = seed.DeriveAgreement(KeyNames.AccountAuthenticate);
        Signature = seed.DeriveSignature(KeyNames.AccountSign);
        Escrow = seed.DeriveAgreement(KeyNames.AccountEscrow);
    }

    /// <summary>ProfileSignature.</summary>
    public SignaturePrivateKey Profile { get; }

    /// <summary>AdministratorSignature.</summary>
    public SignaturePrivateKey Administrator { get; }

    /// <summary>CommonEncryption.</summary>
    public AgreementPrivateKey Encryption { get; }

    /// <summary>CommonAuthentication; given to no device.</summary>
    public AgreementPrivateKey Authentication { get; }

    /// <summary>CommonSignature.</summary>
    public SignaturePrivateKey Signature { get; }

    /// <summary>EscrowEncryption.</summary>
    public AgreementPrivateKey Escrow { get; }

    /// <summary>The keys of an account.</summary>
    public static AccountKeySet Of(KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return new AccountKeySet(seed);
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        Profile.Dispose();
        Administrator.Dispose();
        Encryption.Dispose();
        Authentication.Dispose();
        Signature.Dispose();
        Escrow.Dispose();
    }
}
