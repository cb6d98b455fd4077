using Mesh.Dare;

namespace Mesh.Schema;

/// <summary>Reads envelopes that stand alone, such as the files of preconfigured devices.</summary>
public static class EnvelopedReader
{
    /// <summary>Reads the JSON form <c>[header, body, trailer]</c>.</summary>
    /// <exception cref="SchemaException">Not an envelope (<see cref="SchemaError.Malformed"/>).</exception>
    public static Enveloped<T> Parse<T>(ReadOnlyMemory<byte> json)
        where T : MeshObject
    {
        try
        {
            return new Enveloped<T>(UnverifiedEnvelope.Parse(json));
        }
        catch (DareException e)
        {
            throw new SchemaException(SchemaError.Malformed, $"not the envelope of a {typeof(T).Name}: {e.Message}", e);
        }
    }
}
