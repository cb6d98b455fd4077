using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// An object that a validator of this library has found to be what it says, with its envelope as it came. No other code can make one,
/// so a method that takes one does not have to check again.
/// </summary>
public sealed class Verified<T>
    where T : MeshObject
{
    internal Verified(T value, Enveloped<T> envelope, PublicKey signer, DateTimeOffset? signed)
    {
        Value = value;
        Envelope = envelope;
        SignerUdf = signer.Kid;
        Signed = signed;
    }

    /// <summary>The object.</summary>
    public T Value { get; }

    /// <summary>The envelope as it came, to be passed on.</summary>
    public Enveloped<T> Envelope { get; }

    /// <summary>UDF of the key that signed.</summary>
    public string SignerUdf { get; }

    /// <summary>When it was signed, by the signer's clock; absent in signatures that do not say.</summary>
    public DateTimeOffset? Signed { get; }
}
