// Ed448 signatures verified together (Mesh threshold, section 10.6).

namespace Mesh.Cryptography;

/// <summary>
/// A batch of Ed448 signatures, of any keys and contexts, that are verified together in less time than one by one, from about two signatures on. A
/// signature is valid in a batch exactly where <see cref="Ed448.Verify"/> takes it, but for a chance of 2^-128. The batch keeps no messages. An
/// instance may be used by one thread at a time. Variable time: all of it is public.
/// </summary>
public sealed class Ed448Batch
{
    private readonly ScalarBatch<Scalar448> _batch;

    /// <summary>An empty batch.</summary>
    public Ed448Batch()
        : this(Field448x4.IsSupported)
    {
    }

    internal Ed448Batch(bool byVectors) =>
        _batch = byVectors
            ? new SignatureBatch<Ed448VectorGroup, IsogenousPoint448x4, PreparedPoint448x4, Scalar448>()
            : new SignatureBatch<Ed448Group, IsogenousPoint448, PreparedPoint448, Scalar448>();

    /// <summary>Number of signatures added.</summary>
    public int Count => _batch.Count;

    /// <summary>
    /// Adds a signature; its index is the <see cref="Count"/> of before. One that is malformed is added as well: it is invalid. Never throws.
    /// </summary>
    /// <param name="publicKey">57 octets.</param>
    /// <param name="message">Any number of octets; hashed at once.</param>
    /// <param name="signature">114 octets.</param>
    /// <param name="context">0 to 255 octets.</param>
    public void Add(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context = default)
    {
        if (publicKey.Length != Ed448.PublicKeySize || signature.Length != Ed448.SignatureSize || context.Length > Ed448.MaximumContext
            || !Ed448Group.TryReadScalar(signature[Ed448.PublicKeySize..], out Scalar448 s))
        {
            _batch.AddMalformed();
            return;
        }

        ReadOnlySpan<byte> commitment = signature[..Ed448.PublicKeySize];
        _batch.Add(publicKey, commitment, s, Ed448.Challenge(commitment, publicKey, message, context));
    }

    /// <summary>Whether every signature is valid; true for an empty batch.</summary>
    /// <param name="random">Gives the factors, 16 octets for each signature. They must be unknown to whoever made the signatures.</param>
    public bool Verify(IRandomSource random) => _batch.Verify(random);

    /// <summary>
    /// The indices of the signatures that are not valid, ascending. Where all are valid it costs what <see cref="Verify"/> costs; where none is,
    /// a small multiple of verifying each.
    /// </summary>
    /// <inheritdoc cref="Verify"/>
    public int[] FindInvalid(IRandomSource random) => _batch.FindInvalid(random);

    /// <summary>Removes all signatures; storage is kept for the next ones.</summary>
    public void Clear() => _batch.Clear();
}
