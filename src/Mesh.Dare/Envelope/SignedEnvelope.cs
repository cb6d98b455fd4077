namespace Mesh.Dare;

/// <summary>
/// An envelope, perhaps still encrypted, that is signed by keys that the caller named; level <see cref="VerificationLevel.Signed"/>. Only
/// <see cref="EnvelopeVerifier"/> makes one. Where the body is encrypted, it is not known whether the signers knew what they signed:
/// that takes the base seed, see <see cref="EnvelopeOpener"/>.
/// </summary>
public sealed class SignedEnvelope
{
    internal SignedEnvelope(UnverifiedEnvelope envelope, IReadOnlyList<VerifiedSignature> signatures)
    {
        Envelope = envelope;
        Signatures = signatures;
    }

    /// <summary>The envelope as it came.</summary>
    public UnverifiedEnvelope Envelope { get; }

    /// <summary>The body as carried.</summary>
    public ReadOnlyMemory<byte> Body => Envelope.Body;

    /// <summary>The signatures asked for, at least one.</summary>
    public IReadOnlyList<VerifiedSignature> Signatures { get; }
}
