using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>Signatures of many frames, verified together: Ed448 in less time than one by one, others at once.</summary>
internal sealed class SignatureBatch
{
    private const int Most = 256;

    private readonly Ed448Batch _batch = new();
    private readonly List<(SignaturePublicKey Key, long Frame, long Offset)> _origins = [];

    /// <summary>The frame whose signatures are added from now on.</summary>
    public (long Frame, long Offset) Place { get; set; }

    /// <summary>True when <see cref="FindInvalid"/> should be called before more is added.</summary>
    public bool IsFull => _origins.Count >= Most;

    /// <summary>Verifies a signature or, where there is a batch that takes it, leaves that to the batch and says true.</summary>
    public static bool Verify(SignatureBatch? batch, SignaturePublicKey key, byte[] signed, ReadOnlySpan<byte> signature)
    {
        if (batch is null || key.Algorithm != KeyAlgorithm.Ed448)
        {
            return key.Verify(signed, signature);
        }

        batch._batch.Add(key.Octets.Span, signed, signature);
        batch._origins.Add((key, batch.Place.Frame, batch.Place.Offset));
        return true;
    }

    /// <summary>Verifies what was added and begins anew.</summary>
    /// <returns>What is wrong in the first frame that has an invalid signature; null when all are valid.</returns>
    public SequenceFault? FindInvalid()
    {
        int[] invalid = _batch.FindInvalid(SystemRandom.Instance);
        SequenceFault? fault = null;
        if (invalid.Length > 0)
        {
            (SignaturePublicKey key, long frame, long offset) = _origins[invalid[0]];
            DareException problem = SignatureCheck.Invalid(key, "does not verify");
            fault = new SequenceFault(problem.Code, problem.Message, offset, frame);
        }

        _batch.Clear();
        _origins.Clear();
        return fault;
    }
}
