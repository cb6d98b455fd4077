using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>Envelopes as somebody would make them who does not keep the rules of <see cref="ObjectSealer"/>.</summary>
internal static class Forge
{
    public static EnvelopeSealer Sealer { get; } = new(new SeededRandom("forge"), new StillClock(World.Start));

    /// <summary>Signed over the plain manifest, with any header.</summary>
    public static Enveloped<T> Clear<T>(
        T value, SignaturePrivateKey signer, string? envelopeId, string? uniqueId = null, string? messageType = null)
        where T : MeshObject
    {
        using var plaintext = new ErasingBuffer();
        SchemaJson.Write(plaintext, value);
        return new Enveloped<T>(Sealer.Seal(plaintext.Written, new SealRequest
        {
            EnvelopeId = envelopeId,
            ContentMetaData = Meta(value, uniqueId, messageType),
            Signers = [signer],
            PlainManifest = true,
        }));
    }

    /// <summary>Signed over SignedData, sealed where there are recipients.</summary>
    public static Enveloped<T> SignedData<T>(
        T value, SignaturePrivateKey signer, string? envelopeId, string? uniqueId, params IReadOnlyCollection<AgreementPublicKey> recipients)
        where T : MeshObject => Custom(value, [signer], envelopeId, Meta(value, uniqueId, null), recipients);

    /// <summary>Any header, any signers.</summary>
    public static Enveloped<T> Custom<T>(
        T value,
        IReadOnlyCollection<SignaturePrivateKey> signers,
        string? envelopeId,
        byte[] contentMeta,
        params IReadOnlyCollection<AgreementPublicKey> recipients)
        where T : MeshObject
    {
        using var plaintext = new ErasingBuffer();
        SchemaJson.Write(plaintext, value);
        return new Enveloped<T>(Sealer.Seal(plaintext.Written, new SealRequest
        {
            EnvelopeId = envelopeId,
            ContentMetaData = contentMeta,
            Recipients = recipients,
            Signers = signers,
        }));
    }

    public static byte[] Meta(MeshObject value, string? uniqueId, string? messageType) => new ContentMeta
    {
        UniqueId = uniqueId,
        MessageType = messageType ?? value.Tag,
        ContentType = ObjectSealer.ContentType,
    }.ToOctets();
}
