using System.Text.Json.Serialization;
using Mesh.Dare;

namespace Mesh.Schema;

/// <summary>
/// An envelope whose plaintext is said to be a tagged <typeparamref name="T"/> (Mesh schema 1.1). Nothing about it is known yet: it is
/// kept, and passed on, as it came, and only the validators of this library turn it into something to act on.
/// </summary>
[JsonConverter(typeof(EnvelopedConverterFactory))]
public sealed class Enveloped<T>
    where T : MeshObject
{
    /// <summary>Takes an envelope for one of a <typeparamref name="T"/>.</summary>
    public Enveloped(UnverifiedEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        Envelope = envelope;
    }

    /// <summary>The envelope as it came.</summary>
    public UnverifiedEnvelope Envelope { get; }

    /// <summary>The JSON form; header, body and trailer as they came.</summary>
    public byte[] ToJson() => Envelope.ToJson();

    /// <summary>The same envelope, taken for one of another class; the validators find out.</summary>
    public Enveloped<TOther> As<TOther>()
        where TOther : MeshObject => new(Envelope);

    /// <summary>
    /// The object in a body that is not encrypted, without a look at any signature. For what carries its own signing key, and for
    /// finding out which key a message has to be verified with; never to act on.
    /// </summary>
    /// <exception cref="SchemaException">
    /// Encrypted (<see cref="SchemaError.Encrypted"/>) or not such an object (as <see cref="TaggedJson.Decode{T}"/>).
    /// </exception>
    internal T ReadUnverified()
    {
        if (Envelope.Header.IsEncrypted)
        {
            throw new SchemaException(SchemaError.Encrypted, $"the {typeof(T).Name} is encrypted and has to be readable");
        }

        return SchemaJson.Decode<T>(Envelope.Body);
    }
}
