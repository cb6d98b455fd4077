// Ed25519 signatures of the pure mode verified together (Mesh threshold, section 10.6).

namespace Mesh.Cryptography;

/// <summary>
/// A batch of Ed25519 signatures, of any keys, that are verified together in less time than one by one, from about two signatures on. A
/// signature is valid in a batch exactly where <see cref="Ed25519.Verify(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> takes it, but for a
/// chance of 2^-128. The batch keeps no messages. An instance may be used by one thread at a time. Variable time: all of it is public.
/// </summary>
public sealed class Ed25519Batch
{
    private readonly ScalarBatch<Scalar25519> _batch;

    /// <summary>An empty batch.</summary>
    public Ed25519Batch()
        : this(Field25519x4.IsSupported)
    {
    }

    internal Ed25519Batch(bool byVectors) =>
        _batch = byVectors
            ? new SignatureBatch<Ed25519VectorGroup, Point25519x4, PreparedPoint25519x4, Scalar25519>()
            : new SignatureBatch<Ed25519Group, ExtendedPoint25519, PreparedPoint25519, Scalar25519>();

    /// <summary>Number of signatures added.</summary>
    public int Count => _batch.Count;

    /// <summary>
    /// Adds a signature; its index is the <see cref="Count"/> of before. One that is malformed is added as well: it is invalid. Never throws.
    /// </summary>
    /// <param name="publicKey">32 octets.</param>
    /// <param name="message">Any number of octets; hashed at once.</param>
    /// <param name="signature">64 octets.</param>
    public void Add(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != Ed25519.PublicKeySize || signature.Length != Ed25519.SignatureSize
            || !Ed25519Group.TryReadScalar(signature[Ed25519.PublicKeySize..], out Scalar25519 s))
        {
            _batch.AddMalformed();
            return;
        }

        ReadOnlySpan<byte> commitment = signature[..Ed25519.PublicKeySize];
        _batch.Add(publicKey, commitment, s, Ed25519.Hash([], commitment, publicKey, message));
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
