namespace Mesh.Cryptography;

/// <summary>A batch of signatures whose scalars are <typeparamref name="TScalar"/>, however points are computed on.</summary>
internal abstract class ScalarBatch<TScalar>
    where TScalar : struct
{
    /// <summary>Signatures in the batch.</summary>
    public abstract int Count { get; }

    /// <summary>Adds a signature that no key and message can make valid.</summary>
    public abstract void AddMalformed();

    /// <summary>Adds a signature with its challenge.</summary>
    public abstract void Add(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> commitment, in TScalar s, in TScalar challenge);

    /// <summary>Forgets all signatures.</summary>
    public abstract void Clear();

    /// <summary>Whether all are valid.</summary>
    public abstract bool Verify(IRandomSource random);

    /// <summary>The indices of those that are not valid, ascending.</summary>
    public abstract int[] FindInvalid(IRandomSource random);
}
