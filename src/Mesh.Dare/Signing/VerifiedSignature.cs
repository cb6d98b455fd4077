using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>A signature that verified, by a key that the caller asked for.</summary>
public sealed class VerifiedSignature
{
    internal VerifiedSignature(SignaturePublicKey key, SignatureForms form, DateTimeOffset? created, byte[] witnessInfo, ReadOnlyMemory<byte>? witness)
    {
        Key = key;
        Form = form;
        Created = created;
        WitnessInfo = witnessInfo;
        Witness = witness;
    }

    /// <summary>The signer's key, as the caller gave it.</summary>
    public SignaturePublicKey Key { get; }

    /// <summary>What it is made over.</summary>
    public SignatureForms Form { get; }

    /// <summary>When the signer says that it signed; only under <see cref="SignatureForms.SignedData"/>. The caller judges it.</summary>
    public DateTimeOffset? Created { get; }

    /// <summary>The octets from which, with the base seed, the witness is made.</summary>
    internal byte[] WitnessInfo { get; }

    internal ReadOnlyMemory<byte>? Witness { get; }
}
